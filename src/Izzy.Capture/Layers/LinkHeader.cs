using System.Buffers.Binary;
using System.Globalization;
using Izzy.Capture.Files;

namespace Izzy.Capture.Layers;

/// <summary>
/// What stands before the IPv4 packet in a frame.
/// <code>
/// link            bytes  protocol at  more
/// Ethernet           14           12  receiver at 0; VLAN tags: 4 bytes each, tag 0x8100, 0x88A8 or 0x9100
/// Linux cooked       16           14  packet type at 0 (1 broadcast, 4 from this machine)
/// Linux cooked 2     20            0  interface at 4, packet type at 10
/// NULL, LOOP          4            0  address family: 2 is IPv4 everywhere; NULL in either byte order
/// raw IP              0               the version is the upper half of its first byte
/// </code>
/// </summary>
internal readonly ref struct LinkHeader
{
    private const int Ipv4Type = 0x0800;
    private const int AddressFamilyIpv4 = 2;
    private const byte BroadcastType = 1;
    private const byte OutgoingType = 4;

    /// <summary>A tag in a tag is ordinary; many are a trap.</summary>
    private const int MostTags = 4;

    /// <summary>What the frame carries.</summary>
    public PassedKind Kind { get; init; }

    /// <summary>The IPv4 packet, if it carries one: then <see cref="Kind"/> is <see cref="PassedKind.Datagram"/>.</summary>
    public ReadOnlySpan<byte> Packet { get; init; }

    /// <summary>Whether the link took it for a broadcast.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>Which way it went.</summary>
    public Direction Direction { get; init; }

    /// <summary>The interface, where the frame itself names one.</summary>
    public string? Interface { get; init; }

    /// <summary>Reads the header of a frame. Never throws, whatever it holds.</summary>
    public static LinkHeader Read(scoped in CapturedFrame frame) => frame.Link switch
    {
        LinkTypes.Ethernet => OfEthernet(frame.Bytes),
        LinkTypes.LinuxCooked => OfCooked(frame.Bytes),
        LinkTypes.LinuxCooked2 => OfCooked2(frame.Bytes),
        LinkTypes.Null or LinkTypes.Loop => OfLoopback(frame.Bytes, frame.Link == LinkTypes.Null),
        LinkTypes.Raw or LinkTypes.RawOfBsd or LinkTypes.RawOfOpenBsd or LinkTypes.Ipv4 => OfRaw(frame.Bytes),
        _ => new LinkHeader { Kind = PassedKind.UnknownLink },
    };

    private static LinkHeader OfEthernet(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 14)
            return new LinkHeader { Kind = PassedKind.Malformed };
        return new LinkHeader
        {
            Kind = Untag(bytes, 12, 14, out var packet),
            Packet = packet,
            IsBroadcast = bytes[..6].IndexOfAnyExcept((byte)0xFF) < 0,
        };
    }

    private static LinkHeader OfCooked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16)
            return new LinkHeader { Kind = PassedKind.Malformed };
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return new LinkHeader
        {
            Kind = Untag(bytes, 14, 16, out var packet),
            Packet = packet,
            IsBroadcast = type == BroadcastType,
            Direction = type == OutgoingType ? Direction.Out : Direction.In,
        };
    }

    private static LinkHeader OfCooked2(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 20)
            return new LinkHeader { Kind = PassedKind.Malformed };
        return new LinkHeader
        {
            Kind = Untag(bytes, 0, 20, out var packet),
            Packet = packet,
            IsBroadcast = bytes[10] == BroadcastType,
            Direction = bytes[10] == OutgoingType ? Direction.Out : Direction.In,
            Interface = string.Create(CultureInfo.InvariantCulture, $"#{BinaryPrimitives.ReadUInt32BigEndian(bytes[4..])}"),
        };
    }

    private static LinkHeader OfLoopback(ReadOnlySpan<byte> bytes, bool inEitherOrder)
    {
        if (bytes.Length < 4)
            return new LinkHeader { Kind = PassedKind.Malformed };
        var isIpv4 = BinaryPrimitives.ReadUInt32BigEndian(bytes) == AddressFamilyIpv4
            || (inEitherOrder && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == AddressFamilyIpv4);
        return new LinkHeader { Kind = isIpv4 ? PassedKind.Datagram : PassedKind.Other, Packet = bytes[4..] };
    }

    private static LinkHeader OfRaw(ReadOnlySpan<byte> bytes) => bytes.IsEmpty
        ? new LinkHeader { Kind = PassedKind.Malformed }
        : new LinkHeader { Kind = bytes[0] >> 4 == 4 ? PassedKind.Datagram : PassedKind.Other, Packet = bytes };

    private static PassedKind Untag(ReadOnlySpan<byte> bytes, int typeAt, int packetAt, out ReadOnlySpan<byte> packet)
    {
        packet = bytes[packetAt..];
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[typeAt..]);
        for (var tags = 0; type is 0x8100 or 0x88A8 or 0x9100; tags++)
        {
            if (packet.Length < 4 || tags == MostTags)
                return PassedKind.Malformed;
            type = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
            packet = packet[4..];
        }

        return type == Ipv4Type ? PassedKind.Datagram : PassedKind.Other;
    }
}
