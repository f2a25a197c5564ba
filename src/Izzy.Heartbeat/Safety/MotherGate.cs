using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>What an IZZY with a key makes of a packet that came with Mother's trailer.</summary>
/// <param name="Rejected">Why it counts for nothing; <see cref="RejectReason.None"/> if it counts.</param>
/// <param name="FreshAsOf">When the challenge that it echoes was sent: a beat counts from then on. Null where it feeds nothing.</param>
/// <param name="Challenges">Whether it is answered with a new challenge, though it may feed nothing.</param>
/// <param name="ChangesSession">Whether a Mother who was started anew was adopted by it.</param>
internal readonly record struct GateOutcome(RejectReason Rejected, TimeSpan? FreshAsOf = null, bool Challenges = false, bool ChangesSession = false);

/// <summary>
/// Decides, on the side of an IZZY with a key, which packets of Mother count. Pure: the time is an argument, and whether the MAC was right was found
/// before; a packet whose MAC is wrong never comes here, so it moves nothing.
/// <code>
/// packet                                             counts as          answered
/// -------------------------------------------------  -----------------  --------
/// ESTOP, whatever its sequence                       a stop             yes
/// HELLO of the session, not newer                    nothing: replayed  no
/// HELLO of the session, newer, echo known            a beat             yes
/// HELLO of the session, newer, no echo of this boot  nothing            yes
/// HELLO of another session, echo known               adopted; a beat    yes
/// HELLO of another session, no echo of this boot     nothing            yes
/// anything that is not Mother's                      nothing: replayed  no
/// </code>
/// What is answered carries a new challenge: else a restart of either side would lock both out for ever. A beat whose challenge was sent more than T ago
/// feeds nothing, which is for the switch to see.
/// </summary>
/// <param name="challenges">Those that this boot sent.</param>
internal sealed class MotherGate(Challenges challenges)
{
    private ReplayFloor _floor;

    /// <summary>An authentic packet came.</summary>
    public GateOutcome Hear(MessageType type, in VerificationTrailer trailer)
    {
        if (trailer.Role != VerifiedRole.Mother)
            return new(RejectReason.Replayed);
        var isFollowed = _floor.Session == trailer.Session;
        if (type == MessageType.Estop)
        {
            // A stop errs on the safe side: an old one stops as well. It moves the floor only forward.
            if (isFollowed)
                _ = _floor.Passes(trailer.Sequence);
            return new(RejectReason.None, Challenges: true);
        }

        if (isFollowed && !_floor.Passes(trailer.Sequence))
            return new(RejectReason.Replayed);
        var sentAt = challenges.SentAt(trailer.Echo);
        if (sentAt is null || isFollowed)
            return new(RejectReason.None, sentAt, Challenges: true);
        var changes = _floor.Session is not null;
        _floor.Adopt(trailer.Session, trailer.Sequence);
        return new(RejectReason.None, sentAt, Challenges: true, changes);
    }
}
