using System.Buffers.Binary;

namespace Izzy.Capture.Files;

/// <summary>
/// Writes a classic capture file with nanoseconds, which Wireshark opens. Each record goes to the system whole, in one call:
/// what a crash of this program leaves behind can be read to its end. A record that did not fit is taken back.
/// </summary>
internal sealed class PcapWriter : IDisposable
{
    /// <summary>What is kept of a frame: more than any heartbeat has, and enough to see what else came.</summary>
    public const int MostKept = 2048;

    private const uint Nanoseconds = 0xA1B23C4D;
    private const int FileHeader = 24;
    private const int RecordHeader = 16;

    private readonly byte[] _record = new byte[RecordHeader + MostKept];
    private readonly Stream _stream;
    private readonly long _start;
    private long _whole;

    /// <param name="stream">Where to, without a buffer of its own; disposed of with this.</param>
    /// <param name="link">What every frame begins with: one of <see cref="LinkTypes"/>.</param>
    /// <exception cref="IOException">The header cannot be written.</exception>
    public PcapWriter(Stream stream, int link)
    {
        _stream = stream;
        _start = stream.CanSeek ? stream.Position : 0;
        Span<byte> header = _record.AsSpan(0, FileHeader);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Nanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], MostKept);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)link);
        Write(header);
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="nanoseconds">When it was captured, since 1970.</param>
    /// <param name="bytes">The frame; what is longer than <see cref="MostKept"/> is cut.</param>
    /// <param name="length">How long it was on the wire, its link header included.</param>
    /// <exception cref="IOException">The disk is full, or the file is gone. What was written before is whole.</exception>
    public void Write(long nanoseconds, ReadOnlySpan<byte> bytes, int length)
    {
        var kept = bytes[..Math.Min(bytes.Length, MostKept)];
        Span<byte> record = _record.AsSpan(0, RecordHeader + kept.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(nanoseconds / 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(nanoseconds % 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)kept.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], (uint)length);
        kept.CopyTo(record[RecordHeader..]);
        Write(record);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private void Write(ReadOnlySpan<byte> whole)
    {
        try
        {
            _stream.Write(whole);
            _stream.Flush();
            _whole += whole.Length;
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }
    }

    /// <summary>A full disk takes part of a record: readers would take that for damage.</summary>
    private void TakeBack()
    {
        try
        {
            if (_stream.CanSeek)
                _stream.SetLength(_start + _whole);
        }
        catch (Exception worse) when (worse is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A reader then tells of a capture that ends within a record, and reads up to there.
        }
    }
}
