using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Time;

namespace Izzy.Bench.Measure;

/// <summary>The least that a datagram needs to get to somebody: a thread that waits in a receive, and another that this one wakes.</summary>
internal sealed class FloorReceiver : IDisposable
{
    /// <summary>What tells a datagram that is to be handed over.</summary>
    public const byte HandOver = 1;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly AutoResetEvent _wake = new(false);
    private volatile bool _ending;

    public FloorReceiver()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        new Thread(Receive) { IsBackground = true, Name = "floor-receiver" }.Start();
        new Thread(TakeOver) { IsBackground = true, Name = "floor-other" }.Start();
    }

    /// <summary>One was received that need not be handed over.</summary>
    public event Action<TimeSpan>? Received;

    /// <summary>One was handed over.</summary>
    public event Action<TimeSpan>? HandedOver;

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose()
    {
        _ending = true;
        _socket.Dispose();
        _wake.Set();
    }

    private void Receive()
    {
        var buffer = new byte[HeartbeatSize];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        try
        {
            while (!_ending)
            {
                _ = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                if (buffer[0] == HandOver)
                    _wake.Set();
                else
                    Received?.Invoke(SystemClock.Instance.Moment.Now);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // It was disposed.
        }
    }

    private void TakeOver()
    {
        while (_wake.WaitOne() && !_ending)
            HandedOver?.Invoke(SystemClock.Instance.Moment.Now);
    }

    private const int HeartbeatSize = 255;
}
