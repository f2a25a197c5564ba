namespace Izzy.Bench.Measure;

/// <summary>What the times at which beats left say of them.</summary>
internal static class Beats
{
    // When a beat was due is noted a moment after Mother reckoned it, in which the thread may be held up. Of several one is not.
    private const int AtEachEnd = 10;

    /// <summary>How late each was, in milliseconds; beats that were skipped for being a whole period late have no figure.</summary>
    public static IEnumerable<double> Lateness(IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> beats) =>
        beats.Select(beat => (beat.Sent - beat.Due).TotalMilliseconds);

    /// <summary>How far the schedule of the last beats is from a grid that began with the first, in milliseconds.</summary>
    public static double PhaseError(IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> beats, TimeSpan period)
    {
        if (beats.Count == 0)
            throw new InvalidOperationException("No beat left.");
        return Math.Abs(beats.TakeLast(AtEachEnd).Min(OffGrid) - beats.Take(AtEachEnd).Min(OffGrid));

        double OffGrid((TimeSpan Due, TimeSpan Sent) beat)
        {
            var passed = beat.Due - beats[0].Due;
            return (passed - (Math.Round(passed / period) * period)).TotalMilliseconds;
        }
    }
}
