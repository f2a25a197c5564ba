using System.Buffers.Binary;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>Writes packets by the table of <c>docs/protocol.md</c>, valid ones and what may stand in them, without the library's encoder.</summary>
internal static class PacketWriter
{
    /// <summary>A header; the payload is what stands behind it already.</summary>
    public static int Header(Span<byte> to, int type, Guid sender, Guid receiver, int payloadLength)
    {
        "\u0010izzymessage"u8.CopyTo(to);
        to[12] = (byte)(46 + payloadLength);
        sender.TryWriteBytes(to[13..], bigEndian: true, out _);
        receiver.TryWriteBytes(to[29..], bigEndian: true, out _);
        to[45] = (byte)type;
        return 46 + payloadLength;
    }

    /// <summary>A report with numbers drawn at random.</summary>
    public static int Report(Span<byte> to, Draw draw, ReadOnlySpan<byte> name, int status, bool isLong)
    {
        name.CopyTo(to);
        var fields = isLong ? 17 : 6;
        for (var field = 0; field < fields; field++)
        {
            var at = to[(name.Length + (field * 5))..];
            at[0] = (byte)',';
            BinaryPrimitives.WriteInt32LittleEndian(at[1..], field == 0 ? status : (int)draw.Next());
        }

        return name.Length + (fields * 5);
    }

    /// <summary>A trailer of verified mode, of either side, with a MAC that nobody made.</summary>
    public static int Trailer(Span<byte> to, Draw draw)
    {
        draw.Fill(to[..48]);
        (to[0], to[1]) = (1, draw.Of<byte>([1, 2]));
        "\u001FIZV"u8.CopyTo(to[44..]);
        return 48;
    }

    /// <summary>A packet of the old Java programs: two length bytes.</summary>
    public static int Java(Span<byte> to, Draw draw)
    {
        var length = draw.Of<int>([47, 48, 80, 255, 256, 300, 512, 513, 2_000]);
        draw.Fill(to[..length]);
        "\u0010izzymessage"u8.CopyTo(to);
        BinaryPrimitives.WriteUInt16BigEndian(to[12..], (ushort)length);
        return length;
    }
}
