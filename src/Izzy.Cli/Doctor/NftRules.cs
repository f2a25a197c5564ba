using static Izzy.Cli.Doctor.FilterWords;

namespace Izzy.Cli.Doctor;

/// <summary>Rules as <c>nft list ruleset</c> prints them.</summary>
internal static class NftRules
{
    /// <summary>For each table that sees IPv4 its chains by name, read with one port in mind. Pure.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, FilterChain>> Read(string text, int port)
    {
        var tables = new List<IReadOnlyDictionary<string, FilterChain>>();
        var (table, chain) = (new Dictionary<string, FilterChain>(), (FilterChain?)null);
        var (depth, address) = (0, "");
        foreach (var (words, end) in Statements(text))
        {
            switch (depth, end)
            {
                case (0, "{"):
                    table = [];
                    if (words is ["table", "ip" or "inet", ..])
                        tables.Add(table);
                    (depth, address) = (1, string.Join(' ', words.Skip(1)));
                    break;
                case (1, "{"):
                    chain = words is ["chain", var name, ..] ? new FilterChain(name) { Allow = $"sudo nft insert rule {address} {name} udp dport PORT accept" } : null;
                    if (chain is not null)
                        table[chain.Name] = chain;
                    depth = 2;
                    break;
                case (2, _):
                    if (chain is not null && words.Count > 0)
                        Take(chain, words, port);
                    depth -= end == "}" ? 1 : 0;
                    break;
                case (1, "}"):
                    depth = 0;
                    break;
            }
        }

        return tables;
    }

    private static void Take(FilterChain chain, List<string> words, int port)
    {
        if (words is ["type", ..])
            chain.IsEntry = words.SkipWhile(word => word != "hook").Skip(1).FirstOrDefault() == "input";
        else if (words is ["policy", var policy])
            chain.DropsTheRest = policy == "drop";
        else
            chain.Rules.Add(new NftRule(words, port).Read());
    }

    /// <summary>
    /// What stands between line ends, semicolons and the braces of tables and chains, and which of these ended it. The braces of a
    /// set belong to its rule, however many lines it takes.
    /// </summary>
    private static IEnumerable<(List<string> Words, string End)> Statements(string text)
    {
        var (words, depth, inSet) = (new List<string>(), 0, 0);
        foreach (var line in text.Replace(";", " ; ", StringComparison.Ordinal).Split('\n'))
        {
            foreach (var word in Split(line))
            {
                // A remark of the tool's; behind a rule it stands for what the tool cannot print, and remains.
                if (word.StartsWith('#') && words.Count == 0)
                    break;
                if (word == "{" && depth == 2)
                    inSet++;
                var ends = inSet == 0 && word is "{" or "}" or ";";
                if (word == "}" && inSet > 0)
                    (inSet, ends) = (inSet - 1, false);
                if (!ends)
                {
                    words.Add(word);
                    continue;
                }

                depth += word == "{" ? 1 : word == "}" ? -1 : 0;
                yield return (words, word);
                words = [];
            }

            if (inSet == 0 && words.Count > 0)
            {
                yield return (words, "\n");
                words = [];
            }
        }
    }
}
