using System.Net;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Threads;

/// <summary>A transport that can be made to throw where none ever should: the only way to kill a thread that nothing received can kill.</summary>
internal sealed class BreakableTransport(IDatagramTransport inner) : IDatagramTransport
{
    private volatile bool _broken;

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    public void Break() => _broken = true;

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length) =>
        _broken ? throw new InvalidOperationException("broken by a test") : inner.TryReceive(buffer, from, out length);

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => inner.Send(datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram) => inner.Broadcast(datagram);

    public void Dispose() => inner.Dispose();
}
