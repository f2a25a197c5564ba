namespace Izzy.Capture.Files;

/// <summary>
/// The classic capture file, in either byte order.
/// <code>
/// offset  bytes  of the file                     offset  bytes  of each record
///      0      4  magic: byte order, unit              0      4  seconds since 1970
///      4      4  version, major and minor             4      4  micro- or nanoseconds
///      8      8  time zone, accuracy: unused          8      4  bytes kept of the frame
///     16      4  most bytes kept of a frame          12      4  bytes that the frame had
///     20      4  link type, in its lower half        16         the frame
/// </code>
/// </summary>
internal sealed class PcapReader : CaptureReader
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int Version = 2;

    private readonly int _nanosecondsInUnit;
    private readonly int _link;
    private long _records;

    public PcapReader(ByteSource source, bool isBigEndian, int nanosecondsInUnit)
        : base(source)
    {
        source.IsBigEndian = isBigEndian;
        _nanosecondsInUnit = nanosecondsInUnit;
        Span<byte> header = stackalloc byte[FileHeader];
        if (source.Read(header) < FileHeader)
            Fail("It ends within the header of the capture.", "Was the capture stopped before anything was written?");
        else if (source.U16(header[4..]) != Version)
            Fail($"It has version {source.U16(header[4..])} of the format, and {Version} is known.", "Save it anew with Wireshark, as pcap or pcapng.");
        else
            _link = source.U16(header[(isBigEndian ? 22 : 20)..]);
    }

    public override bool TryRead(out CapturedFrame frame)
    {
        frame = default;
        if (Fault is not null)
            return false;
        var at = Source.Position;
        Span<byte> header = stackalloc byte[RecordHeader];
        var read = Source.Read(header);
        if (read == 0)
            return false;
        _records++;
        if (read < RecordHeader)
            return Fail($"The capture ends within the header of record {_records}, at byte {at}.");
        var kept = Source.U32(header[8..]);
        if (kept > LongestFrame)
            return Fail($"Record {_records}, at byte {at}, claims {kept} bytes, and no frame is that long: the file is damaged from there on.", "What came before it was read.");
        var bytes = Room((int)kept);
        if (Source.Read(bytes) < bytes.Length)
            return Fail($"The capture ends within record {_records}, at byte {at}.");

        frame = new CapturedFrame
        {
            Bytes = bytes,
            Time = (Source.U32(header) * 1_000_000_000L) + ((long)Source.U32(header[4..]) * _nanosecondsInUnit),
            Link = _link,
        };
        return true;
    }
}
