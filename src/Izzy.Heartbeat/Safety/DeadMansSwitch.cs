using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Safety;

/// <summary>
/// The decision to stop, on the IZZY's side. Pure: no socket, no thread, no timer; time is an argument of every input, and
/// what is to be done comes back as an <see cref="Outcome"/>. The caller holds one lock round every call and reads the clock
/// inside it.
/// <code>
/// state      input                                             becomes     tells
/// ---------  ------------------------------------------------  ----------  -----------------
/// Waiting    a fresh beat of the owner                         Waiting     connected
/// Waiting    reset, with fresh beats                           Permitted   permitted
/// Waiting    beats fresh for T, policy Auto, first owner       Permitted   permitted
/// Waiting    ESTOP, or any other cause                         Waiting     (latched untold)
/// Permitted  a fresh beat of the owner                         Permitted   (deadline moves)
/// Permitted  beat, look or reset later than last beat + T      Stopped     stopped: silence, frozen or suspended
/// Permitted  ESTOP of the owner                                Stopped     stopped: stop-received
/// Permitted  no check-in within the control limit              Stopped     stopped: control-loop-silent
/// Permitted  Trip(cause)                                       Stopped     stopped: cause
/// Stopped    another cause (ESTOP, Trip)                       Stopped     stopped: cause, once each
/// Stopped    a fresh beat of the owner                         Stopped     connected
/// Stopped    reset, cause gone and beats fresh                 Permitted   permitted
/// Stopped    beats fresh for T, policy Auto, only silence      Permitted   permitted
///            and stop-received latched, the same owner
/// any        a reset otherwise                                 the same    refused, with the reason
/// any        a stranger's HELLO, or ESTOP under an owner       the same    mother-conflict
/// Permitted  verified: Mother was started anew                 Stopped     stopped: mother-restarted
/// Stopped    verified: Mother was started anew                 Stopped     stopped: mother-restarted
/// </code>
/// A beat is fresh when it was read after the socket was last known to be empty since the last stop, freeze or gap in
/// reading: what had waited in the socket counts for nothing (rule S3).
/// <para>
/// A beat counts from when it was read. In verified mode it counts from when the challenge that it echoes was sent, which was before it was made, and
/// for nothing if that was before the last stop; so its age is bounded whatever queues lie between.
/// </para>
/// </summary>
internal sealed partial class DeadMansSwitch
{
    /// <summary>A request within this time of a refused one is the same press of a button (rule S5).</summary>
    public static readonly TimeSpan HeldReset = TimeSpan.FromSeconds(1);

    private readonly SwitchOptions _options;
    private readonly PermitLease _lease;
    private StopCauses _causes;
    private PauseDetector _pauses;
    private PauseDetector _readerPauses;
    private readonly PeerGate? _gate;
    private Ownership _ownership;
    private BeatSpacing _spacing;

    // Freshness. A null is "never", which is never fresh (rule S1).
    private TimeSpan? _lastBeat;
    private TimeSpan? _freshSince;
    private TimeSpan? _drainSince;
    private TimeSpan? _brokenAt;
    private Guid? _connectedTo;

    private TimeSpan? _lastCheckIn;
    private TimeSpan? _refusedAt;
    private TimeSpan? _resumedAt;

    public DeadMansSwitch(SwitchOptions options, PermitLease lease, Moment start)
    {
        _options = options;
        _lease = lease;
        _pauses = new PauseDetector(start, options.LongestGap);
        _readerPauses = _pauses;
        _ownership = new Ownership(options.Limit, options.OnlyMother);
        _spacing = new BeatSpacing(options.Limit, options.IsVerified);
        _gate = options.IsVerified ? new PeerGate(VerifiedRole.Mother) : null;
    }

    /// <summary>Whether the IZZY may move, as decided at the last input. For the moment of use, ask the lease.</summary>
    public bool IsPermitted { get; private set; }

    /// <summary>The cause of the last stop that was told; it stays readable after recovery.</summary>
    public StopCause? LastCause { get; private set; }

    /// <summary>The Mother who owns this IZZY, or the one named to.</summary>
    public Guid? Owner => _ownership.OwnerOrNamed;

    /// <summary>Whether the owner's beats are fresh, as of the last input.</summary>
    public bool IsFresh => _lastBeat is not null;

    /// <summary>How long the owner's beats stay fresh if no other comes, or null while they are not.</summary>
    public TimeSpan? FreshUntil => _lastBeat + _options.Limit;

    /// <summary>How this IZZY sees Mother.</summary>
    public MotherStatus Mother =>
        IsFresh ? MotherStatus.Connected : _ownership.Owner is null ? MotherStatus.Unverified : MotherStatus.Missing;

    /// <summary>The threads start now: the time since the making was no pause, and what waited in the socket meanwhile counts for nothing.</summary>
    public void Start(Moment at)
    {
        _pauses.Start(at);
        _readerPauses.Start(at);
        StartDrain(at.Now);
    }

    /// <summary>Somebody looks at the clock. The watchdog does it at <see cref="WakeAt"/>, and every input does it first.</summary>
    public Outcome Look(Moment at)
    {
        var outcome = default(Outcome);
        Look(at, ref outcome);
        return outcome;
    }

    /// <summary>When the watchdog must look next: at the deadline, and at least once a tick.</summary>
    public TimeSpan WakeAt(TimeSpan now)
    {
        var at = now + _options.Tick;
        // One clock step past the deadline: a silence of exactly T is still tolerated.
        if (FreshUntil is { } until)
            at = Min(at, until + TimeSpan.FromTicks(1));
        if (IsPermitted && ControlDeadline is { } control)
            at = Min(at, control + TimeSpan.FromTicks(1));
        return at;
    }

    /// <summary>
    /// The listener took a datagram out of the socket, whatever it is. If the listener alone was held up, the watchdog's looks
    /// hide the gap, and this datagram and those behind it may have waited just as long.
    /// </summary>
    public Outcome Read(Moment at)
    {
        var outcome = Look(at);
        if (_readerPauses.Look(at).Length > TimeSpan.Zero)
            StartDrain(at.Now);
        return outcome;
    }

    /// <summary>What was read just now is a well-formed packet.</summary>
    /// <param name="type">What it says.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="receiver">Whom it is for.</param>
    /// <param name="at">The time.</param>
    /// <param name="verified">What its trailer says, if that is authentic; without a key it is not looked at.</param>
    public Outcome Hear(MessageType type, Guid sender, Guid receiver, Moment at, VerifiedPacket? verified = null)
    {
        var outcome = default(Outcome);
        Look(at, ref outcome);
        if (sender == _options.Self)
            outcome.Rejected = RejectReason.OwnReflection;
        else if (receiver != _options.Self && receiver != Guid.Empty)
            outcome.Rejected = RejectReason.WrongReceiver;
        else if (_gate is not null && verified is null)
            outcome.Rejected = RejectReason.Unverified;
        else if (_gate is not null && verified is { Trailer.Role: not VerifiedRole.Mother })
            outcome.Rejected = RejectReason.Replayed;
        else if (type == MessageType.Hello)
            HearHello(sender, receiver == Guid.Empty, verified.GetValueOrDefault(), at.Now, ref outcome);
        else if (type == MessageType.Estop)
            HearEstop(sender, receiver == Guid.Empty, verified.GetValueOrDefault(), at.Now, ref outcome);
        else
            outcome.Rejected = RejectReason.UnexpectedType;
        return outcome;
    }

    /// <summary>The socket was found empty by a look that began at this time: what comes now is new.</summary>
    public void FoundEmpty(Moment lookedAt)
    {
        _ = _readerPauses.Look(lookedAt);
        if (_drainSince is not { } since || lookedAt.Now < since)
            return;
        _drainSince = null;
        _ownership.SilenceStartsAt(lookedAt.Now);
    }

    /// <summary>Something other than the network stops the IZZY.</summary>
    public Outcome Trip(StopCause cause, Moment at)
    {
        var outcome = default(Outcome);
        Look(at, ref outcome);
        Latch(cause, at.Now, ref outcome);
        return outcome;
    }

    /// <summary>The control loop says that it is alive (rule S8).</summary>
    public Outcome CheckIn(Moment at)
    {
        var outcome = default(Outcome);
        Look(at, ref outcome);
        _lastCheckIn = at.Now;
        return outcome;
    }

    /// <summary>A person asks for a reset (rule S5). It only permits; nothing moves by itself.</summary>
    public Outcome Reset(Moment at, out ResetRefusal refusal)
    {
        var outcome = default(Outcome);
        Look(at, ref outcome);
        refusal = Refusal(at.Now);
        if (refusal == ResetRefusal.None)
        {
            _ownership.Accept();
            _refusedAt = null;
            Permit(ref outcome);
        }
        else
        {
            // Every refused request renews the wait, so that holding the button never gets through.
            _refusedAt = at.Now;
        }

        return outcome;
    }

    private TimeSpan? ControlDeadline => _lastCheckIn + _options.CheckInLimit;

    private bool IsWaiting => !IsPermitted && _lease.Number == 0;

    private void Look(Moment at, ref Outcome outcome)
    {
        var now = at.Now;
        var (pause, suspended) = _pauses.Look(at);
        if (pause > TimeSpan.Zero)
        {
            StartDrain(now);
            // However short: with the silence round it, it may have brought about a stop that a request made meanwhile knew nothing of.
            _resumedAt = now;
        }

        if (_lastBeat is { } beat && now - beat > _options.Limit)
        {
            var cause = suspended > _options.Limit ? StopCause.Suspended
                : pause > _options.Limit ? StopCause.Frozen
                : StopCause.Silence;
            if (IsPermitted)
                Latch(cause, now, ref outcome);
            BreakFreshness(now);
        }

        if (IsPermitted && ControlLoopIsSilent(now))
            Latch(StopCause.ControlLoopSilent, now, ref outcome);
    }

    private void HearHello(Guid mother, bool toEveryone, in VerifiedPacket verified, TimeSpan now, ref Outcome outcome)
    {
        if (_drainSince is not null)
        {
            // It waited in the socket: it feeds nothing, and tells nothing of who beats now.
            outcome.Answer = mother == _ownership.Owner ? Answer.Here : Answer.None;
            return;
        }

        if (!_ownership.MayOwn(mother, now))
        {
            HearStranger(mother, ref outcome);
            return;
        }

        outcome.Answer = Answer.Here;
        var freshAsOf = _gate is null ? now : FreshAsOf(_gate, verified, mother, toEveryone, now, ref outcome);
        // Here already: at so slow a pace no challenge comes back before it is too old, and nothing would ever be told.
        if (_gate is not null && outcome.Rejected == RejectReason.None)
            outcome.BeatsTooSlow = _spacing.Announced(TimeSpan.FromMilliseconds(verified.Trailer.PaceMs));
        if (freshAsOf is not { } asOf)
            return;
        outcome.OwnerHeard = _ownership.HearHello(mother, now);
        if (_connectedTo != mother)
            _spacing.Restart();
        outcome.BeatsTooSlow ??= _spacing.Beat(now);
        Feed(mother, asOf, now, ref outcome);
    }

    private void Feed(Guid mother, TimeSpan asOf, TimeSpan now, ref Outcome outcome)
    {
        // Echoes need not come in the order of their challenges; an older one takes nothing away.
        asOf = asOf > _lastBeat ? asOf : _lastBeat ?? asOf;
        if (_freshSince is null)
        {
            outcome.Connected = mother == _connectedTo ? OwnerKind.Same : _ownership.ChangedHands ? OwnerKind.New : OwnerKind.First;
            _connectedTo = mother;
            _freshSince = now;
        }

        // A reader of the permit may have seen it expire between the look and here: then it has.
        if (IsPermitted && !_lease.Extend(asOf + _options.Limit))
        {
            Latch(StopCause.Silence, now, ref outcome);
            return;
        }

        _lastBeat = asOf;
        if (!IsPermitted && MayResetItself(now))
            Permit(ref outcome);
    }

    private void HearEstop(Guid mother, bool toEveryone, in VerifiedPacket verified, TimeSpan now, ref Outcome outcome)
    {
        // A stop counts even if it waited in the socket, or is a recording: it errs on the safe side. Only ownership does not change by it then. What echoes a
        // challenge was not waiting in any recording; but it tells nothing of an owner whose beats may wait behind it.
        var isOwner = mother == _ownership.Owner;
        var mayOwn = isOwner || (_ownership.MayOwn(mother, now) && (_drainSince is null || _ownership.Owner is null));
        var verdict = _gate is not null && mayOwn ? _gate.Hear(verified, toEveryone) : new Verdict(Standing.Unproven);
        var isNew = verdict.Standing == Standing.Fresh || (_drainSince is null && (_gate is null || verdict.Standing == Standing.Undated));
        var hers = isNew ? _ownership.HearEstop(mother, now) : isOwner;
        if (!hers && _ownership.Owner is not null)
        {
            // One that waited tells nothing of who is there now.
            if (_drainSince is null && !_ownership.MayOwn(mother, now))
                HearStranger(mother, ref outcome);
            outcome.Rejected = RejectReason.StrangeMother;
            return;
        }

        outcome.OwnerHeard = isNew && hers;
        // One that proves nothing yet is answered with a challenge, though nobody is adopted by it.
        outcome.Answer = hers || (_gate is not null && _ownership.Owner is null) ? Answer.Estop : Answer.None;
        Latch(StopCause.StopReceived, now, ref outcome);
        if (!verdict.ChangesSession || !isOwner || IsWaiting)
            return;
        // She is followed from now on, so that no beat of hers will say so again.
        var second = default(Outcome);
        Latch(StopCause.MotherRestarted, now, ref second);
        outcome.AlsoStopped = second.Stopped;
    }

    /// <summary>An alarm, and answered, so that she learns of the owner (rule S10); it changes nothing.</summary>
    private static void HearStranger(Guid mother, ref Outcome outcome)
    {
        outcome.Stranger = mother;
        outcome.Rejected = RejectReason.StrangeMother;
        outcome.Answer = Answer.HereToStranger;
    }

    private void Latch(StopCause cause, TimeSpan now, ref Outcome outcome)
    {
        var silence = now - _lastBeat;
        if (IsPermitted)
        {
            IsPermitted = false;
            _lease.Revoke();
            _causes = default;
            outcome.Tripped = true;
        }

        if (_causes.Add(cause) && !IsWaiting)
        {
            LastCause = cause;
            outcome.Stopped = cause;
            outcome.Silence = silence;
        }

        BreakFreshness(now);
    }

    private void BreakFreshness(TimeSpan now)
    {
        _lastBeat = null;
        _freshSince = null;
        _brokenAt = now;
        StartDrain(now);
    }

    private void StartDrain(TimeSpan now) => _drainSince = now;

    private bool MayResetItself(TimeSpan now) =>
        _options.Policy == ResetPolicy.Auto
        && !_ownership.ChangedHands
        && now - _freshSince >= _options.Limit
        && _causes.AreOnly(StopCause.Silence, StopCause.StopReceived)
        && !ControlLoopIsSilent(now);

    private bool ControlLoopIsSilent(TimeSpan now) => _options.CheckInLimit is not null && !(now <= ControlDeadline);

    private ResetRefusal Refusal(TimeSpan now)
    {
        if (IsPermitted)
            return ResetRefusal.NotStopped;
        // First, for no waiting helps.
        if (_causes.Contains(StopCause.ThreadDied) || _causes.Contains(StopCause.Detached))
            return ResetRefusal.CauseRemains;
        if (now - _refusedAt < HeldReset)
            return ResetRefusal.Repeated;
        if (now - _resumedAt < HeldReset)
            return ResetRefusal.JustResumed;
        // After these: a pause makes a control loop silent that goes on by itself.
        if (ControlLoopIsSilent(now))
            return ResetRefusal.CauseRemains;
        return IsFresh ? ResetRefusal.None : ResetRefusal.NoFreshBeats;
    }

    private void Permit(ref Outcome outcome)
    {
        _causes = default;
        IsPermitted = true;
        // There is a beat: without one this would throw, which ends the thread, and that stops.
        outcome.Permitted = _lease.Grant(_lastBeat!.Value + _options.Limit);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
