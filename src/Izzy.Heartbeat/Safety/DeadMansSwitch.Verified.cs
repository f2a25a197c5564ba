using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <content>With a key: what a beat proves.</content>
internal sealed partial class DeadMansSwitch
{
    /// <summary>From when on a verified HELLO counts as a beat; null if it feeds nothing.</summary>
    private TimeSpan? FreshAsOf(PeerGate gate, in VerifiedPacket packet, Guid mother, bool toEveryone, TimeSpan now, ref Outcome outcome)
    {
        var isTooOld = now - packet.EchoSentAt > _options.Limit;
        var counts = !isTooOld && packet.EchoSentAt > (_brokenAt ?? TimeSpan.MinValue);
        var isOwner = mother == _ownership.Owner;
        // One who is not the owner yet is followed by a beat that counts, which makes her the owner, and by nothing less: else the owner's next beat
        // would be that of a Mother who was started anew.
        var verdict = isOwner || counts ? gate.Hear(packet, toEveryone) : new Verdict(Standing.Unproven);
        if (verdict.Standing == Standing.Replayed)
        {
            // What is for everyone comes once by each interface that she and this machine share.
            outcome.Rejected = toEveryone ? RejectReason.None : RejectReason.Replayed;
            outcome.Answer = Answer.None;
        }
        else if (verdict.Standing == Standing.Undated && toEveryone && now - _lastBeat <= _options.Limit / 2)
        {
            // She has the challenges of the answers to what she says to this IZZY. Once these fail to come she may have lost its address, and there
            // is time left.
            outcome.Answer = Answer.None;
        }
        else if (verdict.ChangesSession && isOwner && !IsWaiting)
        {
            Latch(StopCause.MotherRestarted, now, ref outcome);
        }
        else if (isTooOld && (verdict.Standing == Standing.Fresh || !isOwner))
        {
            outcome.Rejected = RejectReason.TooOld;
        }
        else if (counts)
        {
            return verdict.FreshAsOf;
        }

        return null;
    }
}
