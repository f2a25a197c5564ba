namespace Izzy.Capture.Analysis;

/// <summary>
/// How regularly somebody is heard. Pure: time is an argument. The period is what most of the last gaps were, so that it needs no
/// setting and follows a change of the preset; lateness is what a gap was longer than that.
/// </summary>
internal sealed class Rhythm
{
    /// <summary>Enough that two lost beats and a burst do not move the middle.</summary>
    private const int GapsForPeriod = 15;

    /// <summary>With fewer, any of them may be the odd one.</summary>
    private const int FewestGaps = 4;

    /// <summary>A longer gap is a silence: whoever was away sent nothing that could be missed.</summary>
    private const int LongestRun = 5;

    private readonly TimeSpan[] _last = new TimeSpan[GapsForPeriod];
    private readonly Sample _gaps = new();
    private long _gapCount;

    /// <summary>How often it was heard.</summary>
    public long Count { get; private set; }

    /// <summary>When it was heard first.</summary>
    public TimeSpan First { get; private set; }

    /// <summary>When it was heard last.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>About how many were lost on the way, judged by gaps of up to five periods; longer ones are silences.</summary>
    public long Missed { get; private set; }

    /// <summary>The middle one of the last gaps; null while there were too few.</summary>
    public TimeSpan? Period { get; private set; }

    /// <summary>When the longest gap began that has ended.</summary>
    public TimeSpan LongestSince { get; private set; }

    /// <summary>The gap that half of all do not exceed.</summary>
    public TimeSpan? Typical => _gaps.At(0.5);

    /// <summary>The gap that 99 of 100 do not exceed.</summary>
    public TimeSpan? Tail => _gaps.At(0.99);

    /// <summary>It is heard.</summary>
    /// <param name="now">The time; it never goes back.</param>
    /// <returns>How long it had been silent, and how much longer than its period that is (negative: shorter), where that is known.</returns>
    public (TimeSpan? Gap, TimeSpan? Lateness) Hear(TimeSpan now)
    {
        if (Count++ == 0)
        {
            First = Last = now;
            return default;
        }

        var gap = now - Last;
        var lateness = gap - Period;
        if (Period is { } period && period > TimeSpan.Zero && gap > 1.5 * period && gap <= LongestRun * period)
            Missed += (long)Math.Round(gap / period) - 1;
        if (_gaps.Largest is not { } largest || gap > largest)
            LongestSince = Last;
        _gaps.Add(gap);
        _last[_gapCount++ % GapsForPeriod] = gap;
        if (_gapCount >= FewestGaps)
            Period = Middle();
        Last = now;
        return (gap, lateness);
    }

    /// <summary>The longest silence until now, the one that still goes on included, and when it began.</summary>
    public (TimeSpan Length, TimeSpan Since) LongestSilence(TimeSpan now)
    {
        var open = now - Last;
        return _gaps.Largest is { } largest && largest >= open ? (largest, LongestSince) : (open, Last);
    }

    private TimeSpan Middle()
    {
        var count = (int)Math.Min(_gapCount, GapsForPeriod);
        Span<TimeSpan> sorted = stackalloc TimeSpan[count];
        _last.AsSpan(0, count).CopyTo(sorted);
        sorted.Sort();
        return sorted[count / 2];
    }
}
