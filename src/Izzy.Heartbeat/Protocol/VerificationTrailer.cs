using System.Buffers.Binary;

namespace Izzy.Heartbeat.Protocol;

/// <summary>On whose side a verified packet was made: what one side says is never taken for what the other says.</summary>
internal enum VerifiedRole : byte
{
    /// <summary>The control side.</summary>
    Mother = 1,

    /// <summary>A robot.</summary>
    Izzy = 2,
}

/// <summary>
/// What verified mode puts behind everything else in a HELLO, HERE or ESTOP. It is found by its mark, at the end, and taken off before the report is
/// read, which is read from its end; peers without a key see a payload that is longer than they expect.
/// </summary>
/// <remarks>
/// <code>
/// offset  bytes  field      from the trailer's start; numbers are big-endian, as the ids in the header are
///      0      1  version    0x01
///      1      1  role       0x01 Mother, 0x02 IZZY
///      2      8  session    drawn at the sender's start
///     10      4  sequence   one more for each packet, from a start that was drawn; circular
///     14      2  pace       Mother's beat period, or an IZZY's limit T, in milliseconds
///     16      8  challenge  the sender's newest; drawn for each packet
///     24      8  echo       the peer's newest challenge that the sender knows; 0 for none
///     32     12  MAC        the first 96 bits of HMAC-SHA256 over all bytes of the packet before it
///     44      4  mark       0x1F 'I' 'Z' 'V'
/// </code>
/// Ninety-six bits: who tries a hundred thousand packets a second for ten years has one chance in 2^51 to hit.
/// </remarks>
internal readonly record struct VerificationTrailer(VerifiedRole Role, ulong Session, uint Sequence, ushort PaceMs, ulong Challenge, ulong Echo)
{
    /// <summary>In bytes. A name that leaves no room for it is refused where a key is given.</summary>
    public const int Length = 48;

    /// <summary>In bytes.</summary>
    public const int MacLength = 12;

    /// <summary>Where the MAC stands, from the trailer's start.</summary>
    public const int MacOffset = 32;

    private const byte Version = 1;
    private const int RoleOffset = 1;
    private const int SessionOffset = 2;
    private const int SequenceOffset = 10;
    private const int PaceOffset = 14;
    private const int ChallengeOffset = 16;
    private const int EchoOffset = 24;
    private const int MarkOffset = 44;

    private static ReadOnlySpan<byte> Mark => "\u001FIZV"u8;

    /// <summary>Finds the trailer at the end of a payload. It says nothing of whether it is authentic.</summary>
    /// <param name="payload">The payload of a packet.</param>
    /// <param name="trailer">What it says.</param>
    /// <param name="rest">The payload without it.</param>
    /// <returns>False if there is none, or one of a version that is not known: then the payload is as it came.</returns>
    public static bool TryFind(ReadOnlySpan<byte> payload, out VerificationTrailer trailer, out ReadOnlySpan<byte> rest)
    {
        trailer = default;
        rest = payload;
        if (payload.Length < Length || !payload.EndsWith(Mark))
            return false;
        var bytes = payload[^Length..];
        if (bytes[0] != Version || bytes[RoleOffset] is not ((byte)VerifiedRole.Mother or (byte)VerifiedRole.Izzy))
            return false;
        trailer = new(
            (VerifiedRole)bytes[RoleOffset],
            BinaryPrimitives.ReadUInt64BigEndian(bytes[SessionOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[SequenceOffset..]),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[PaceOffset..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[ChallengeOffset..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[EchoOffset..]));
        rest = payload[..^Length];
        return true;
    }

    /// <summary>The payload without its trailer, or as it came if it has none.</summary>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> payload) => payload.EndsWith(Mark) && TryFind(payload, out _, out var rest) ? rest : payload;

    /// <summary>Whether the MAC of a packet that has a trailer was made with one of the keys.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="keys">The keys.</param>
    public static bool IsAuthentic(ReadOnlySpan<byte> packet, VerificationKeys keys)
    {
        var at = packet.Length - Length + MacOffset;
        return keys.Accept(packet[..at], packet.Slice(at, MacLength));
    }

    /// <summary>Puts the trailer behind a packet, without allocating.</summary>
    /// <param name="buffer">The packet, with room for the trailer behind it.</param>
    /// <param name="length">The packet's length so far.</param>
    /// <param name="keys">The first of them signs.</param>
    /// <returns>The packet's length now.</returns>
    /// <exception cref="ArgumentException">There is no room for it, in the packet or in the buffer.</exception>
    public int Append(Span<byte> buffer, int length, VerificationKeys keys)
    {
        var whole = length + Length;
        if (whole > HeartbeatMessage.MaxLength || whole > buffer.Length)
            throw new ArgumentException($"A packet of {length} bytes leaves no room for the {Length} of verified mode; give the IZZY a shorter name.", nameof(length));
        buffer[PacketLayout.LengthOffset] = (byte)whole;
        var bytes = buffer[length..whole];
        bytes[0] = Version;
        bytes[RoleOffset] = (byte)Role;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[SessionOffset..], Session);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[SequenceOffset..], Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[PaceOffset..], PaceMs);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[ChallengeOffset..], Challenge);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[EchoOffset..], Echo);
        Mark.CopyTo(bytes[MarkOffset..]);
        keys.Sign(buffer[..(length + MacOffset)], bytes.Slice(MacOffset, MacLength));
        return whole;
    }
}
