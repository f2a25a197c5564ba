using System.Diagnostics.CodeAnalysis;

namespace Izzy.Capture.Files;

/// <summary>
/// Reads a capture frame by frame, whatever the file says: lengths are believed only as far as there are bytes, and one frame
/// at a time is kept. What is wrong becomes a <see cref="Fault"/>; what came before it was read all the same.
/// </summary>
internal abstract class CaptureReader(ByteSource source)
{
    /// <summary>The longest frame that is believed, as other programs have it: no link carries longer ones.</summary>
    public const int LongestFrame = 262_144;

    protected const string ReadSoFar = "What came before it was read; if the file is still being written or copied, try again afterwards.";

    private const uint MicrosecondsBig = 0xA1B2C3D4;
    private const uint MicrosecondsLittle = 0xD4C3B2A1;
    private const uint NanosecondsBig = 0xA1B23C4D;
    private const uint NanosecondsLittle = 0x4D3CB2A1;
    private const ushort Gzip = 0x1F8B;

    private byte[] _frame = new byte[2048];

    /// <summary>Why nothing more can be read, once <see cref="TryRead"/> said no; null at a clean end.</summary>
    public CaptureFault? Fault { get; private set; }

    protected ByteSource Source { get; } = source;

    /// <summary>Looks what kind of capture it is.</summary>
    /// <param name="stream">Its bytes; they are read from front to end, so a pipe will do.</param>
    /// <param name="reader">What reads it.</param>
    /// <param name="fault">Why it is no capture.</param>
    public static bool TryOpen(Stream stream, [NotNullWhen(true)] out CaptureReader? reader, [NotNullWhen(false)] out CaptureFault? fault)
    {
        var source = new ByteSource(stream);
        fault = null;
        reader = source.Peek() switch
        {
            MicrosecondsBig => new PcapReader(source, isBigEndian: true, nanosecondsInUnit: 1000),
            MicrosecondsLittle => new PcapReader(source, isBigEndian: false, nanosecondsInUnit: 1000),
            NanosecondsBig => new PcapReader(source, isBigEndian: true, nanosecondsInUnit: 1),
            NanosecondsLittle => new PcapReader(source, isBigEndian: false, nanosecondsInUnit: 1),
            PcapngReader.SectionHeader => new PcapngReader(source),
            var other => Refuse(other, out fault),
        };
        return reader is not null;
    }

    /// <summary>Reads the next frame.</summary>
    /// <returns>False at the end, or where something is wrong: see <see cref="Fault"/>.</returns>
    /// <exception cref="IOException">The file or pipe cannot be read.</exception>
    public abstract bool TryRead(out CapturedFrame frame);

    /// <summary>Notes what is wrong.</summary>
    /// <returns>False, for the caller to return.</returns>
    protected bool Fail(string what, string remedy = ReadSoFar)
    {
        Fault ??= new CaptureFault(what, remedy);
        return false;
    }

    /// <summary>Room for a frame of at most <see cref="LongestFrame"/> bytes.</summary>
    protected Span<byte> Room(int length)
    {
        if (_frame.Length < length)
            _frame = new byte[Math.Min(LongestFrame, Math.Max(length, 2 * _frame.Length))];
        return _frame.AsSpan(0, length);
    }

    private static CaptureReader? Refuse(uint? start, out CaptureFault fault)
    {
        fault = start switch
        {
            null => new("It is too short to be a capture.", "Was the capture stopped before anything was written?"),
            { } compressed when compressed >> 16 == Gzip => new("It is compressed.", "Unpack it first, with gunzip."),
            { } other => new($"It is no capture: it begins with 0x{other:X8}.", "Give a file in the format pcap or pcapng, as izzy monitor, Wireshark and tcpdump write it."),
        };
        return null;
    }
}
