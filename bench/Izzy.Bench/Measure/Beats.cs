namespace Izzy.Bench.Measure;

/// <summary>What the times at which beats left say of them.</summary>
internal static class Beats
{
    /// <summary>How late each was against the earliest; the first few, in which code is compiled, left out. In milliseconds.</summary>
    public static Distribution Lateness(ReadOnlySpan<TimeSpan> sent, TimeSpan period)
    {
        var phases = Phases(sent, period);
        var earliest = phases.Min();
        return new(phases.Skip(Math.Min(5, phases.Count - 1)).Select(phase => phase - earliest));
    }

    /// <summary>Each beat against a schedule from the first one, in milliseconds. A beat that was skipped does not shift those after it.</summary>
    public static List<double> Phases(ReadOnlySpan<TimeSpan> sent, TimeSpan period)
    {
        var phases = new List<double>(sent.Length);
        if (sent.IsEmpty)
            throw new InvalidOperationException("No beat left.");
        var first = sent[0];
        foreach (var at in sent)
        {
            // A little early against a first one that was late itself is no beat less.
            var number = Math.Floor(((at - first) / period) + 0.25);
            phases.Add((at - first - (number * period)).TotalMilliseconds);
        }

        return phases;
    }
}
