using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>A network in which nobody listens but the test, who counts what kind of packet goes out.</summary>
internal sealed class Sniffer : IDatagramTransport
{
    private readonly int[] _sent = new int[256];

    private Sniffer()
    {
    }

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 9000);

    /// <summary>A new one. There is nothing in it to be disposed of.</summary>
    public static Sniffer New() => new();

    public int Sent(MessageType type) => _sent[(int)type];

    public bool Wait(TimeSpan timeout) => false;

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        length = 0;
        return false;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => Broadcast(datagram) > 0;

    public int Broadcast(ReadOnlySpan<byte> datagram) => ++_sent[datagram[45]];

    public void Dispose()
    {
    }
}
