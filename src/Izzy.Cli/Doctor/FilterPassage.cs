namespace Izzy.Cli.Doctor;

/// <summary>What becomes of a datagram from another machine to one UDP port. In the order of how bad it is.</summary>
internal enum Fate
{
    In,
    Doubtful,
    Out,
}

/// <summary>How a datagram fares with the packet filter.</summary>
/// <param name="Fate">Whether it comes in.</param>
/// <param name="Named">Whether a rule that names its port lets it in.</param>
/// <param name="Because">The rule that keeps it out, or of which it is not known whether it does.</param>
/// <param name="Allow">The command that lets it in.</param>
internal sealed record FilterPassage(Fate Fate, bool Named = false, string? Because = null, string? Allow = null)
{
    // The kernel allows 16.
    private const int DeepestJump = 20;

    /// <summary>Through every chain where what comes in starts: one that keeps it out is enough. Pure.</summary>
    /// <param name="tables">Chains by name, for each table: a jump leads to a chain of its own table.</param>
    public static FilterPassage Through(IEnumerable<IReadOnlyDictionary<string, FilterChain>> tables)
    {
        var all = tables.SelectMany(table => table.Values.Where(chain => chain.IsEntry).Select(entry => new Walk(table).From(entry))).ToList();
        var worst = all.MaxBy(passage => passage.Fate) ?? new FilterPassage(Fate.In);
        return worst with { Named = all.Exists(passage => passage.Named) };
    }

    private sealed class Walk(IReadOnlyDictionary<string, FilterChain> table)
    {
        private string? _perhapsIn;
        private string? _perhapsOut;

        public FilterPassage From(FilterChain entry)
        {
            var end = Follow(entry, depth: 0);
            var blocked = end is null ? entry.DropsTheRest : end.Verdict == FilterVerdict.Block;
            var because = end?.Text ?? $"the policy of chain {entry.Name} is drop";
            return (blocked, _perhapsIn, _perhapsOut) switch
            {
                (true, null, _) => new FilterPassage(Fate.Out, false, because, entry.Allow),
                (true, var rule, _) => new FilterPassage(Fate.Doubtful, false, rule, entry.Allow),
                (false, _, null) => new FilterPassage(Fate.In, end is { NamesPort: true }),
                (false, _, var rule) => new FilterPassage(Fate.Doubtful, false, rule, entry.Allow),
            };
        }

        /// <returns>The rule that decides; null if none does for certain.</returns>
        private FilterRule? Follow(FilterChain chain, int depth)
        {
            var certain = true;
            foreach (var rule in chain.Rules.Where(rule => rule.Match != FilterMatch.Never))
            {
                var sure = certain && rule.Match == FilterMatch.Always;
                FilterRule? decided = null;
                switch (rule.Verdict)
                {
                    case FilterVerdict.Nothing:
                        break;
                    case FilterVerdict.Return when sure:
                        return null;
                    case FilterVerdict.Return:
                        // Who knows whether what follows is reached at all.
                        certain = false;
                        break;
                    case FilterVerdict.Jump or FilterVerdict.Goto when depth < DeepestJump && table.TryGetValue(rule.Target ?? "", out var next):
                        decided = Follow(next, depth + 1);
                        if (decided is null && sure && rule.Verdict == FilterVerdict.Goto)
                            return null;
                        break;
                    default:
                        decided = rule;
                        break;
                }

                if (decided is { Verdict: FilterVerdict.Accept or FilterVerdict.Block } && sure)
                    return decided;
                if (decided is { Verdict: not FilterVerdict.Block })
                    _perhapsIn ??= decided.Text;
                if (decided is { Verdict: not FilterVerdict.Accept })
                    _perhapsOut ??= decided.Text;
            }

            return null;
        }
    }
}
