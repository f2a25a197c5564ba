using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Measure;

/// <summary>
/// Counts what comes in, and notes when each beat was handed to the network. Behind it the receive buffer does not grow by itself: each
/// bench has the one that it names.
/// </summary>
internal sealed class StampingTransport(IDatagramTransport inner, int beats = 0) : IDatagramTransport
{
    private readonly TimeSpan[] _sentAt = new TimeSpan[beats];
    private readonly TimeSpan[] _dueAt = new TimeSpan[beats];
    private int _sent;
    private volatile bool _forgets;
    private long _received;

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <summary>How many datagrams were taken.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>How late the beat is that is just being handed over, as Mother reckons it.</summary>
    public Func<TimeSpan>? Lateness { get; set; }

    /// <summary>Called when a HELLO was taken, on the thread that took it.</summary>
    public Action? HelloTaken { get; init; }

    /// <summary>When each beat was due, and when it was handed over: oldest first, as far as there was room.</summary>
    public IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> Beats => _forgets ? [] : [.. _dueAt.Zip(_sentAt).Take(Volatile.Read(ref _sent))];

    /// <summary>A transport to nowhere but this address, which sends beats.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="beats">How many to note.</param>
    /// <param name="buffer">The receive buffer to ask for, in bytes; by default as Mother does at her start.</param>
    public static StampingTransport To(IPEndPoint target, int beats = 0, int? buffer = null)
    {
        var options = new UdpTransportOptions { LocalAddress = IPAddress.Loopback, Broadcasts = true, Targets = [target] };
        var udp = new UdpTransport(options with { ReceiveBufferWish = buffer ?? options.ReceiveBufferWish });
        return new StampingTransport(udp, beats) { ReceiveBuffer = udp.ReceiveBufferSize };
    }

    /// <summary>What Mother asks for as soon as she knows so many IZZYs, in bytes.</summary>
    public static int BufferFor(int izzies) =>
        Math.Max(new UdpTransportOptions().ReceiveBufferWish, izzies * ReceiveRoom.BytesPerAnswer * ReceiveRoom.Rounds);

    /// <summary>The receive buffer that was granted, in bytes.</summary>
    public int ReceiveBuffer { get; private init; }

    /// <summary>The beats noted so far count for nothing, and take no room: the next is the first.</summary>
    public void Forget() => _forgets = true;

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        if (!inner.TryReceive(buffer, from, out length))
            return false;
        Volatile.Write(ref _received, _received + 1);
        if (length == HeartbeatMessage.HeaderLength)
            HelloTaken?.Invoke();
        return true;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => inner.Send(datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram)
    {
        if (_forgets)
            (_forgets, _sent) = (false, 0);
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
