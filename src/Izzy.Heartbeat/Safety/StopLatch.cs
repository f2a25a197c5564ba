namespace Izzy.Heartbeat.Safety;

/// <summary>
/// The stop on Mother's side (rules S13 to S15). Pure: time is an argument.
/// <code>
/// state     input                                                  becomes   does
/// --------  -----------------------------------------------------  --------  ------------------------------------
/// Beating   stop                                                   Latched   beats cease; burst of ESTOP
/// Latched   stop                                                   Latched   another burst; the first time counts
/// Latched   reset, every IZZY known at the stop confirmed          Beating   beats again
/// Latched   reset, the last beat older than the longest limit      Beating   beats again
/// Latched   reset otherwise                                        Latched   refused: not-confirmed
/// Latched   reset, a thread of Mother's died                       Latched   refused: thread-died
/// Beating   reset                                                  Beating   refused: not-stopped
/// (start)   a stop found on disk                                   Latched   silence from the start
/// </code>
/// Where no IZZY is known, or one is lost, nothing proves that none hears the beats, so the time must pass.
/// </summary>
/// <param name="longestLimit">The longest limit of any IZZY: after this silence each has stopped by itself.</param>
internal sealed class StopLatch(TimeSpan longestLimit)
{
    private TimeSpan _lastBeat = TimeSpan.MinValue;

    /// <summary>Whether Mother is silent.</summary>
    public bool IsLatched { get; private set; }

    /// <summary>Why, while latched.</summary>
    public StopCause Cause { get; private set; }

    /// <summary>When the latch was set.</summary>
    public TimeSpan StoppedAt { get; private set; }

    /// <summary>Counts the stops, so that a confirmation belongs to one of them.</summary>
    public int Number { get; private set; }

    /// <summary>A beat goes out now.</summary>
    public void Beat(TimeSpan now) => _lastBeat = now;

    /// <summary>Stop.</summary>
    /// <returns>False if it was latched already; the earlier stop then stands, except that a dead thread is never forgotten.</returns>
    public bool Stop(StopCause cause, TimeSpan now)
    {
        if (IsLatched)
        {
            if (cause == StopCause.ThreadDied)
                Cause = cause;
            return false;
        }

        Cause = cause;
        IsLatched = true;
        StoppedAt = now;
        Number++;
        return true;
    }

    /// <summary>A stop from before this process started: when the last beat went out is unknown, so it counts as now.</summary>
    public void Restore(TimeSpan now)
    {
        Stop(StopCause.LocalStop, now);
        _lastBeat = now;
    }

    /// <summary>A deliberate reset.</summary>
    /// <param name="now">The time.</param>
    /// <param name="known">How many IZZYs were known at the stop.</param>
    /// <param name="unconfirmed">How many of them have not confirmed it.</param>
    /// <returns>Why it is refused, or <see cref="ResetRefusal.None"/>: then the latch is open.</returns>
    public ResetRefusal Reset(TimeSpan now, int known, int unconfirmed)
    {
        if (!IsLatched)
            return ResetRefusal.NotStopped;
        if (Cause == StopCause.ThreadDied)
            return ResetRefusal.ThreadDied;
        var allConfirmed = known > 0 && unconfirmed == 0;
        if (!allConfirmed && TimeToWait(now) > TimeSpan.Zero)
            return ResetRefusal.NotConfirmed;
        IsLatched = false;
        return ResetRefusal.None;
    }

    /// <summary>How long until a reset is granted without confirmations; zero or less once it is.</summary>
    public TimeSpan TimeToWait(TimeSpan now)
    {
        // A Mother who never beat has nothing to wait for but what an earlier process may have sent (Restore).
        return _lastBeat == TimeSpan.MinValue ? TimeSpan.Zero : _lastBeat + longestLimit - now;
    }
}
