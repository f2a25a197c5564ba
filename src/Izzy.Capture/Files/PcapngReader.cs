namespace Izzy.Capture.Files;

/// <summary>
/// The newer capture file: blocks, each with its length before and behind it. Sections and interfaces tell what the packets of
/// the blocks after them are; what has no packet in it is passed over.
/// <code>
/// offset  bytes  of each block
///      0      4  type
///      4      4  length of the whole block, a multiple of 4
///      8         body; of a section: first 0x1A2B3C4D, which shows the byte order
///     -4      4  the length again
/// </code>
/// </summary>
internal sealed class PcapngReader(ByteSource source) : CaptureReader(source)
{
    /// <summary>The type of the block that every file of this kind begins with, the same in either byte order.</summary>
    public const uint SectionHeader = 0x0A0D0D0A;

    private const uint ByteOrder = 0x1A2B3C4D;
    private const uint Interface = 1;
    private const uint OldPacket = 2;
    private const uint SimplePacket = 3;
    private const uint Packet = 6;
    private const int FrameOfBlock = 12; // type and both lengths
    private const int Version = 1;

    /// <summary>More would be a file made to fill the memory.</summary>
    private const int MostInterfaces = 4096;

    private readonly List<PcapngInterface> _interfaces = [];
    private long _at;
    private long _blocks;
    private long _left;

    public override bool TryRead(out CapturedFrame frame)
    {
        frame = default;
        while (Fault is null && TryBegin(out var type, out var length))
        {
            var (read, has) = type switch
            {
                SectionHeader => (ReadSection(), false),
                Interface => (ReadInterface(), false),
                Packet or OldPacket => (ReadPacket(type == OldPacket, out frame), true),
                SimplePacket => (ReadSimplePacket(out frame), true),
                _ => (true, false),
            };
            if (!read || !TryEnd(length))
                break;
            if (has)
                return true;
        }

        frame = default;
        return false;
    }

    private bool TryBegin(out uint type, out uint length)
    {
        (type, length) = (0, 0);
        _at = Source.Position;
        _blocks++;
        Span<byte> header = stackalloc byte[8];
        var read = Source.Read(header);
        if (read == 0)
            return false;
        if (read < header.Length)
            return FailCut();
        type = Source.U32(header);
        // The byte order of a new section is known before its length is believed.
        if (type == SectionHeader && !TryFindByteOrder())
            return false;
        length = Source.U32(header[4..]);
        if (length < FrameOfBlock || length % 4 != 0)
            return Fail($"Block {_blocks}, at byte {_at}, claims a length of {length}, which no block has: the file is damaged from there on.", "What came before it was read.");
        _left = length - FrameOfBlock;
        return true;
    }

    private bool TryFindByteOrder()
    {
        if (Source.Peek() is not { } mark)
            return FailCut();
        if (mark is not (ByteOrder or 0x4D3C2B1A))
            return Fail($"The section at byte {_at} has no byte order: 0x{mark:X8} stands in its place.", "What came before it was read.");
        Source.IsBigEndian = mark == ByteOrder;
        return true;
    }

    private bool TryEnd(uint length)
    {
        Span<byte> again = stackalloc byte[4];
        if (!Source.Skip(_left) || Source.Read(again) < again.Length)
            return FailCut();
        return Source.U32(again) == length
            || Fail($"Block {_blocks}, at byte {_at}, has the length {length} before it and {Source.U32(again)} behind it: the file is damaged there.", "What came before it was read.");
    }

    private bool ReadSection()
    {
        Span<byte> body = stackalloc byte[16];
        if (!TryTake(body))
            return false;
        _interfaces.Clear();
        return Source.U16(body[4..]) == Version
            || Fail($"The section at byte {_at} has version {Source.U16(body[4..])} of the format, and {Version} is known.", "Save it anew with Wireshark, as pcap or pcapng.");
    }

    private bool ReadInterface()
    {
        Span<byte> body = stackalloc byte[8];
        if (!TryTake(body))
            return false;
        if (_interfaces.Count == MostInterfaces)
            return Fail($"It has more than {MostInterfaces} interfaces, which no machine has.", "What came before them was read.");
        var made = new PcapngInterface { Link = Source.U16(body), SnapLength = Source.U32(body[4..]) };
        Span<byte> option = stackalloc byte[4];
        Span<byte> value = stackalloc byte[PcapngInterface.LongestValue];
        while (_left >= option.Length)
        {
            if (!TryTake(option))
                return false;
            var (code, length) = (Source.U16(option), Source.U16(option[2..]));
            if (code == 0)
                break;
            var padded = (length + 3) & ~3;
            var kept = value[..Math.Min(length, value.Length)];
            if (!TryTake(kept) || !TrySkip(padded - kept.Length))
                return false;
            made.Take(code, kept, Source);
        }

        _interfaces.Add(made);
        return true;
    }

    private bool ReadPacket(bool isOld, out CapturedFrame frame)
    {
        frame = default;
        Span<byte> body = stackalloc byte[20];
        if (!TryTake(body))
            return false;
        var number = isOld ? Source.U16(body) : Source.U32(body);
        if (number >= _interfaces.Count)
            return Fail($"The packet at byte {_at} is of interface {number}, which the file does not tell of.", "What came before it was read.");
        var from = _interfaces[(int)number];
        var units = ((ulong)Source.U32(body[4..]) << 32) | Source.U32(body[8..]);
        return TryTakeFrame(Source.U32(body[12..]), from, from.TimeOf(units), out frame);
    }

    private bool ReadSimplePacket(out CapturedFrame frame)
    {
        frame = default;
        Span<byte> body = stackalloc byte[4];
        if (!TryTake(body))
            return false;
        if (_interfaces is not [var from, ..])
            return Fail($"The packet at byte {_at} is of an interface that the file does not tell of.", "What came before it was read.");
        // It says how long the frame was, and not how much was kept.
        var kept = Math.Min(Source.U32(body), from.SnapLength == 0 ? uint.MaxValue : from.SnapLength);
        return TryTakeFrame((uint)Math.Min(kept, _left), from, null, out frame);
    }

    private bool TryTakeFrame(uint kept, PcapngInterface from, long? time, out CapturedFrame frame)
    {
        frame = default;
        if (kept > LongestFrame || kept > _left)
            return Fail($"The packet at byte {_at} claims {kept} bytes, and its block has {_left}: the file is damaged from there on.", "What came before it was read.");
        var bytes = Room((int)kept);
        if (!TryTake(bytes))
            return false;
        frame = new CapturedFrame { Bytes = bytes, Time = time, Link = from.Link, Interface = from.Name };
        return true;
    }

    private bool TryTake(Span<byte> destination)
    {
        if (destination.Length > _left)
            return Fail($"Block {_blocks}, at byte {_at}, is shorter than what stands in it: the file is damaged from there on.", "What came before it was read.");
        _left -= destination.Length;
        return Source.Read(destination) == destination.Length || FailCut();
    }

    private bool TrySkip(long count)
    {
        if (count > _left)
            return Fail($"Block {_blocks}, at byte {_at}, is shorter than what stands in it: the file is damaged from there on.", "What came before it was read.");
        _left -= count;
        return Source.Skip(count) || FailCut();
    }

    private bool FailCut() => Fail($"The capture ends within block {_blocks}, at byte {_at}.");
}
