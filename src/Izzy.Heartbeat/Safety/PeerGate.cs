using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>An authentic packet, and what its echo proves.</summary>
/// <param name="Trailer">What it says under its MAC.</param>
/// <param name="EchoSentAt">When this boot sent the challenge that it echoes: it was made after that. Null if it echoes none of them.</param>
internal readonly record struct VerifiedPacket(VerificationTrailer Trailer, TimeSpan? EchoSentAt);

/// <summary>How an authentic packet stands to what was heard of its sender before.</summary>
internal enum Standing
{
    /// <summary>It was heard before, is older than one that was heard, or was made by this side and sent back.</summary>
    Replayed,

    /// <summary>
    /// Of a session that is not followed, or far ahead in the one that is, and it proves nothing: a recording, or a peer that was started anew or is heard
    /// again after long.
    /// </summary>
    Unproven,

    /// <summary>New in the session that is followed; how old it is nobody can tell.</summary>
    Undated,

    /// <summary>New, and made after its challenge was sent.</summary>
    Fresh,
}

/// <summary>What the gate says of a packet.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="FreshAsOf">When the challenge that it echoes was sent, if it is fresh.</param>
/// <param name="ChangesSession">Whether a peer who was started anew was adopted by it.</param>
internal readonly record struct Verdict(Standing Standing, TimeSpan? FreshAsOf = null, bool ChangesSession = false);

/// <summary>
/// Decides which authentic packets of one peer are new (verified mode). Pure: time comes in with the packet, and whether the MAC was right was
/// found before, so that a packet whose MAC is wrong moves nothing here.
/// <code>
/// session of the packet  sequence   echoes                                     stands as
/// ---------------------  ---------  -----------------------------------------  ------------------------------------
/// the one followed       not newer  anything                                   Replayed
/// the one followed       newer      a challenge of this boot                   Fresh
/// the one followed       newer      none                                       Undated; Unproven if it is far ahead
/// another, or the first  any        a challenge sent after every one that was  Fresh; it is followed from now on
///                                   echoed before
/// another, or the first  any        an older one, or none                      Unproven
/// of the wrong side      any        anything                                   Replayed
/// </code>
/// What is sent to everyone has a floor of its own: an access point holds broadcasts back, so they overtake nothing and are overtaken.
/// </summary>
/// <param name="peer">Whose packets these are.</param>
internal sealed class PeerGate(VerifiedRole peer)
{
    private ulong? _session;
    private ReplayFloor _toAll;
    private ReplayFloor _toOne;
    private TimeSpan? _newestEcho;

    /// <summary>An authentic packet came.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="toEveryone">Whether it is addressed to everyone.</param>
    public Verdict Hear(in VerifiedPacket packet, bool toEveryone)
    {
        if (packet.Trailer.Role != peer)
            return new(Standing.Replayed);
        var isFollowed = _session == packet.Trailer.Session;
        if (!isFollowed && !(packet.EchoSentAt > (_newestEcho ?? TimeSpan.MinValue)))
            return new(Standing.Unproven);
        if (!isFollowed)
            (_toAll, _toOne) = (default, default);
        if (packet.EchoSentAt is null && (toEveryone ? _toAll : _toOne).IsFarAhead(packet.Trailer.Sequence))
            return new(Standing.Unproven);
        var passes = toEveryone ? _toAll.Passes(packet.Trailer.Sequence) : _toOne.Passes(packet.Trailer.Sequence);
        if (!passes)
            return new(Standing.Replayed);
        var changes = !isFollowed && _session is not null;
        _session = packet.Trailer.Session;
        if (packet.EchoSentAt is not { } sentAt)
            return new(Standing.Undated);
        _newestEcho = sentAt > _newestEcho ? sentAt : _newestEcho ?? sentAt;
        return new(Standing.Fresh, sentAt, changes);
    }
}
