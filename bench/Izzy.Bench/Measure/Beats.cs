namespace Izzy.Bench.Measure;

/// <summary>What the times at which beats left say of them.</summary>
internal static class Beats
{
    // In which code is compiled.
    private const int First = 5;

    /// <summary>How late each was, in milliseconds; beats that were skipped for being a whole period late have no figure.</summary>
    public static Distribution Lateness(IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> beats) =>
        new(AfterTheFirst(beats).Select(beat => (beat.Sent - beat.Due).TotalMilliseconds));

    /// <summary>How far the last beat's schedule is from a grid that began with the first, in milliseconds.</summary>
    public static double PhaseError(IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> beats, TimeSpan period)
    {
        var all = AfterTheFirst(beats).ToList();
        var passed = all[^1].Due - all[0].Due;
        return Math.Abs((passed - (Math.Round(passed / period) * period)).TotalMilliseconds);
    }

    private static IEnumerable<(TimeSpan Due, TimeSpan Sent)> AfterTheFirst(IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> beats) =>
        beats.Count == 0 ? throw new InvalidOperationException("No beat left.") : beats.Skip(Math.Min(First, beats.Count - 1));
}
