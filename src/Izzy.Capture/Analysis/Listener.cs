using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Capture.Analysis;

/// <summary>
/// An IZZY that listens along and answers nobody: it shows where a client with this limit would have stopped. It is no second
/// opinion but the dead man's switch itself, told of what passed at the time at which it passed. It resets itself once beats
/// were fresh for a whole limit, so that each later stop is found, too.
/// <para>
/// As a verified one it has no challenges of its own, but goes by those of the IZZY at whose address it listens, from when they were seen.
/// </para>
/// </summary>
internal sealed class Listener
{
    /// <summary>More are counted and not told one by one.</summary>
    public const int MostStops = 1000;

    // Anybody's but Mother's and the IZZYs', so that it neither takes a beat for its own nor is meant by one.
    public static readonly Guid Self = Guid.Parse("b4a70f0e-6f0a-4c57-9d5e-0c6f1f2f8a11");

    private readonly TimeSpan _limit;
    private readonly DeadMansSwitch _switch;
    private readonly List<WouldStop> _stops = [];
    private TimeSpan _now;
    private TimeSpan? _freshSince;

    /// <param name="limit">T, the longest silence tolerated.</param>
    /// <param name="start">When it begins to listen.</param>
    /// <param name="isVerified">Whether only what is verified counts for it, and from when its challenge was seen.</param>
    public Listener(TimeSpan limit, TimeSpan start, bool isVerified = false)
    {
        _switch = new DeadMansSwitch(new SwitchOptions(Self, limit, ResetPolicy.Auto, IsVerified: isVerified), new PermitLease(), At(start));
        _limit = limit;
        _now = start;
        IsVerified = isVerified;
    }

    /// <summary>Whether only what is verified counts for it.</summary>
    public bool IsVerified { get; }

    /// <summary>The stops, the first thousand of them.</summary>
    public IReadOnlyList<WouldStop> Stops => _stops;

    /// <summary>How many stops there were.</summary>
    public long StopCount { get; private set; }

    /// <summary>How often it was permitted to move.</summary>
    public long Permits { get; private set; }

    /// <summary>Whether it may move now.</summary>
    public bool IsPermitted => _switch.IsPermitted;

    /// <summary>How often a Mother was heard that did not own it.</summary>
    public long Strangers { get; private set; }

    /// <summary>The smallest distance of the owner's beats, if it is too large for the limit.</summary>
    public TimeSpan? BeatsTooSlow { get; private set; }

    /// <summary>A well-formed packet passes that it would have heard.</summary>
    /// <param name="type">What it says.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="receiver">Whom it is for.</param>
    /// <param name="now">The time.</param>
    /// <param name="verified">What its trailer says, and since when the challenge is known that it echoes.</param>
    public void Hear(MessageType type, Guid sender, Guid receiver, TimeSpan now, VerifiedPacket? verified = null)
    {
        Advance(now);
        // Nothing waits in a socket that is read at the time of capture.
        _switch.FoundEmpty(At(now));
        Take(_switch.Hear(type, sender, receiver, At(now), verified), now);
        ResetWhenMotherIsBack(now);
    }

    /// <summary>Time passes: what its watchdog would have seen until now.</summary>
    public void Advance(TimeSpan now)
    {
        // Only while there is anything to lose; so a gap of years takes no longer than one of the limit.
        while (_switch.IsFresh && _switch.WakeAt(_now) < now)
        {
            _now = _switch.WakeAt(_now);
            Take(_switch.Look(At(_now)), _now);
        }

        _now = now;
        Take(_switch.Look(At(now)), now);
    }

    private static Moment At(TimeSpan now) => new(now, TimeSpan.Zero);

    /// <summary>After Mother was started anew, a verified IZZY waits for a person; that one comes here as soon as it makes sense.</summary>
    private void ResetWhenMotherIsBack(TimeSpan now)
    {
        _freshSince = _switch.IsFresh ? _freshSince ?? now : null;
        if (!IsPermitted && _switch.LastCause == StopCause.MotherRestarted && now - _freshSince >= _limit)
            Take(_switch.Reset(At(now), out _), now);
    }

    private void Take(in Outcome outcome, TimeSpan now)
    {
        Permits += outcome.Permitted is null ? 0 : 1;
        Strangers += outcome.Stranger is null ? 0 : 1;
        BeatsTooSlow = outcome.BeatsTooSlow ?? BeatsTooSlow;
        if (!outcome.Tripped || outcome.Stopped is not { } cause)
            return;
        StopCount++;
        if (_stops.Count < MostStops)
            _stops.Add(new WouldStop(now, cause, outcome.Silence));
    }
}
