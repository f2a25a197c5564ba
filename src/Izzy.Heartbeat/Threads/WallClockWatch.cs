using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Threads;

/// <summary>Finds out that somebody set the wall clock. It is told, and changes nothing (rule S7).</summary>
internal sealed class WallClockWatch(Clock clock)
{
    private static readonly TimeSpan s_worthTelling = TimeSpan.FromSeconds(1);

    private TimeSpan _offset = Offset(clock);

    /// <returns>By how much the wall clock was set since the last look, or null.</returns>
    public TimeSpan? Look()
    {
        var offset = Offset(clock);
        var by = offset - _offset;
        if (by.Duration() < s_worthTelling)
            return null;
        _offset = offset;
        return by;
    }

    private static TimeSpan Offset(Clock clock) => TimeSpan.FromTicks(clock.UtcNow.UtcTicks) - clock.Moment.Now;
}
