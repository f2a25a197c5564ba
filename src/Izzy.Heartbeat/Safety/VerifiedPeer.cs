using System.Net;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Where a verified IZZY listens, which is where it sends from, and its newest challenge. One thread writes and another reads, without a lock between them.
/// </summary>
internal sealed class VerifiedPeer
{
    private SocketAddress _address;
    private ulong _challenge;
    private long _heardAt;
    private long _limit;

    /// <param name="id">Its id.</param>
    /// <param name="from">Where it was heard from.</param>
    public VerifiedPeer(Guid id, SocketAddress from)
    {
        Id = id;
        _address = from.Copy();
    }

    public Guid Id { get; }

    /// <summary>Where it listens; never changed, but replaced.</summary>
    public SocketAddress Address => Volatile.Read(ref _address);

    /// <summary>It was heard from another address.</summary>
    public void MoveTo(SocketAddress from) => Volatile.Write(ref _address, from.Copy());

    /// <summary>It was heard.</summary>
    /// <param name="challenge">Its challenge.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="now">The time.</param>
    public void Hear(ulong challenge, TimeSpan limit, TimeSpan now)
    {
        // The time last, and read first: a reader in between takes a new challenge for an old one, never the reverse.
        Volatile.Write(ref _limit, limit.Ticks);
        Volatile.Write(ref _challenge, challenge);
        Volatile.Write(ref _heardAt, now.Ticks);
    }

    /// <summary>Its newest challenge, or 0.</summary>
    public ulong Challenge => Volatile.Read(ref _challenge);

    /// <summary>The same; 0 once that is older than its limit, for the echo would feed nothing.</summary>
    public ulong Echo(TimeSpan now) => now.Ticks - Volatile.Read(ref _heardAt) > Volatile.Read(ref _limit) ? 0 : Volatile.Read(ref _challenge);
}
