namespace Izzy.Heartbeat.Safety;

/// <summary>
/// The stop on Mother's side (rules S13 to S15). Pure: time is an argument.
/// <code>
/// state     input                                                  becomes   does
/// --------  -----------------------------------------------------  --------  ------------------------------------
/// Beating   stop                                                   Latched   beats cease; burst of ESTOP
/// Latched   stop                                                   Latched   another burst; the first time counts
/// Latched   reset, every IZZY known at the stop confirmed          Beating   beats again
/// Latched   reset, the silence to outwait is over                  Beating   beats again
/// Latched   reset otherwise                                        Latched   refused: not-confirmed
/// Latched   reset, a thread of Mother's died                       Latched   refused: thread-died
/// Latched   reset, she is leaving                                  Latched   refused: cause-remains
/// Beating   reset                                                  Beating   refused: not-stopped
/// any       she leaves                                             Latched   silent for good; a stop before it, or after, is kept
/// (start)   a stop found on disk                                   Latched   silence from the start
/// </code>
/// Where no IZZY is known, or one is lost, nothing proves that none hears the beats, so the time must pass. So it must since her first beat or stop, whoever
/// confirmed: until then robots that she has not heard yet may live on the beats of the Mother whose place she took.
/// </summary>
/// <param name="silenceToOutwait">After this silence each IZZY has stopped by itself, whatever its limit is.</param>
internal sealed class StopLatch(TimeSpan silenceToOutwait)
{
    /// <summary>
    /// What to outwait beyond a limit. The last beat may have been under way for longer than the next one will be: by well over what a busy
    /// Wi-Fi adds, and the two ticks that it may have waited in the socket of an IZZY.
    /// </summary>
    public static readonly TimeSpan SilenceMargin = TimeSpan.FromMilliseconds(450);

    private TimeSpan? _since;
    private TimeSpan? _lastBeat;
    private int _stops;
    private volatile bool _isLeaving;
    private long _silenceToOutwait = silenceToOutwait.Ticks;

    /// <summary>
    /// The stop in force, or null while Mother beats. One reference to an immutable record, so that it can be read without the
    /// lock of the beat.
    /// </summary>
    public StopInForce? Current { get; private set; }

    /// <summary>Whether Mother is silent.</summary>
    public bool IsLatched => Current is not null;

    /// <summary>Whether the next Mother must find a stop: her leaving alone is none.</summary>
    public bool IsKept { get; private set; }

    /// <summary>
    /// How often a stop was asked for, whether or not it was latched already. Whoever stopped for a while and wants to undo
    /// that sees by it whether anybody else wants it to stay stopped.
    /// </summary>
    public int Requests { get; private set; }

    /// <summary>After this silence each IZZY has stopped by itself, as far as is known by now: it only ever grows. Readable from any thread.</summary>
    public TimeSpan SilenceToOutwait => TimeSpan.FromTicks(Volatile.Read(ref _silenceToOutwait));

    /// <summary>An IZZY says what silence it takes to stop it: the longest counts from now on. Callable from any thread.</summary>
    public void Outwait(TimeSpan silence)
    {
        var known = Volatile.Read(ref _silenceToOutwait);
        while (silence.Ticks > known)
        {
            var before = Interlocked.CompareExchange(ref _silenceToOutwait, silence.Ticks, known);
            if (before == known)
                return;
            known = before;
        }
    }

    /// <summary>A beat goes out now.</summary>
    public void Beat(TimeSpan now)
    {
        _since ??= now;
        _lastBeat = now;
    }

    /// <summary>Stop.</summary>
    /// <returns>False if it was latched already; the earlier stop then stands, except that a dead thread is never forgotten.</returns>
    public bool Stop(StopCause cause, TimeSpan now)
    {
        IsKept = true;
        return Latch(cause, now);
    }

    /// <summary>She leaves: silent for good.</summary>
    public void Leave(TimeSpan now)
    {
        _isLeaving = true;
        Latch(StopCause.LocalStop, now);
    }

    /// <summary>A stop from before this process started.</summary>
    public void Restore(TimeSpan now) => Stop(StopCause.LocalStop, now);

    /// <summary>A deliberate reset.</summary>
    /// <param name="now">The time.</param>
    /// <param name="known">How many IZZYs were known at the stop.</param>
    /// <param name="unconfirmed">How many, of these and of those found since, have not confirmed it.</param>
    /// <returns>Why it is refused, or <see cref="ResetRefusal.None"/>: then the latch is open.</returns>
    public ResetRefusal Reset(TimeSpan now, int known, int unconfirmed)
    {
        var refusal = Foresee(Current, now, known, unconfirmed).Refusal;
        if (refusal == ResetRefusal.None)
            (Current, IsKept) = (null, false);
        return refusal;
    }

    /// <summary>What a reset of a stop would be answered. It changes nothing, and needs no lock: a stop in force is immutable.</summary>
    /// <param name="stop">The stop, or null while Mother beats.</param>
    /// <param name="now">The time.</param>
    /// <param name="known">As for <see cref="Reset"/>.</param>
    /// <param name="unconfirmed">As for <see cref="Reset"/>.</param>
    public ResetOutlook Foresee(StopInForce? stop, TimeSpan now, int known, int unconfirmed)
    {
        if (stop is null)
            return new(ResetRefusal.NotStopped, TimeSpan.Zero, 0);
        var allConfirmed = known > 0 && unconfirmed == 0;
        var wait = (allConfirmed ? stop.Since : stop.LastBeat) + SilenceToOutwait - now;
        var refusal = stop.Cause == StopCause.ThreadDied ? ResetRefusal.ThreadDied
            : _isLeaving ? ResetRefusal.CauseRemains
            : wait > TimeSpan.Zero ? ResetRefusal.NotConfirmed
            : ResetRefusal.None;
        return new(refusal, wait, unconfirmed);
    }

    private bool Latch(StopCause cause, TimeSpan now)
    {
        Requests++;
        if (Current is { } stop)
        {
            if (cause == StopCause.ThreadDied)
                Current = stop with { Cause = cause };
            return false;
        }

        var since = _since ??= now;
        // One that never beat took the place of one who may have beaten until now.
        Current = new StopInForce(++_stops, now, cause) { Since = since, LastBeat = _lastBeat ?? since };
        return true;
    }
}

/// <summary>A stop in force.</summary>
/// <param name="Number">Counts the stops, so that a confirmation belongs to one of them.</param>
/// <param name="At">When it was made.</param>
/// <param name="Cause">Why.</param>
internal sealed record StopInForce(int Number, TimeSpan At, StopCause Cause)
{
    /// <summary>When Mother first beat or stopped.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>When the last beat before it went out, of this Mother or of the one before her.</summary>
    public TimeSpan LastBeat { get; init; }
}

/// <summary>What a reset would be answered, or was.</summary>
/// <param name="Refusal">Why it is refused, or <see cref="ResetRefusal.None"/>.</param>
/// <param name="Wait">How long until it is granted as things stand; zero or less once it is.</param>
/// <param name="Unconfirmed">How many IZZYs have not confirmed the stop.</param>
internal readonly record struct ResetOutlook(ResetRefusal Refusal, TimeSpan Wait, int Unconfirmed);
