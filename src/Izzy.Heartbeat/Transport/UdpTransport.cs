using System.Net;
using System.Net.Sockets;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// The transport over real UDP sockets, IPv4 as the reference is. One socket, bound exclusively, receives and sends
/// unicast, so that the source port is our port; broadcasts leave by one socket for each interface (rule S20), see
/// <see cref="BroadcastWays"/>. Nothing here allocates for a datagram, blocks in a send, or throws for what a network can do.
/// </summary>
internal sealed class UdpTransport : IDatagramTransport
{
    // A receive that fails (an ICMP answer to something we sent, say) must not end a drain early (rule S3), so it is tried again;
    // bounded, because a socket that does nothing but fail must not hold the thread.
    private const int ReceiveAttempts = 64;

    private readonly Socket _socket;
    private readonly SocketAddress[] _targets;
    private readonly BroadcastWays? _ways;

    /// <exception cref="HeartbeatStartException">The port is taken, or the address is not this machine's.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public UdpTransport(UdpTransportOptions options)
    {
        options.Check();
        _targets = options.Broadcasts ? [.. options.Targets.Select(target => target.Serialize())] : [];
        _socket = Bind(options);
        try
        {
            LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
            ReceiveBufferSize = PlatformSockets.SetReceiveBuffer(_socket, options.ReceiveBufferWish);
            Room = new ReceiveRoom(ReceiveBufferSize, wish => ReceiveBufferSize = PlatformSockets.SetReceiveBuffer(_socket, wish));
            if (options.Broadcasts && _targets.Length == 0)
                _ways = new BroadcastWays(options.BroadcastPort, options.Interfaces, InterfaceAddress.ReadAll);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>
    /// The receive buffer that the system granted, in bytes. On Linux it is limited by <c>net.core.rmem_max</c> unless the
    /// process has CAP_NET_ADMIN; a small datagram takes some 400 of them.
    /// </summary>
    public int ReceiveBufferSize { get; private set; }

    /// <summary>Lets the receive buffer grow with the number of those who send here.</summary>
    public ReceiveRoom Room { get; }

    /// <summary>
    /// The interfaces that broadcasts leave by now; see <see cref="WaysOut.NoInterface"/>. Null when this transport does not
    /// broadcast, or only to unicast targets.
    /// </summary>
    public WaysOut? WaysOut => _ways?.Current;

    /// <summary>
    /// Raised after <see cref="WaysOut"/> changed, on the thread that watches the interfaces; the state at the start is not
    /// announced. A handler that stalls delays only the next look at the interfaces, and one that throws is ignored.
    /// </summary>
    public event Action<WaysOut>? WaysOutChanged
    {
        add
        {
            if (_ways is not null)
                _ways.Changed += value;
        }

        remove
        {
            if (_ways is not null)
                _ways.Changed -= value;
        }
    }

    public bool Wait(TimeSpan timeout)
    {
        // Socket.Poll cuts to whole milliseconds: rounded up, or a caller with 0.4 ms left would spin. Its longest is 35 minutes.
        var milliseconds = Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds), 0, int.MaxValue / 1000);
        try
        {
            return _socket.Poll((int)milliseconds * 1000, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        length = 0;
        for (var attempt = 0; attempt < ReceiveAttempts; attempt++)
        {
            try
            {
                return _socket.TryReceive(buffer, from, out length);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                return false;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
            {
                // Windows says so of a datagram longer than the buffer, after filling it; elsewhere it is cut without a word.
                length = buffer.Length;
                return true;
            }
            catch (SocketException)
            {
                // ConnectionReset and its like tell of a datagram that somebody else did not get: the next one may be waiting.
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        return false;
    }

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => _socket.TrySend(datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram)
    {
        if (_ways is not null)
            return _ways.Send(datagram);
        var took = 0;
        foreach (var target in _targets)
        {
            if (Send(datagram, target))
                took++;
        }

        return took;
    }

    public void Dispose()
    {
        _ways?.Dispose();
        _socket.Dispose();
    }

    private static Socket Bind(UdpTransportOptions options)
    {
        var socket = PlatformSockets.CreateUdp();
        try
        {
            PlatformSockets.PrepareReceiver(socket);
            // A target may be the broadcast address of some network. Otherwise it stays off, so that no forged sender's address
            // can make an answer a broadcast.
            socket.EnableBroadcast = options.Broadcasts && options.Targets.Count > 0;
            socket.Bind(new IPEndPoint(options.LocalAddress, options.LocalPort));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(e, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static HeartbeatStartException Explain(SocketException e, UdpTransportOptions options) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new(
            $"UDP port {options.LocalPort} is taken by another program on this machine.",
            "Stop that program, or choose another port.",
            e),
        SocketError.AddressNotAvailable => new(
            $"The address {options.LocalAddress} is not one of this machine's.",
            "Give an address that this machine has, or none to receive at all of them.",
            e),
        SocketError.AccessDenied => new(
            $"The system does not allow this program to use UDP port {options.LocalPort}.",
            "Choose a port from 1024 upwards, or run the program with the right to use that one.",
            e),
        _ => new(
            $"UDP port {options.LocalPort} at {options.LocalAddress} cannot be opened: {e.Message}.",
            "Check the machine's network settings, or choose another port.",
            e),
    };
}
