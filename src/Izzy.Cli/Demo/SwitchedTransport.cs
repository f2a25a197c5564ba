using System.Net;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Demo;

/// <summary>A transport with a plug that can be pulled: while it is out, nothing leaves and nothing arrives.</summary>
internal sealed class SwitchedTransport(IDatagramTransport inner) : IDatagramTransport
{
    private volatile bool _pulled;

    public bool IsPulled
    {
        get => _pulled;
        set => _pulled = value;
    }

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        while (inner.TryReceive(buffer, from, out length))
        {
            if (!_pulled)
                return true;
        }

        return false;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => !_pulled && inner.Send(datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram) => _pulled ? 0 : inner.Broadcast(datagram);

    public void Dispose() => inner.Dispose();
}
