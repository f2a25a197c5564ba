using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Analysis;

/// <summary>What tells one session from another.</summary>
/// <param name="Sender">The id of who sends in it.</param>
/// <param name="Role">On whose side.</param>
/// <param name="Session">Its number.</param>
/// <param name="Interface">Where it was seen: a packet that is seen on two was not sent twice.</param>
internal readonly record struct SessionKey(Guid Sender, VerifiedRole Role, ulong Session, string? Interface);

/// <summary>The packets of a session, from one start of their sender to the next.</summary>
internal sealed class SessionTrack
{
    /// <summary>More receivers of one session have no floor of their own, and are not judged.</summary>
    private const int MostReceivers = 1024;

    private readonly Dictionary<Guid, ReplayFloor> _floors = [];

    /// <summary>How many there were.</summary>
    public long Packets { get; private set; }

    /// <summary>How many had a number that is not newer than one before: replayed, or overtaken on the way.</summary>
    public long WentBack { get; private set; }

    /// <summary>One more.</summary>
    /// <param name="receiver">Whom it is for: what goes to one robot may overtake what goes to another, or to everyone.</param>
    /// <param name="sequence">Its number.</param>
    /// <returns>Whether it went back.</returns>
    public bool GoesBack(Guid receiver, uint sequence)
    {
        Packets++;
        if (!_floors.TryGetValue(receiver, out var floor) && _floors.Count == MostReceivers)
            return false;
        var isBack = !floor.Passes(sequence);
        _floors[receiver] = floor;
        WentBack += isBack ? 1 : 0;
        return isBack;
    }
}

/// <summary>The sessions of verified senders, a bounded number of them.</summary>
internal sealed class Sessions
{
    /// <summary>One for each start of each sender; whoever makes up more is not followed.</summary>
    public const int Most = 4096;

    private readonly Dictionary<SessionKey, SessionTrack> _sessions = [];

    /// <summary>Every one, in the order of their first packet.</summary>
    public IEnumerable<KeyValuePair<SessionKey, SessionTrack>> All => _sessions;

    /// <summary>Packets of sessions for which there was no room.</summary>
    public long Untracked { get; private set; }

    /// <summary>A packet passes.</summary>
    /// <param name="message">The packet.</param>
    /// <param name="trailer">What its trailer says.</param>
    /// <param name="on">Where it was seen.</param>
    /// <returns>Whether its number went back.</returns>
    public bool GoesBack(HeartbeatMessage message, in VerificationTrailer trailer, string? on)
    {
        var key = new SessionKey(message.SenderId, trailer.Role, trailer.Session, on);
        if (!_sessions.TryGetValue(key, out var session))
        {
            if (_sessions.Count == Most)
            {
                Untracked++;
                return false;
            }

            _sessions.Add(key, session = new SessionTrack());
        }

        return session.GoesBack(message.ReceiverId, trailer.Sequence);
    }
}
