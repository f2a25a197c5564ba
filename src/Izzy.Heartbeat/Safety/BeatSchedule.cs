namespace Izzy.Heartbeat.Safety;

/// <summary>
/// When the next beat is due (rule S17): on an absolute grid, so that lateness never adds up, and with beats that were missed
/// skipped, so that a Mother who was paused does not send them in a row.
/// </summary>
internal struct BeatSchedule
{
    private readonly TimeSpan _interval;

    public BeatSchedule(TimeSpan interval, TimeSpan first)
    {
        _interval = interval;
        Due = first;
    }

    /// <summary>When the next beat is due.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>Takes the beat that is due and moves on to the next one on the grid after now.</summary>
    /// <returns>How many beats were missed between; 0 for a beat on time.</returns>
    public long Take(TimeSpan now)
    {
        var missed = now > Due ? (now - Due).Ticks / _interval.Ticks : 0;
        Due += (missed + 1) * _interval;
        return missed;
    }
}
