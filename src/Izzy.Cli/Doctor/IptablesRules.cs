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
        var (reach, names, negated) = (Reach.Always, false, false);
        for (var at = 0; at < words.Count; at++)
        {
            var (word, value) = (words[at], at + 1 < words.Count ? words[at + 1] : "");
            if (word == "!")
            {
                negated = true;
                continue;
            }

            if (word is "-j" or "-g")
                return new FilterRule(line, reach, names, DeedOf(word, value), value);
            var values = value.Split(',');
            Reach? asked = word switch
            {
                "-p" => Test(values, IsUdp, negated),
                "--dport" or "--dports" => Test(values, range => Holds(range, port), negated),
                "-i" => FromElsewhere(values, negated),
                "--ctstate" or "--state" => Test(values, IsNew, negated),
                "--dst-type" => Test(values, IsForThisMachine, negated),
                "-m" => s_knownMatches.Contains(value) ? Reach.Always : Reach.Perhaps,
                "--comment" => Reach.Always,
                _ => null,
            };
            names |= word is "--dport" or "--dports" && !negated && asked == Reach.Always;
            reach = And(reach, asked ?? Reach.Perhaps);
            at += asked is null ? 0 : 1;
            negated = false;
        }

        return new FilterRule(line, reach, names, Deed.Nothing, null);
    }

    private static Deed DeedOf(string word, string target) => target switch
    {
        "ACCEPT" => Deed.Accept,
        "DROP" or "REJECT" => Deed.Block,
        "RETURN" => Deed.Return,
        _ when s_goOn.Contains(target) => Deed.Nothing,
        // To a chain that is not there it cannot lead: then it is a target that is not known here, and the walk doubts.
        _ => word == "-g" ? Deed.Goto : Deed.Jump,
    };
}
