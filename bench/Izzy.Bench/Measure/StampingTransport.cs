using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Measure;

/// <summary>Counts what comes in, and notes when each beat was handed to the network and when the last one was taken out of it.</summary>
internal sealed class StampingTransport(IDatagramTransport inner, int beats = 0) : IDatagramTransport
{
    private readonly TimeSpan[] _sentAt = new TimeSpan[beats];
    private readonly TimeSpan[] _dueAt = new TimeSpan[beats];
    private int _sent;
    private long _received;
    private long _lastBeat;

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <summary>How many datagrams were taken.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>When the last HELLO was taken.</summary>
    public TimeSpan LastBeat => TimeSpan.FromTicks(Volatile.Read(ref _lastBeat));

    /// <summary>How late the beat is that is just being handed over, as Mother reckons it.</summary>
    public Func<TimeSpan>? Lateness { get; set; }

    /// <summary>When each beat was due, and when it was handed over: oldest first, as far as there was room.</summary>
    public IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> Beats => [.. _dueAt.Zip(_sentAt).Take(Volatile.Read(ref _sent))];

    /// <summary>What was noted counts for nothing.</summary>
    public void Forget() => Volatile.Write(ref _sent, 0);

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        if (!inner.TryReceive(buffer, from, out length))
            return false;
        Volatile.Write(ref _received, _received + 1);
        if (length == HeartbeatMessage.HeaderLength)
            Volatile.Write(ref _lastBeat, SystemClock.Instance.Moment.Now.Ticks);
        return true;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => inner.Send(datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram)
    {
        var sent = _sent;
        if (sent < _sentAt.Length)
        {
            // What Mother reckons was a few microseconds ago; by so much the beat was due sooner than is noted, not later.
            var late = Lateness?.Invoke() ?? TimeSpan.Zero;
            _sentAt[sent] = SystemClock.Instance.Moment.Now;
            _dueAt[sent] = _sentAt[sent] - late;
            Volatile.Write(ref _sent, sent + 1);
        }

        return inner.Broadcast(datagram);
    }

    public void Dispose() => inner.Dispose();
}
