using System.Buffers.Binary;
using System.Net;

namespace Izzy.Capture.Tests;

/// <summary>Frames as the wire has them, written from the published layouts and not with the code under test.</summary>
internal static class Frames
{
    public const string Mother = "10.0.0.1";
    public const string Sofa = "10.0.0.2";
    public const string Everyone = "255.255.255.255";

    private static readonly byte[] s_card = [2, 0, 0, 0, 0, 1];

    /// <summary>An IPv4 packet with a datagram in it.</summary>
    public static byte[] Udp(string source, int sourcePort, string destination, int destinationPort, byte[] datagram, int fragment = 0)
    {
        var packet = new byte[28 + datagram.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)fragment);
        packet[8] = 64;
        packet[9] = 17;
        IPAddress.Parse(source).TryWriteBytes(packet.AsSpan(12), out _);
        IPAddress.Parse(destination).TryWriteBytes(packet.AsSpan(16), out _);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, 20)));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), (ushort)destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(8 + datagram.Length));
        datagram.CopyTo(packet, 28);
        return packet;
    }

    public static byte[] Ethernet(byte[] packet, params int[] vlans)
    {
        var isBroadcast = packet is [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, 255, 255, 255, 255, ..];
        List<byte> frame = [.. isBroadcast ? Enumerable.Repeat((byte)0xFF, 6) : s_card, .. s_card];
        foreach (var vlan in vlans)
            frame.AddRange([0x81, 0x00, (byte)(vlan >> 8), (byte)vlan]);
        return [.. frame, 0x08, 0x00, .. packet];
    }

    public static byte[] Cooked(byte[] packet, byte type) => [0, type, 0, 1, 0, 6, .. s_card, 0, 0, 0x08, 0x00, .. packet];

    public static byte[] Cooked2(byte[] packet, byte type, byte index) => [0x08, 0x00, 0, 0, 0, 0, 0, index, 0, 1, type, 6, .. s_card, 0, 0, .. packet];

    public static byte[] Loopback(byte[] packet, bool isBigEndian) => [.. isBigEndian ? new byte[] { 0, 0, 0, 2 } : [2, 0, 0, 0], .. packet];

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        var sum = 0;
        for (var i = 0; i < header.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }
}
