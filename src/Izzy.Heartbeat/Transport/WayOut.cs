using System.Net;
using System.Net.Sockets;

namespace Izzy.Heartbeat.Transport;

/// <summary>One sending socket, bound to one interface's address, so that a broadcast needs no route and leaves there only.</summary>
internal sealed class WayOut : IDisposable
{
    private readonly Socket _socket;
    private readonly SocketAddress _everyone;
    private readonly SocketAddress? _fallBack;
    private volatile bool _up;

    /// <exception cref="SocketException">The address is not there any more.</exception>
    public WayOut(InterfaceAddress at, int port)
    {
        At = at;
        _up = at.Up;
        _everyone = new IPEndPoint(IPAddress.Broadcast, port).Serialize();
        _fallBack = PlatformSockets.FallBackFor(at) is { } address ? new IPEndPoint(address, port).Serialize() : null;
        _socket = PlatformSockets.CreateUdp();
        try
        {
            _socket.EnableBroadcast = true;
            // Nobody reads here: what is sent to this socket's port must not hold memory. The system rounds up to its least.
            _socket.ReceiveBufferSize = 1;
            PlatformSockets.TieToInterface(_socket, at);
            _socket.Bind(new IPEndPoint(at.Address!, 0));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public InterfaceAddress At { get; }

    /// <summary>
    /// Whether the interface was up when last looked at. While it was not, sends are tried all the same but do not count: a
    /// system takes datagrams for a cable that is not plugged in.
    /// </summary>
    public bool Up
    {
        get => _up;
        set => _up = value;
    }

    /// <summary>To everyone on the link; where that is refused, to everyone in the network.</summary>
    /// <returns>True if the system took it.</returns>
    public bool Send(ReadOnlySpan<byte> datagram) =>
        _socket.TrySend(datagram, _everyone)
        // Unrouted: with its own route gone, the directed address must not leave by a default route on another interface.
        || (Up && _fallBack is not null && _socket.TrySend(datagram, _fallBack, SocketFlags.DontRoute));

    public void Dispose() => _socket.Dispose();
}
