using System.Text;

namespace Izzy.Capture.Tests;

/// <summary>Numbers in either byte order.</summary>
internal abstract class CaptureBytes(bool isBigEndian)
{
    public List<byte> Bytes { get; } = [];

    public bool IsBigEndian { get; } = isBigEndian;

    public byte[] U16(int value) => Order(BitConverter.GetBytes((ushort)value));

    public byte[] U32(long value) => Order(BitConverter.GetBytes((uint)value));

    public byte[] I64(long value) => Order(BitConverter.GetBytes(value));

    public MemoryStream Open() => new([.. Bytes]);

    private byte[] Order(byte[] native)
    {
        if (BitConverter.IsLittleEndian == IsBigEndian)
            Array.Reverse(native);
        return native;
    }
}

/// <summary>A classic capture.</summary>
internal sealed class PcapBytes : CaptureBytes
{
    private readonly bool _isNano;

    public PcapBytes(int link, bool isBigEndian = false, bool isNano = false, long snapLength = 262_144)
        : base(isBigEndian)
    {
        _isNano = isNano;
        Bytes.AddRange([.. U32(isNano ? 0xA1B23C4D : 0xA1B2C3D4), .. U16(2), .. U16(4), .. U32(0), .. U32(0), .. U32(snapLength), .. U32(link)]);
    }

    public PcapBytes Add(long nanoseconds, byte[] frame, long? kept = null, long? length = null)
    {
        Bytes.AddRange([
            .. U32(nanoseconds / 1_000_000_000), .. U32(nanoseconds % 1_000_000_000 / (_isNano ? 1 : 1000)), .. U32(kept ?? frame.Length), .. U32(length ?? frame.Length), .. frame,
        ]);
        return this;
    }
}

/// <summary>A newer capture.</summary>
internal sealed class PcapngBytes : CaptureBytes
{
    public PcapngBytes(bool isBigEndian = false)
        : base(isBigEndian) =>
        Block(0x0A0D0D0A, [.. U32(0x1A2B3C4D), .. U16(1), .. U16(0), .. I64(-1)]);

    public PcapngBytes Block(long type, byte[] body, long? length = null, long? again = null)
    {
        byte[] padded = [.. body, .. new byte[-body.Length & 3]];
        length ??= padded.Length + 12;
        Bytes.AddRange([.. U32(type), .. U32(length.Value), .. padded, .. U32(again ?? length.Value)]);
        return this;
    }

    public PcapngBytes Interface(int link, string? name = null, int? resolution = null, long? offset = null, long snapLength = 0)
    {
        List<byte> body = [.. U16(link), .. U16(0), .. U32(snapLength)];
        if (name is not null)
            body.AddRange(Option(2, Encoding.UTF8.GetBytes(name)));
        if (resolution is { } unit)
            body.AddRange(Option(9, [(byte)unit]));
        if (offset is { } seconds)
            body.AddRange(Option(14, I64(seconds)));
        return Block(1, [.. body, .. U16(0), .. U16(0)]);
    }

    public PcapngBytes Packet(ulong units, byte[] frame, int from = 0, long? kept = null) =>
        Block(6, [.. U32(from), .. U32((uint)(units >> 32)), .. U32((uint)units), .. U32(kept ?? frame.Length), .. U32(frame.Length), .. frame]);

    public PcapngBytes OldPacket(ulong units, byte[] frame) =>
        Block(2, [.. U16(0), .. U16(0), .. U32((uint)(units >> 32)), .. U32((uint)units), .. U32(frame.Length), .. U32(frame.Length), .. frame]);

    public PcapngBytes Simple(byte[] frame, long? length = null) => Block(3, [.. U32(length ?? frame.Length), .. frame]);

    private byte[] Option(int code, byte[] value) => [.. U16(code), .. U16(value.Length), .. value, .. new byte[-value.Length & 3]];
}
