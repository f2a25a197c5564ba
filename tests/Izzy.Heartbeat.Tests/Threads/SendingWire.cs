using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>A network into which one speaks and nobody answers; it notes what was sent.</summary>
internal sealed class SendingWire : IDatagramTransport
{
    public List<MessageType> Types { get; } = [];

    /// <summary>How many datagrams each got for itself.</summary>
    public Dictionary<SocketAddress, int> To { get; } = [];

    public int Unicasts => To.Values.Sum();

    /// <summary>How many ways out take a datagram; 0 as a socket without a route.</summary>
    public int Takes { get; set; } = 1;

    /// <summary>Is told of each datagram after it was noted.</summary>
    public Action<MessageType>? Sends { get; set; }

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 9000);

    public bool Wait(TimeSpan timeout) => false;

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        length = 0;
        return false;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        To[destination] = To.GetValueOrDefault(destination) + 1;
        return Broadcast(datagram) > 0;
    }

    public int Broadcast(ReadOnlySpan<byte> datagram)
    {
        Types.Add((MessageType)datagram[PacketLayout.TypeOffset]);
        Sends?.Invoke(Types[^1]);
        return Takes;
    }

    public void Dispose()
    {
    }
}
