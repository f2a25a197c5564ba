using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Models.MotherFact;

namespace Izzy.Heartbeat.Tests.Models;

/// <content>What a trailer adds with a key: which packets are an IZZY's, and which of them confirm.</content>
internal sealed partial class MotherHistory
{
    /// <summary>When the newest challenge was sent that this IZZY ever echoed in what was taken.</summary>
    public TimeSpan? NewestEcho(int izzy) => Signed(izzy).Max(heard => heard.Proof!.EchoSentAt);

    /// <summary>It has the key; from then on nobody without it speaks in its name.</summary>
    public bool HasProven(int izzy) => Signed(izzy).Any();

    /// <summary>Why what is said in an IZZY's name is not taken for its.</summary>
    public RejectReason Refusal(int izzy, Trailer? proof)
    {
        var last = Signed(izzy).LastOrDefault()?.Proof;
        if (proof is null)
            return last is null ? RejectReason.None : RejectReason.Unverified;
        // A boot is followed once it echoes what nobody echoed before; within it each number counts once, and forward.
        var isNew = proof.Session == last?.Session
            ? AheadBy(proof.Sequence, last.Sequence) is > 0 and var ahead && (proof.EchoSentAt is not null || ahead <= 1_048_576)
            : proof.EchoSentAt is { } echo && !(echo <= NewestEcho(izzy));
        return isNew && proof.Role == VerifiedRole.Izzy ? RejectReason.None : RejectReason.Replayed;
    }

    /// <summary>S14: with a key the confirmation of one who has not proven itself is shown and opens nothing.</summary>
    private bool HasConfirmed(int izzy) => ConfirmedAfter(izzy) is not null && (HasProven(izzy) || !asksForProof);

    /// <summary>S15: it says by its type that it stopped, in answer to a challenge that no beat carried: one sent since the stop.</summary>
    private static bool IsProofOfStop(Heard message, TimeSpan stoppedAt) =>
        message.Type == MessageType.Estop && message.Proof!.EchoSentAt >= stoppedAt;

    private IEnumerable<Heard> Signed(int izzy) => Messages(izzy).Where(heard => heard.Proof is not null);

    // Half of the circle is ahead, without its end.
    private static long AheadBy(uint sequence, uint newest)
    {
        const long Circle = 1L << 32;
        var ahead = (sequence - (long)newest + Circle) % Circle;
        return ahead < Circle / 2 ? ahead : ahead - Circle;
    }
}
