using System.Buffers;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// What is on its way to one endpoint of an <see cref="InMemoryNetwork"/>, and what waits in its receive buffer. Time comes in;
/// the caller holds the endpoint's lock. Contents are kept in pooled arrays.
/// </summary>
internal sealed class InMemoryQueue
{
    /// <summary>The size of a real socket's buffer of 1.6 MiB, filled with small datagrams.</summary>
    public const int WaitingLimit = 4096;

    // What is on its way is bounded by rate times delay; this bounds it for a fake clock that nobody advances.
    private const int UnderWayLimit = 16 * WaitingLimit;

    private readonly PriorityQueue<Datagram, (TimeSpan Due, long Number)> _underWay = new();
    private readonly Queue<Datagram> _waiting = new();
    private long _number;

    /// <summary>How many datagrams found no room.</summary>
    public long Overflowed { get; private set; }

    /// <summary>When the next datagram can be received: in the past if one is waiting, null if nothing comes.</summary>
    public TimeSpan? NextDue(TimeSpan now)
    {
        Arrive(now);
        if (_waiting.Count > 0)
            return TimeSpan.MinValue;
        return _underWay.TryPeek(out _, out var at) ? at.Due : null;
    }

    /// <summary>Puts a copy on its way.</summary>
    public void Add(ReadOnlySpan<byte> content, InMemoryEndpoint from, TimeSpan due, TimeSpan now)
    {
        Arrive(now);
        if (_underWay.Count >= UnderWayLimit)
        {
            Overflowed++;
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(content.Length);
        content.CopyTo(copy);
        _underWay.Enqueue(new(copy, content.Length, from), (due, _number++));
        Arrive(now);
    }

    /// <summary>Takes the oldest that waits.</summary>
    /// <returns>False if none does; otherwise its length, cut to the buffer's, and who sent it.</returns>
    public bool TryTake(Span<byte> buffer, TimeSpan now, out int length, out InMemoryEndpoint? from)
    {
        Arrive(now);
        if (!_waiting.TryDequeue(out var datagram))
        {
            length = 0;
            from = null;
            return false;
        }

        length = Math.Min(datagram.Length, buffer.Length);
        datagram.Content.AsSpan(0, length).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(datagram.Content);
        from = datagram.From;
        return true;
    }

    public void Clear()
    {
        while (_underWay.TryDequeue(out var datagram, out _) || _waiting.TryDequeue(out datagram))
            ArrayPool<byte>.Shared.Return(datagram.Content);
    }

    private void Arrive(TimeSpan now)
    {
        while (_underWay.TryPeek(out var datagram, out var at) && at.Due <= now)
        {
            _ = _underWay.Dequeue();
            if (_waiting.Count < WaitingLimit)
            {
                _waiting.Enqueue(datagram);
                continue;
            }

            // As in a real socket, the newcomer finds no room and the oldest stay: what a reader finds after a pause is old (rule S3).
            ArrayPool<byte>.Shared.Return(datagram.Content);
            Overflowed++;
        }
    }

    private readonly record struct Datagram(byte[] Content, int Length, InMemoryEndpoint From);
}
