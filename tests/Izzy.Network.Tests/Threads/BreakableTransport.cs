using System.Net;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Threads;

/// <summary>A transport that can be made to throw where none ever should: the only way to kill a thread that nothing received can kill.</summary>
internal sealed class BreakableTransport(IDatagramTransport inner) : IDatagramTransport
{
    private volatile bool _broken;
    private int _sendsToBreak;

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <summary>Every receive throws from now on.</summary>
    public void Break() => _broken = true;

    /// <summary>The next send throws, whichever thread does it; those after it go out.</summary>
    public void BreakNextSend() => Interlocked.Exchange(ref _sendsToBreak, 1);

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length) =>
        _broken ? throw new InvalidOperationException("broken by a test") : inner.TryReceive(buffer, from, out length);

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        ThrowIfDue();
        return inner.Send(datagram, destination);
    }

    public int Broadcast(ReadOnlySpan<byte> datagram)
    {
        ThrowIfDue();
        return inner.Broadcast(datagram);
    }

    public void Dispose() => inner.Dispose();

    private void ThrowIfDue()
    {
        if (Interlocked.Exchange(ref _sendsToBreak, 0) == 1)
            throw new InvalidOperationException("broken by a test");
    }
}
