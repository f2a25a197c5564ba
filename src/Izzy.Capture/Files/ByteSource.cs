using System.Buffers.Binary;

namespace Izzy.Capture.Files;

/// <summary>Bytes of a file or a pipe, one after the other, through one buffer: what a file says of its lengths allocates nothing.</summary>
/// <param name="stream">Where from; it need not be seekable.</param>
internal sealed class ByteSource(Stream stream)
{
    private readonly byte[] _buffer = new byte[65_536];
    private int _next;
    private int _end;

    /// <summary>How many bytes were taken.</summary>
    public long Position { get; private set; }

    /// <summary>Whether numbers are read big-endian.</summary>
    public bool IsBigEndian { get; set; }

    /// <summary>The next four bytes, big-endian, left where they are; null if there are fewer.</summary>
    public uint? Peek()
    {
        while (_end - _next < 4)
        {
            if (!Fill())
                return null;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_next));
    }

    /// <summary>Takes bytes.</summary>
    /// <returns>How many there were: fewer than asked for at the end only.</returns>
    public int Read(Span<byte> destination)
    {
        var read = 0;
        while (read < destination.Length && (_next < _end || Fill()))
        {
            var count = Math.Min(destination.Length - read, _end - _next);
            _buffer.AsSpan(_next, count).CopyTo(destination[read..]);
            Take(count);
            read += count;
        }

        return read;
    }

    /// <summary>Takes bytes and forgets them.</summary>
    /// <returns>False if there were not so many.</returns>
    public bool Skip(long count)
    {
        while (count > 0 && (_next < _end || Fill()))
        {
            var some = (int)Math.Min(count, _end - _next);
            Take(some);
            count -= some;
        }

        return count == 0;
    }

    /// <summary>A number of two bytes in the order of this source.</summary>
    public ushort U16(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>A number of four bytes in the order of this source.</summary>
    public uint U32(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>A number of eight bytes in the order of this source.</summary>
    public long I64(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private void Take(int count)
    {
        _next += count;
        Position += count;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        _end -= _next;
        _next = 0;
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
