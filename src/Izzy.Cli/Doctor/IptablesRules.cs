using static Izzy.Cli.Doctor.FilterWords;

namespace Izzy.Cli.Doctor;

/// <summary>Rules as <c>iptables -S</c> prints them.</summary>
internal static class IptablesRules
{
    // What these ask for stands in their options, which are read; others may ask for anything.
    private static readonly string[] s_knownMatches = ["udp", "tcp", "multiport", "comment", "state", "conntrack", "addrtype"];

    private static readonly string[] s_goOn = ["LOG", "NFLOG", "ULOG", "MARK", "CONNMARK", "SECMARK", "CONNSECMARK", "TRACE", "SET", "AUDIT"];

    /// <summary>The chains by name, read with one port in mind. Pure.</summary>
    public static IReadOnlyDictionary<string, FilterChain> Read(string text, int port, string tool = "iptables")
    {
        var chains = new Dictionary<string, FilterChain>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Split(line).ToList() is not [var kind, var name, .. var rest])
                continue;
            if (!chains.TryGetValue(name, out var chain))
                chains[name] = chain = new FilterChain(name) { IsEntry = name == "INPUT", Allow = $"sudo {tool} -I INPUT -p udp --dport PORT -j ACCEPT" };
            if (kind == "-P")
                chain.DropsTheRest = rest is ["DROP", ..];
            else if (kind == "-A")
                chain.Rules.Add(ReadRule(line, rest, port));
        }

        return chains;
    }

    private static FilterRule ReadRule(string line, List<string> words, int port)
    {
        var (match, names, negated) = (FilterMatch.Always, false, false);
        for (var at = 0; at < words.Count; at++)
        {
            var (word, value) = (words[at], at + 1 < words.Count ? words[at + 1] : "");
            if (word == "!")
            {
                negated = true;
                continue;
            }

            if (word is "-j" or "-g")
                return new FilterRule(line, match, names, VerdictOf(word, value), value);
            var values = value.Split(',');
            FilterMatch? asked = word switch
            {
                "-p" => Test(values, IsUdp, negated),
                "--dport" or "--dports" => Test(values, range => Holds(range, port), negated),
                "-i" => FromElsewhere(values, negated),
                "--ctstate" or "--state" => Test(values, IsNew, negated),
                "--dst-type" => Test(values, IsForThisMachine, negated),
                "-m" => s_knownMatches.Contains(value) ? FilterMatch.Always : FilterMatch.Perhaps,
                "--comment" => FilterMatch.Always,
                _ => null,
            };
            names |= word is "--dport" or "--dports" && !negated && asked == FilterMatch.Always;
            match = And(match, asked ?? FilterMatch.Perhaps);
            at += asked is null ? 0 : 1;
            negated = false;
        }

        return new FilterRule(line, match, names, FilterVerdict.Nothing, null);
    }

    private static FilterVerdict VerdictOf(string word, string target) => target switch
    {
        "ACCEPT" => FilterVerdict.Accept,
        "DROP" or "REJECT" => FilterVerdict.Block,
        "RETURN" => FilterVerdict.Return,
        _ when s_goOn.Contains(target) => FilterVerdict.Nothing,
        // To a chain that is not there it cannot lead: then it is a target that is not known here, and the walk doubts.
        _ => word == "-g" ? FilterVerdict.Goto : FilterVerdict.Jump,
    };
}
