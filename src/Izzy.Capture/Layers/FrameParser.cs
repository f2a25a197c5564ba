using System.Buffers.Binary;
using Izzy.Capture.Files;

namespace Izzy.Capture.Layers;

/// <summary>
/// Takes the datagram out of a frame: link, IPv4, UDP. Checksums are not looked at: where a network card reckons them, a capture
/// at the sender has none yet.
/// <code>
/// offset  bytes  of IPv4                                   offset  bytes  of UDP
///      0      1  version 4, header length in words              0      2  source port
///      2      2  length of the whole                            2      2  destination port
///      6      2  flags (0x2000 more), offset of the part        4      2  length, these 8 bytes included
///      9      1  protocol, 17 for UDP                           6      2  checksum
///     12      8  source, destination
/// </code>
/// </summary>
internal static class FrameParser
{
    private const int ShortestIpHeader = 20;
    private const int UdpHeader = 8;
    private const byte Udp = 17;
    private const int MoreFragments = 0x2000;
    private const int FragmentOffset = 0x1FFF;

    /// <summary>Looks into a frame. Never throws, whatever it holds.</summary>
    public static Passed Parse(scoped in CapturedFrame frame)
    {
        var link = LinkHeader.Read(frame);
        if (link.Kind != PassedKind.Datagram)
            return new Passed { Kind = link.Kind };
        var ip = link.Packet;
        if (ip.Length < ShortestIpHeader || ip[0] >> 4 != 4)
            return new Passed { Kind = PassedKind.Malformed };
        var header = (ip[0] & 0x0F) * 4;
        int whole = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        // A packet that the card is yet to cut up has no length of its own.
        if (whole == 0)
            whole = ip.Length;
        if (header < ShortestIpHeader || whole < header)
            return new Passed { Kind = PassedKind.Malformed };
        if (ip[9] != Udp)
            return new Passed { Kind = PassedKind.Other };
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(ip[6..]);
        if ((fragment & FragmentOffset) != 0)
            return new Passed { Kind = PassedKind.LaterFragment };
        // What is behind the packet is padding of the frame.
        var kept = ip[..Math.Min(whole, ip.Length)];
        if (kept.Length < header + UdpHeader)
            return new Passed { Kind = whole < header + UdpHeader ? PassedKind.Malformed : PassedKind.Other };

        var udp = kept[header..];
        int length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        var isPart = (fragment & MoreFragments) != 0;
        var room = whole - header;
        if (length < UdpHeader || (!isPart && length > room))
            return new Passed { Kind = PassedKind.Malformed };
        var destination = BinaryPrimitives.ReadUInt32BigEndian(ip[16..]);
        return new Passed
        {
            Kind = isPart ? PassedKind.FirstFragment : length > udp.Length ? PassedKind.Cut : PassedKind.Datagram,
            Datagram = udp[UdpHeader..Math.Min(length, udp.Length)],
            Length = length - UdpHeader,
            SourceHost = BinaryPrimitives.ReadUInt32BigEndian(ip[12..]),
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(udp),
            DestinationHost = destination,
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(udp[2..]),
            // How wide the network is stands in no packet; most end where the last number does.
            IsBroadcast = link.IsBroadcast || (destination & 0xFF) == 0xFF,
            Direction = link.Direction,
            Interface = frame.Interface ?? link.Interface,
        };
    }
}
