using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// IPv4 addresses in the form that sockets take without allocating. Bytes 2 and 3 of it are the port and 4 to 7 the address,
/// both big-endian, on every system that .NET runs on.
/// </summary>
internal static class SocketAddresses
{
    public const int Size = 16;

    public static SocketAddress New() => new(AddressFamily.InterNetwork, Size);

    public static SocketAddress Copy(this SocketAddress address)
    {
        var copy = New();
        address.CopyTo(copy);
        return copy;
    }

    public static void CopyTo(this SocketAddress address, SocketAddress destination)
    {
        address.Buffer.Span[..Size].CopyTo(destination.Buffer.Span);
        destination.Size = Size;
    }

    public static void SetPort(this SocketAddress address, int port) =>
        BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..4], (ushort)port);

    public static int Port(this SocketAddress address) => BinaryPrimitives.ReadUInt16BigEndian(address.Buffer.Span[2..4]);

    /// <summary>The address alone, as a number.</summary>
    public static uint Host(this SocketAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.Buffer.Span[4..8]);

    public static IPEndPoint ToEndPoint(this SocketAddress address) => new(new IPAddress(address.Buffer.Span[4..8]), address.Port());

    /// <summary>As people write it: <c>192.0.2.7:9001</c>.</summary>
    public static string ToText(this SocketAddress address) => address.ToEndPoint().ToString();
}
