namespace Izzy.Heartbeat.Safety;

/// <summary>
/// How long a beat and its answer were under way. Pure. An answer does not say which beat it answers, so it is told only where
/// exactly one beat went out since the answer before.
/// <code>
/// beats since the answer before      becomes
/// ---------------------------------  ------------------------------------------------------------
/// (no answer before)                 unknown
/// none: a second copy of the answer  the same
/// one                                from that beat to this answer
/// more: one of them was lost, or is  unknown: this may be the answer to an earlier one
/// answered late
/// </code>
/// An IZZY that always answers later than the next beat looks like one that answers that next beat: no round trip is longer than
/// the beat period, and such a one is told too short.
/// </summary>
internal struct RoundTrip
{
    private long _answered;

    /// <summary>The round trip, or null where it is not known.</summary>
    public TimeSpan? Time { get; private set; }

    /// <summary>A verified answer was heard: it says which beat it answers.</summary>
    public void Answer(TimeSpan roundTrip) => Time = roundTrip;

    /// <summary>An answer was heard.</summary>
    /// <param name="beat">The last beat that went out, or null where that is not known.</param>
    /// <param name="now">The time.</param>
    public void Answer(SentBeat? beat, TimeSpan now)
    {
        if (beat is not { } last)
        {
            _answered = 0;
            Time = null;
            return;
        }

        if (last.Number == _answered)
            return;
        Time = _answered > 0 && last.Number == _answered + 1 ? now - last.At : null;
        _answered = last.Number;
    }
}
