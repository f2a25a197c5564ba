using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// Datagrams that must mean nothing, as many as wished for in a second: random bytes of every length, and HELLOs that are one
/// bit, one sender or one receiver away from a true one.
/// </summary>
internal sealed class Flood : IDisposable
{
    private const int Kinds = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<byte[]> _datagrams = [];
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly Thread _thread;
    private readonly int _perSecond;
    private long _sent;
    private volatile bool _ending;

    public Flood(IPEndPoint to, byte[] hello, Guid izzy, int perSecond)
    {
        _perSecond = perSecond;
        var random = new Random(3);
        while (_datagrams.Count < Kinds)
            _datagrams.Add(Make(random, hello, izzy));
        _socket.Connect(to);
        _thread = new Thread(Run) { IsBackground = true, Name = "flood" };
        _thread.Start();
    }

    /// <summary>Datagrams a second, so far.</summary>
    public double Rate => Volatile.Read(ref _sent) / _since.Elapsed.TotalSeconds;

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _socket.Dispose();
    }

    private static byte[] Make(Random random, byte[] hello, Guid izzy)
    {
        switch (random.Next(50))
        {
            case 0:
                // A stranger's, well-formed. Few, for each is answered.
                return new HeartbeatMessage(MessageType.Hello, Guid.NewGuid(), HeartbeatMessage.Everyone).ToBytes();
            case < 5:
                return new HeartbeatMessage(MessageType.Hello, izzy, HeartbeatMessage.Everyone).ToBytes();
            case < 25:
                byte[] flipped = [.. hello];
                // Not in the sender's id: that would be one more stranger.
                var bit = random.Next((hello.Length - 16) * 8);
                flipped[bit / 8 < 13 ? bit / 8 : (bit / 8) + 16] ^= (byte)(1 << (bit % 8));
                return flipped;
            default:
                var noise = new byte[random.Next(300)];
                random.NextBytes(noise);
                return noise;
        }
    }

    private void Run()
    {
        var next = 0;
        while (!_ending)
        {
            // What a busy machine did not let us send is not made up for by more than a hundredth of a second.
            var due = Math.Min(_since.Elapsed.TotalSeconds * _perSecond, _sent + (_perSecond / 100));
            while (_sent < due)
            {
                Send(_datagrams[next++ % Kinds]);
                Volatile.Write(ref _sent, _sent + 1);
            }

            Thread.Sleep(1);
        }
    }

    private void Send(byte[] datagram)
    {
        try
        {
            _socket.Send(datagram);
        }
        catch (SocketException)
        {
            // Full, or the IZZY is gone: as with any flood.
        }
    }
}
