using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Models.SwitchFact;

namespace Izzy.Heartbeat.Tests.Models;

/// <content>What a trailer adds with a key: which packets are new, what they prove, and from when on they count.</content>
internal sealed partial class SwitchHistory
{
    /// <summary>When the newest challenge was sent that was ever echoed by what was new.</summary>
    public TimeSpan? NewestEcho => _facts.OfType<Numbered>().Max(packet => packet.EchoSentAt);

    /// <summary>When it stopped last, or would have: what was made before that counts for nothing.</summary>
    public TimeSpan? LastBreak => Last<Broken>()?.At;

    private void HearHello(Guid mother, bool toEveryone, in VerifiedPacket packet, TimeSpan now, ref Outcome told)
    {
        if (MayHaveWaited || !MayOwn(mother, now))
        {
            // Nobody asks what it proves.
            HearHello(mother, now, ref told);
            return;
        }

        var isTooOld = now - packet.EchoSentAt > _options.Limit;
        var counts = !isTooOld && packet.EchoSentAt is { } echo && !(echo <= LastBreak);
        // S10: one who is not the owner yet is followed by what would count, and by nothing less.
        var isNew = IsFollowed(packet) ? IsAhead(packet, toEveryone) : (mother == Owner || counts) && EchoesNewest(packet);
        told.Answer = Answer.Here;
        if (!isNew && IsFollowed(packet) && !IsFarAhead(packet, toEveryone))
        {
            // What is for everyone comes once by each interface, which is nothing to be told of.
            told.Rejected = toEveryone ? RejectReason.None : RejectReason.Replayed;
            told.Answer = Answer.None;
        }
        else if (!isNew)
        {
            // Of a session that is over, or one that proves nothing yet; or perhaps from nearly a circle ago.
            told.Rejected = isTooOld && mother != Owner ? RejectReason.TooOld : RejectReason.None;
        }
        else if (Follow(packet, mother, toEveryone, now))
        {
            Stop(StopCause.MotherRestarted, now, ref told);
        }
        else if (isTooOld)
        {
            told.Rejected = RejectReason.TooOld;
        }
        else if (counts)
        {
            Own(mother, now, _options.Limit, ref told);
            Feed(mother, packet.EchoSentAt!.Value, now, ref told);
        }
        else if (toEveryone && packet.EchoSentAt is null && now - LastBeat <= _options.Limit / 2)
        {
            // She has a challenge by what she says to it alone.
            told.Answer = Answer.None;
        }
    }

    private void HearEstop(Guid mother, bool toEveryone, in VerifiedPacket packet, TimeSpan now, ref Outcome told)
    {
        // S10: who else beats is not known while something may have waited in the socket.
        var mayOwn = mother == Owner || (MayOwn(mother, now) && (Owner is null || !MayHaveWaited));
        var isNew = mayOwn && (IsFollowed(packet) ? IsAhead(packet, toEveryone) : EchoesNewest(packet));
        var isRestarted = isNew && Follow(packet, mother, toEveryone, now);
        if (isNew && (packet.EchoSentAt is not null || !MayHaveWaited))
            Own(mother, now, HeldByEstop, ref told);
        if (mother != Owner && Owner is not null)
        {
            told.Rejected = RejectReason.StrangeMother;
            if (!MayHaveWaited && !MayOwn(mother, now))
                (told.Stranger, told.Answer) = (mother, Answer.HereToStranger);
            return;
        }

        // However old it is: it errs on the safe side. Where nobody owns it, the answer brings her the challenge by which she may.
        told.Answer = Answer.Estop;
        Stop(StopCause.StopReceived, now, ref told);
        if (!isRestarted)
            return;
        var second = default(Outcome);
        Stop(StopCause.MotherRestarted, now, ref second);
        told.AlsoStopped = second.Stopped;
    }

    private bool IsFollowed(in VerifiedPacket packet) => Last<Adopted>()?.Session == packet.Trailer.Session;

    /// <summary>A new packet is of the session followed, from now on if not before. True if so it is known that the owner was started anew, after a permit.</summary>
    private bool Follow(in VerifiedPacket packet, Guid mother, bool toEveryone, TimeSpan now)
    {
        var isAnother = !IsFollowed(packet);
        if (isAnother)
            Add(new Adopted(now, packet.Trailer.Session));
        Add(new Numbered(now, packet.Trailer.Sequence, toEveryone, packet.EchoSentAt));
        return isAnother && mother == Owner && Permits > 0;
    }

    /// <summary>Newer than the newest number of the session followed, since it is followed, among those to everyone or those to one.</summary>
    private bool IsAhead(in VerifiedPacket packet, bool toEveryone) => AheadBy(packet, toEveryone) is > 0 && !IsFarAhead(packet, toEveryone);

    /// <summary>By more than a sender counts in hours, and nobody can tell when it was made.</summary>
    private bool IsFarAhead(in VerifiedPacket packet, bool toEveryone) => packet.EchoSentAt is null && AheadBy(packet, toEveryone) is > 1_048_576;

    private long AheadBy(in VerifiedPacket packet, bool toEveryone)
    {
        // Half of the circle is ahead, without its end.
        const long Circle = 1L << 32;
        var newest = _facts.Skip(Index<Adopted>()).OfType<Numbered>().LastOrDefault(other => other.ToEveryone == toEveryone);
        if (newest is null)
            return 1;
        var ahead = (packet.Trailer.Sequence - (long)newest.Sequence + Circle) % Circle;
        return ahead < Circle / 2 ? ahead : ahead - Circle;
    }

    private bool EchoesNewest(in VerifiedPacket packet) => packet.EchoSentAt is { } echo && !(echo <= NewestEcho);
}
