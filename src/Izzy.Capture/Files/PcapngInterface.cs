using System.Text;

namespace Izzy.Capture.Files;

/// <summary>What a newer capture file says of an interface.</summary>
internal sealed class PcapngInterface
{
    /// <summary>Of an option's value, more than this is of no use here.</summary>
    public const int LongestValue = 64;

    private const int NameOption = 2;
    private const int ResolutionOption = 9;
    private const int OffsetOption = 14;

    /// <summary>With more digits behind the point a time of 64 bits would be shorter than a second.</summary>
    private const int MostDigits = 18;

    private const int MostBits = 63;
    private const int IsBinary = 0x80;

    private int _resolution = 6;
    private long _offsetSeconds;

    /// <summary>What its frames begin with.</summary>
    public required int Link { get; init; }

    /// <summary>The most bytes kept of a frame; 0 for all.</summary>
    public required uint SnapLength { get; init; }

    /// <summary>Its name, not escaped; null where the file has none.</summary>
    public string? Name { get; private set; }

    /// <summary>An option of it.</summary>
    /// <param name="code">Which one.</param>
    /// <param name="value">Its value, cut to <see cref="LongestValue"/>.</param>
    /// <param name="source">Knows the byte order.</param>
    public void Take(int code, ReadOnlySpan<byte> value, ByteSource source)
    {
        if (code == NameOption)
            Name = Encoding.UTF8.GetString(value).TrimEnd('\0');
        else if (code == ResolutionOption && !value.IsEmpty)
            _resolution = value[0];
        else if (code == OffsetOption && value.Length >= sizeof(long))
            _offsetSeconds = source.I64(value);
    }

    /// <summary>The time of a packet in nanoseconds since 1970; null where its unit makes no sense.</summary>
    public long? TimeOf(ulong units)
    {
        var exponent = _resolution & ~IsBinary;
        if (exponent > ((_resolution & IsBinary) != 0 ? MostBits : MostDigits))
            return null;
        var scaled = (Int128)units * 1_000_000_000;
        var nanoseconds = (_resolution & IsBinary) != 0 ? scaled >> exponent : scaled / PowerOfTen(exponent);
        var time = nanoseconds + ((Int128)_offsetSeconds * 1_000_000_000);
        return time < 0 || time > long.MaxValue ? null : (long)time;
    }

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (; exponent > 0; exponent--)
            power *= 10;
        return power;
    }
}
