using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>A socket in which one datagram waits at most, cut to the buffer as a socket cuts it. Allocates nothing.</summary>
internal sealed class OneDatagram : IDatagramTransport
{
    private readonly byte[] _datagram = new byte[DatagramSource.Longest];
    private readonly SocketAddress _from = SocketAddresses.New();
    private int? _waiting;

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 9001);

    private OneDatagram()
    {
    }

    /// <summary>How many went out.</summary>
    public long Sent { get; private set; }

    /// <summary>An empty one. There is nothing in it to be disposed of.</summary>
    public static OneDatagram None() => new();

    public static SocketAddress Address(byte host) => new IPEndPoint(new IPAddress([10, 0, 0, host]), 9000).Serialize().Copy();

    public void Put(ReadOnlySpan<byte> datagram, SocketAddress from)
    {
        datagram.CopyTo(_datagram);
        from.CopyTo(_from);
        _waiting = datagram.Length;
    }

    public bool Wait(TimeSpan timeout) => _waiting is not null;

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        length = Math.Min(_waiting ?? 0, buffer.Length);
        if (_waiting is null)
            return false;
        _datagram.AsSpan(0, length).CopyTo(buffer);
        _from.CopyTo(from);
        _waiting = null;
        return true;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => Took(datagram);

    public int Broadcast(ReadOnlySpan<byte> datagram) => Took(datagram) ? 1 : 0;

    public void Dispose()
    {
    }

    private bool Took(ReadOnlySpan<byte> datagram)
    {
        if (WireOracle.Judge(datagram) != RejectReason.None)
            Assert.Fail($"It sent what is no packet: {Convert.ToHexStringLower(datagram)}");
        Sent++;
        return true;
    }
}
