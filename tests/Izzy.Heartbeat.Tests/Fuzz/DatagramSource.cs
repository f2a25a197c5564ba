namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// Draws datagrams of 0 to 2,000 bytes: noise, valid packets of every type between all of the cast, and what one or several
/// mutations make of them. Allocates nothing.
/// </summary>
internal sealed class DatagramSource(Draw draw)
{
    public const int Longest = 2_000;

    // The sizes at which one field ends or one rule begins, and their neighbours.
    private static readonly int[] s_sizes =
        [0, 1, 2, 11, 12, 13, 14, 28, 29, 30, 44, 45, 46, 47, 54, 55, 56, 75, 76, 77, 130, 131, 132, 254, 255, 256, 257, 511, 512, 513, 1_999, Longest];

    private static readonly byte[][] s_names =
    [
        "sofa"u8.ToArray(), [], "a,b,c"u8.ToArray(), "Türbühne"u8.ToArray(), "\u001b[2J\u001b]0;x\a"u8.ToArray(), "line\r\nline"u8.ToArray(), [0],
        "\u202e\u2028"u8.ToArray(), [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [.. Enumerable.Repeat((byte)'n', 124)], [.. Enumerable.Repeat((byte)'n', 125)],
        [.. Enumerable.Repeat((byte)',', 179)],
    ];

    private readonly byte[] _other = new byte[Longest];

    /// <summary>The next datagram.</summary>
    /// <param name="buffer">At least <see cref="Longest"/> bytes.</param>
    /// <returns>Its length.</returns>
    public int Next(Span<byte> buffer)
    {
        switch (draw.Below(16))
        {
            case 0:
                return Noise(buffer, draw.Below(Longest + 1));
            case 1:
                return Noise(buffer, draw.Of<int>(s_sizes));
            case 2:
                return PacketWriter.Java(buffer, draw);
            case 3:
                return Joined(buffer);
            case 4:
                var early = Packet(buffer);
                buffer[1] = (byte)'h';
                return early;
            case 5 or 6 or 7 or 8:
                return Packet(buffer);
            default:
                return Mutated(buffer, Packet(buffer));
        }
    }

    /// <summary>What one or several mutations make of the packet that is there.</summary>
    /// <param name="buffer">At least <see cref="Longest"/> bytes, the packet first.</param>
    /// <param name="length">The packet's.</param>
    /// <returns>Its length now.</returns>
    public int Mutated(Span<byte> buffer, int length)
    {
        for (var times = draw.Of<int>([1, 1, 1, 2, 3, 8]); times > 0; times--)
            length = Mutate(buffer, length);
        return length;
    }

    /// <summary>A valid packet.</summary>
    public int Packet(Span<byte> buffer) => Packet(buffer, draw.Between(1, 8), draw.Of<Guid>(Cast.All), draw.Of<Guid>(Cast.All));

    /// <summary>A valid packet of a type, from somebody, to somebody, with any payload.</summary>
    public int Packet(Span<byte> buffer, int type, Guid sender, Guid receiver) =>
        PacketWriter.Header(buffer, type, sender, receiver, Payload(buffer[46..255]));

    /// <summary>Every fourth ends in a trailer of verified mode if there is room for one; a few hold two.</summary>
    private int Payload(Span<byte> to)
    {
        var length = Unsigned(to);
        for (var each = 0.25; length + 48 <= to.Length && draw.Chance(each); each = 0.1)
            length += PacketWriter.Trailer(to[length..], draw);
        return length;
    }

    private int Unsigned(Span<byte> to)
    {
        switch (draw.Below(4))
        {
            case 0:
                return 0;
            case 1:
                var length = draw.Below(to.Length + 1);
                draw.Fill(to[..length]);
                return length;
            default:
                var name = draw.Of<byte[]>(s_names);
                var isLong = draw.Chance(0.4) && name.Length <= 124;
                return PacketWriter.Report(to, draw, name, isLong ? 3 : draw.Between(1, 6), isLong);
        }
    }

    private int Noise(Span<byte> buffer, int length)
    {
        draw.Fill(buffer[..length]);
        return length;
    }

    private int Joined(Span<byte> buffer)
    {
        var first = Packet(buffer);
        return first + Packet(buffer[first..]);
    }

    private int Mutate(Span<byte> buffer, int length)
    {
        switch (draw.Below(11))
        {
            case 0 when length > 0:
                buffer[draw.Below(length)] ^= (byte)(1 << draw.Below(8));
                return length;
            case 1 when length > 0:
                buffer[draw.Below(length)] = draw.Of<byte>([0, 1, 6, 8, 9, 0x10, (byte)',', 0x7f, 0x80, 0xff]);
                return length;
            case 2:
                return draw.Below(length + 1);
            case 3:
                return Resize(buffer, length, Math.Min(Longest, length + draw.Between(1, 300)));
            case 4:
                return Resize(buffer, length, draw.Of<int>(s_sizes));
            case 5 when length > 12:
                // Cut or stretched with a length byte that agrees: valid again if it has room for a header.
                length = Resize(buffer, length, draw.Between(13, 255));
                buffer[12] = (byte)length;
                return length;
            case 6 when length > 12:
                buffer[12] = draw.Of<byte>([0, 45, 46, 47, 54, 55, 76, 131, 254, 255]);
                return length;
            case 7 when length > 45:
                buffer[45] = (byte)draw.Below(draw.Chance(0.5) ? 12 : 256);
                return length;
            case 9 when length > 45 + 48:
                // In the trailer, where it has one: its version, its role, its mark.
                buffer[length - draw.Of<int>([48, 47, 4, 3, 2, 1])] = draw.Of<byte>([0, 1, 2, 3, 0x1F, (byte)'V']);
                return length;
            case 8 when length > 45:
                draw.Of<Guid>(Cast.All).TryWriteBytes(buffer[draw.Of<int>([13, 29])..], bigEndian: true, out _);
                return length;
            default:
                return Splice(buffer, length);
        }
    }

    private int Resize(Span<byte> buffer, int length, int to)
    {
        if (to > length)
            draw.Fill(buffer[length..to]);
        return to;
    }

    /// <summary>A run of bytes of another packet, from the same place or from another one: fields, half fields, ends of reports.</summary>
    private int Splice(Span<byte> buffer, int length)
    {
        var other = Packet(_other);
        var from = draw.Below(other);
        var run = draw.Between(1, other - from);
        var to = draw.Chance(0.5) ? Math.Min(from, length) : draw.Below(length + 1);
        run = Math.Min(run, Longest - to);
        _other.AsSpan(from, run).CopyTo(buffer[to..]);
        return Math.Max(length, to + run);
    }
}
