using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// A bad network between Mother and one IZZY: each beat is held back for a random while, so that beats overtake each other, and
/// every second one comes twice.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1 };
    private readonly PriorityQueue<byte[], TimeSpan> _held = new();
    private readonly Random _random;
    private readonly TimeSpan _longest;
    private readonly SocketAddress _to;
    private readonly Thread _thread;
    private volatile bool _ending;
    private volatile bool _holding;

    public Relay(IPEndPoint to, TimeSpan longest, int seed)
    {
        _random = new Random(seed);
        _longest = longest;
        _to = to.Serialize();
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new Thread(Run) { IsBackground = true, Name = "relay" };
        _thread.Start();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>While true, nothing comes through; what was held back comes all at once afterwards.</summary>
    public bool HoldsAll
    {
        get => _holding;
        set => _holding = value;
    }

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Run()
    {
        var buffer = new byte[256];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        while (!_ending)
        {
            var now = SystemClock.Instance.Moment.Now;
            while (!_holding && _held.TryPeek(out var datagram, out var due) && due <= now)
            {
                _held.Dequeue();
                for (var copies = _random.Next(2); copies >= 0; copies--)
                    _socket.SendTo(datagram, SocketFlags.None, _to);
            }

            if (!_socket.Poll(500, SelectMode.SelectRead))
                continue;
            var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
            _held.Enqueue(buffer[..length], now + (_random.NextDouble() * _longest));
        }
    }
}
