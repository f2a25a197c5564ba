namespace Izzy.Capture.Analysis;

/// <summary>
/// Puts the times of a capture on one line that never goes back, from zero at the first: frames of several processors come a
/// little out of order, and hostile ones as they please.
/// </summary>
internal sealed class Timeline
{
    private readonly TimeSpan _start;
    private long? _first;

    /// <summary>A line for a file, whose frames have times.</summary>
    public Timeline()
    {
    }

    /// <summary>A line for what passes now, by the clock that nobody sets.</summary>
    /// <param name="clock">The clock now.</param>
    /// <param name="wall">What the wall clock says now: only for showing.</param>
    public Timeline(TimeSpan clock, DateTimeOffset wall)
    {
        _start = clock;
        _first = (wall - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>The latest time until now.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many frames were older than one before them.</summary>
    public long Backwards { get; private set; }

    /// <summary>How many frames had no time at all.</summary>
    public long Timeless { get; private set; }

    /// <summary>A frame of this time: in nanoseconds since 1970, or null where the file does not say.</summary>
    /// <returns>Where on the line it stands.</returns>
    public TimeSpan Take(long? nanoseconds)
    {
        if (nanoseconds is not { } time)
        {
            Timeless++;
            return Now;
        }

        var since = TimeSpan.FromTicks((time - (_first ??= time)) / TimeSpan.NanosecondsPerTick);
        if (since < Now)
            Backwards++;
        else
            Now = since;
        return Now;
    }

    /// <summary>It is this time by the clock that nobody sets; a frame that waited is no older than the one before it.</summary>
    /// <returns>Where on the line it stands.</returns>
    public TimeSpan Pass(TimeSpan clock)
    {
        var since = clock - _start;
        return Now = since > Now ? since : Now;
    }

    /// <summary>The wall-clock time of a place on the line; null before the first frame that had one.</summary>
    public DateTimeOffset? WallClock(TimeSpan at) => _first is { } first ? DateTimeOffset.UnixEpoch.AddTicks((first / TimeSpan.NanosecondsPerTick) + at.Ticks) : null;
}
