using System.Net;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Transport;

/// <summary>One address and port on an <see cref="InMemoryNetwork"/>.</summary>
internal sealed class InMemoryEndpoint : IDatagramTransport
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private readonly InMemoryNetwork _network;
    private readonly SocketAddress _address;
    // A Monitor, not a Lock: Wait has to wait for a datagram on it. One for each endpoint, so that a datagram wakes its receiver alone.
    private readonly object _gate = new();
    private readonly InMemoryQueue _queue = new();
    private bool _disposed;

    public InMemoryEndpoint(InMemoryNetwork network, IPEndPoint at, int broadcastPort)
    {
        _network = network;
        LocalEndPoint = at;
        BroadcastEndPoint = new IPEndPoint(IPAddress.Broadcast, broadcastPort);
        _address = at.Serialize();
    }

    public IPEndPoint LocalEndPoint { get; }

    public IPEndPoint BroadcastEndPoint { get; }

    public long Overflowed
    {
        get
        {
            lock (_gate)
                return _queue.Overflowed;
        }
    }

    public bool Wait(TimeSpan timeout)
    {
        // Longer than anybody waits, and short enough to add to any time.
        var until = _network.Now + (timeout < s_longest ? timeout : s_longest);
        lock (_gate)
        {
            while (!_disposed)
            {
                var now = _network.Now;
                var due = _queue.NextDue(now);
                if (due <= now)
                    return true;
                var left = until - now;
                // A fake clock moves only when the test moves it: waiting for it here would be for ever.
                if (left <= TimeSpan.Zero || !_network.TimePasses)
                    return false;
                if (due is { } next && next - now < left)
                    left = next - now;
                // Rounded up, because a managed wait cuts to milliseconds and would spin on the last one.
                _ = Monitor.Wait(_gate, (int)Math.Ceiling(left.TotalMilliseconds));
            }

            return false;
        }
    }

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        InMemoryEndpoint? sender;
        lock (_gate)
        {
            length = 0;
            if (_disposed || !_queue.TryTake(buffer, _network.Now, out length, out sender))
                return false;
        }

        sender!._address.CopyTo(from);
        return true;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => _network.Send(this, datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram) => _network.Broadcast(this, datagram, BroadcastEndPoint) ? 1 : 0;

    public void Dispose()
    {
        _network.Detach(this);
        lock (_gate)
        {
            _disposed = true;
            _queue.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Puts a datagram on its way to this endpoint.</summary>
    public void Take(ReadOnlySpan<byte> datagram, InMemoryEndpoint from, TimeSpan due, TimeSpan now)
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _queue.Add(datagram, from, due, now);
            Monitor.PulseAll(_gate);
        }
    }
}
