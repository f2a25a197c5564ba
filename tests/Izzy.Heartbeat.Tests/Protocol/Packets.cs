using System.Buffers.Binary;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Protocol;

/// <summary>Packets and reports that several tests start from.</summary>
internal static class Packets
{
    public static readonly Guid MotherId = new("00112233-4455-6677-8899-aabbccddeeff");

    public static readonly Guid IzzyId = new("6ba7b810-9dad-41d1-80b4-00c04fd430c8");

    public static readonly LineFollowing Line = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    public static readonly IzzyState Moving = new(IzzyStatus.Moving, 1, -2, 3, 90, 250);

    public static readonly IzzyState Following = new(IzzyStatus.Following, 1, -2, 3, 90, 250, Line);

    public static byte[] Hello => new HeartbeatMessage(MessageType.Hello, MotherId, HeartbeatMessage.Everyone).ToBytes();

    public static byte[] Here => new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, new StatusReport("wagon", Following)).ToBytes();

    /// <summary>As JavaMother and javaIZZY-2018 send it: two length bytes, and so a header of 47.</summary>
    public static byte[] Java(int length)
    {
        var packet = new byte[length];
        "\u0010izzymessage"u8.CopyTo(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), (ushort)length);
        packet[^1] = 0x01;
        return packet;
    }

    public static RejectReason ReasonFor(ReadOnlySpan<byte> datagram)
    {
        Assert.False(HeartbeatPacket.TryRead(datagram, out _, out var reason));
        return reason;
    }

    public static byte[] With(byte[] packet, int offset, byte value)
    {
        byte[] copy = [.. packet];
        copy[offset] = value;
        return copy;
    }
}
