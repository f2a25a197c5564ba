using System.Net;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Services;

/// <summary>A transport in which a thread can be made to hang, as in a driver that never returns.</summary>
internal sealed class HangingTransport(IDatagramTransport inner) : IDatagramTransport
{
    private readonly ManualResetEventSlim _sends = new(true);
    private readonly ManualResetEventSlim _receives = new(true);

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    public void HangSends() => _sends.Reset();

    public void HangReceives() => _receives.Reset();

    public void GoOn()
    {
        _sends.Set();
        _receives.Set();
    }

    public bool Wait(TimeSpan timeout)
    {
        _receives.Wait();
        return inner.Wait(timeout);
    }

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length) => inner.TryReceive(buffer, from, out length);

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        _sends.Wait();
        return inner.Send(datagram, destination);
    }

    public int Broadcast(ReadOnlySpan<byte> datagram)
    {
        _sends.Wait();
        return inner.Broadcast(datagram);
    }

    public void Dispose()
    {
        GoOn();
        inner.Dispose();
    }
}
