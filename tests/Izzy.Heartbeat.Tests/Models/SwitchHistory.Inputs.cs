using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using static Izzy.Heartbeat.Tests.Models.SwitchFact;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <content>What happens: each input adds its facts and says what is to be done.</content>
internal sealed partial class SwitchHistory
{
    /// <summary>Every input looks at the clock first.</summary>
    public Outcome Look(Moment at)
    {
        var told = default(Outcome);
        var before = Last<Looked>()!;
        var gap = at.Now - before.At;
        var suspended = at.Suspended - before.Suspended;
        Add(new Looked(at.Now, at.Suspended));
        // Two ticks are ordinary lateness.
        if (gap > 2 * Tick)
        {
            Add(new Doubted(at.Now));
            Add(new Resumed(at.Now));
        }

        if (at.Now - LastBeat > _options.Limit)
        {
            if (IsPermitted)
                Stop(suspended > _options.Limit ? StopCause.Suspended : gap > _options.Limit ? StopCause.Frozen : StopCause.Silence, at.Now, ref told);
            Break(at.Now);
        }

        if (IsPermitted && ControlLoopIsSilent(at.Now))
            Stop(StopCause.ControlLoopSilent, at.Now, ref told);
        return told;
    }

    public Outcome Read(Moment at)
    {
        var told = Look(at);
        var late = at.Now - Last<AtSocket>()!.At > 2 * Tick;
        Add(new AtSocket(at.Now));
        if (late)
            Add(new Doubted(at.Now));
        return told;
    }

    public void FoundEmpty(TimeSpan lookedAt)
    {
        if (lookedAt > Last<AtSocket>()!.At)
            Add(new AtSocket(lookedAt));
        var doubted = MayHaveWaited;
        Add(new Emptied(lookedAt));
        if (doubted && !MayHaveWaited)
            Add(new Held(lookedAt, lookedAt + _options.Limit));
    }

    public Outcome Hear(MessageType type, Guid from, Guid to, Moment at, VerifiedPacket? packet = null)
    {
        var told = Look(at);
        if (from == Self)
            told.Rejected = RejectReason.OwnReflection;
        else if (to != Self && to != Guid.Empty)
            told.Rejected = RejectReason.WrongReceiver;
        else if (_options.IsVerified && packet is null)
            told.Rejected = RejectReason.Unverified;
        else if (packet is { Trailer.Role: not VerifiedRole.Mother })
            told.Rejected = RejectReason.Replayed;
        else if (type is MessageType.Hello && packet is { } hello)
            HearHello(from, to == Guid.Empty, hello, at.Now, ref told);
        else if (type is MessageType.Estop && packet is { } estop)
            HearEstop(from, to == Guid.Empty, estop, at.Now, ref told);
        else if (type is MessageType.Hello)
            HearHello(from, at.Now, ref told);
        else if (type is MessageType.Estop)
            HearEstop(from, at.Now, ref told);
        else
            told.Rejected = RejectReason.UnexpectedType;
        return told;
    }

    public Outcome Trip(StopCause cause, Moment at)
    {
        var told = Look(at);
        Stop(cause, at.Now, ref told);
        return told;
    }

    public Outcome CheckIn(Moment at)
    {
        var told = Look(at);
        Add(new CheckedIn(at.Now));
        return told;
    }

    public Outcome Reset(Moment at, out ResetRefusal refusal)
    {
        var told = Look(at);
        var now = at.Now;
        refusal = IsPermitted ? ResetRefusal.NotStopped
            : Causes.Any(cause => cause is StopCause.ThreadDied or StopCause.Detached) ? ResetRefusal.CauseRemains
            : Within(LastRefusal, Ms(1_000), now) ? ResetRefusal.Repeated
            : Within(Last<Resumed>()?.At, Ms(1_000), now) ? ResetRefusal.JustResumed
            : ControlLoopIsSilent(now) ? ResetRefusal.CauseRemains
            : LastBeat is null ? ResetRefusal.NoFreshBeats
            : ResetRefusal.None;
        if (refusal != ResetRefusal.None)
            Add(new Refused(now));
        else
            Grant(now, byPerson: true, ref told);
        return told;
    }

    /// <summary>S12: whoever holds the permit asks, by a clock of its own that may be ahead of the last look.</summary>
    public bool IsValid(TimeSpan now)
    {
        if (PermittedUntil is { } until && now > until)
            Add(new SeenExpired(now));
        return now <= PermittedUntil;
    }

    private void HearHello(Guid mother, TimeSpan now, ref Outcome told)
    {
        if (MayHaveWaited)
        {
            told.Answer = mother == Owner ? Answer.Here : Answer.None;
        }
        else if (!MayOwn(mother, now))
        {
            told.Rejected = RejectReason.StrangeMother;
            told.Stranger = mother;
            told.Answer = Answer.HereToStranger;
        }
        else
        {
            Own(mother, now, _options.Limit, ref told);
            told.Answer = Answer.Here;
            Feed(mother, now, now, ref told);
        }
    }

    private void Feed(Guid mother, TimeSpan asOf, TimeSpan now, ref Outcome told)
    {
        if (LastBeat is null)
        {
            told.Connected = Last<Connected>()?.Mother == mother ? OwnerKind.Same : ChangedHands ? OwnerKind.New : OwnerKind.First;
            Add(new Connected(now, mother));
        }

        if (IsPermitted && PermittedUntil is null)
        {
            // S12: once it was seen to have expired, it has.
            Stop(StopCause.Silence, now, ref told);
            return;
        }

        Add(new Beat(now, asOf));
        var isAutomatic = !IsPermitted && _options.Policy == ResetPolicy.Auto && !ChangedHands && Causes.All(cause => cause is StopCause.Silence or StopCause.StopReceived);
        if (isAutomatic && now - FreshSince >= _options.Limit && !ControlLoopIsSilent(now))
            Grant(now, byPerson: false, ref told);
    }

    private void HearEstop(Guid mother, TimeSpan now, ref Outcome told)
    {
        // S10: her ESTOP holds ownership, for 3.5 s at least, unless it waited; the owner's stops, and anyone's while there is none.
        var hers = MayHaveWaited ? mother == Owner : MayOwn(mother, now);
        if (hers && !MayHaveWaited)
            Own(mother, now, HeldByEstop, ref told);
        if (!hers && Owner is not null)
        {
            told.Rejected = RejectReason.StrangeMother;
            if (!MayHaveWaited)
                (told.Stranger, told.Answer) = (mother, Answer.HereToStranger);
            return;
        }

        // S9: answered with ESTOP, whether it had stopped already or not.
        told.Answer = hers ? Answer.Estop : Answer.None;
        Stop(StopCause.StopReceived, now, ref told);
    }

    private TimeSpan HeldByEstop => _options.Limit > Ms(3_500) ? _options.Limit : Ms(3_500);

    private bool MayOwn(Guid mother, TimeSpan now) =>
        mother == Owner || ((_options.OnlyMother is null || _options.OnlyMother == mother) && (Owner is null || !IsHeld(now)));

    private void Own(Guid mother, TimeSpan now, TimeSpan hold, ref Outcome told)
    {
        told.OwnerHeard = true;
        if (mother != Owner)
            Add(new Owned(now, mother, FromAnother: Owner is not null));
        Add(new Held(now, now + hold));
    }

    private void Grant(TimeSpan now, bool byPerson, ref Outcome told)
    {
        Add(new Granted(now, Permits + 1, byPerson));
        told.Permitted = Permits;
    }

    /// <summary>S4: each new cause since the last permit is told once, and none before the first permit.</summary>
    private void Stop(StopCause cause, TimeSpan now, ref Outcome told)
    {
        var silence = now - LastBeat;
        var isNew = !Causes.Contains(cause) && Permits > 0;
        told.Tripped |= IsPermitted;
        Add(new Caused(now, cause));
        if (isNew)
        {
            LastCause = cause;
            told.Stopped = cause;
            told.Silence = silence;
        }

        Break(now);
    }

    private void Break(TimeSpan now)
    {
        Add(new Broken(now));
        Add(new Doubted(now));
    }
}
