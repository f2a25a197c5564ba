using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// What differs between systems, all of it here. Linux was measured; what stands here for Windows and macOS follows their
/// documentation and was not tried here.
/// </summary>
internal static partial class PlatformSockets
{
    // Linux, asm-generic/socket.h.
    private const int SolSocket = 1;
    private const int SoBindToDevice = 25;
    private const int SoReceiveBufferForce = 33;
    private const int MessageDontWait = 0x40;

    // macOS, netinet/in.h.
    private const int IpProtocolIp = 0;
    private const int IpBoundInterface = 25;

    // Windows, mstcpip.h: SIO_UDP_CONNRESET.
    private const int UdpConnectionReset = unchecked((int)0x9800000C);

    /// <summary>How interface names are compared: as the system does it.</summary>
    public static StringComparer InterfaceNames { get; } =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>An IPv4 UDP socket that never blocks.</summary>
    public static Socket CreateUdp() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };

    /// <summary>Before the receiving socket is bound: nobody else may have the port, and no ICMP answer may break a receive.</summary>
    public static void PrepareReceiver(Socket socket)
    {
        // Elsewhere a UDP port is exclusive unless one asks to share it.
        if (!OperatingSystem.IsWindows())
            return;
        socket.ExclusiveAddressUse = true;
        _ = socket.IOControl(UdpConnectionReset, [0, 0, 0, 0], null);
    }

    /// <summary>Asks for a receive buffer.</summary>
    /// <returns>What was granted, in bytes, in the unit of the wish.</returns>
    public static int SetReceiveBuffer(Socket socket, int wish)
    {
        if (wish > 0 && !Try(() => socket.ReceiveBufferSize = wish))
            return socket.ReceiveBufferSize;
        if (!OperatingSystem.IsLinux())
            return socket.ReceiveBufferSize;
        // Linux doubles the wish for its own book-keeping and reports the double. More than net.core.rmem_max is for the privileged.
        if (socket.ReceiveBufferSize / 2 < wish)
            _ = Try(() => socket.SetRawSocketOption(SolSocket, SoReceiveBufferForce, MemoryMarshal.AsBytes([wish])));
        return socket.ReceiveBufferSize / 2;
    }

    /// <summary>
    /// Ties a sending socket to its interface, so that beats stay on it even while its address moves to another one or its
    /// route is gone. Best effort: before Linux 5.7 this takes a privilege, and being bound to the address does nearly as much.
    /// </summary>
    public static void TieToInterface(Socket socket, InterfaceAddress at)
    {
        if (OperatingSystem.IsLinux())
            _ = Try(() => socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.UTF8.GetBytes(at.Name + '\0')));
        else if (OperatingSystem.IsMacOS())
            _ = Try(() => socket.SetRawSocketOption(IpProtocolIp, IpBoundInterface, MemoryMarshal.AsBytes([at.Index])));
    }

    /// <summary>Where to send when 255.255.255.255 is refused: the directed broadcast address.</summary>
    /// <returns>Null where the network is too small to have one: in a /31 or /32 it would be a host's own address.</returns>
    public static IPAddress? FallBackFor(InterfaceAddress at)
    {
        // On macOS loopback cannot broadcast; the one receiver that can have the port is reached all the same.
        if (at.Loopback && !OperatingSystem.IsLinux())
            return at.Address;
        return at.PrefixLength >= 31 ? null : at.DirectedBroadcast;
    }

    /// <summary>
    /// Sends without blocking. On Linux by one call of the system that throws for nothing: without a route, thousands of sends would throw one by one.
    /// </summary>
    /// <returns>False for whatever the system had against it.</returns>
    public static bool TrySend(this Socket socket, ReadOnlySpan<byte> datagram, SocketAddress to, SocketFlags flags = SocketFlags.None)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return SendTo(socket.SafeHandle, ref MemoryMarshal.GetReference(datagram), (nuint)datagram.Length, (int)flags | MessageDontWait, ref MemoryMarshal.GetReference(to.Buffer.Span), (uint)to.Size)
                    == datagram.Length;
            }

            return socket.SendTo(datagram, flags, to) == datagram.Length;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes the oldest datagram without blocking. On Linux by one call of the system that throws for nothing: the runtime's own
    /// receive throws where nothing is waiting, and to ask before each costs two calls more.
    /// </summary>
    /// <returns>False if nothing is waiting.</returns>
    /// <exception cref="SocketException">Something else than a datagram is reported; the next one may be waiting.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public static bool TryReceive(this Socket socket, Span<byte> buffer, SocketAddress from, out int length)
    {
        length = 0;
        if (!OperatingSystem.IsLinux())
        {
            // None available may be an empty datagram.
            if (socket.Available == 0 && !socket.Poll(0, SelectMode.SelectRead))
                return false;
            length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
            return true;
        }

        var address = from.Buffer.Span;
        var addressLength = (uint)address.Length;
        var received = ReceiveFrom(socket.SafeHandle, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length, MessageDontWait, ref MemoryMarshal.GetReference(address), ref addressLength);
        if (received >= 0)
        {
            length = (int)received;
            from.Size = (int)addressLength;
            return true;
        }

        const int tryAgain = 11;
        var error = Marshal.GetLastPInvokeError();
        return error == tryAgain ? false : throw new SocketException(error);
    }

    [LibraryImport("libc", EntryPoint = "sendto")]
    private static partial nint SendTo(SafeSocketHandle socket, ref byte datagram, nuint length, int flags, ref byte address, uint addressLength);

    // What is longer than the buffer is cut without a word, as the runtime's receive does on Linux.
    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    private static partial nint ReceiveFrom(SafeSocketHandle socket, ref byte buffer, nuint length, int flags, ref byte address, ref uint addressLength);

    private static bool Try(Action set)
    {
        try
        {
            set();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
