using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// The verified IZZYs as the beat sees them. The listener writes and the beat reads, without a lock between them: a beat must wait for nobody.
/// </summary>
internal sealed class VerifiedPeers
{
    private Roster _roster = new([], 0);

    /// <summary>All of them, as of now.</summary>
    public ReadOnlySpan<VerifiedPeer> All
    {
        get
        {
            var roster = Volatile.Read(ref _roster);
            return roster.Peers.AsSpan(0, roster.Count);
        }
    }

    /// <summary>One is known from now on. Called by one thread at a time.</summary>
    public void Add(VerifiedPeer peer)
    {
        var (peers, count) = _roster;
        // Who reads now sees no further than the count that it has read, so that the free end can be written to.
        if (count == peers.Length)
            Array.Resize(ref peers, Math.Max(16, 2 * count));
        peers[count] = peer;
        Volatile.Write(ref _roster, new(peers, count + 1));
    }

    /// <summary>One is struck from the list. Called by one thread at a time.</summary>
    public void Remove(VerifiedPeer peer)
    {
        VerifiedPeer[] left = [.. All.ToArray().Where(other => other != peer)];
        Volatile.Write(ref _roster, new(left, left.Length));
    }

    private sealed record Roster(VerifiedPeer[] Peers, int Count);
}
