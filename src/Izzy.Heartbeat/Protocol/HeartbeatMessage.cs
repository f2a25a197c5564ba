using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// One packet as an object, with each part of it as a property: the convenient form, which may be kept and passed on, and never
/// changes. Where packets come and go by the thousand, <see cref="HeartbeatPacket"/> and <c>Encode</c> do the same without allocating.
/// </summary>
/// <remarks>
/// It holds the bytes, and everything else is read from them; so a message that was decoded is encoded byte for byte as it came,
/// whatever its payload is. <see cref="HeartbeatPacket"/> draws the layout. The trailer of verified mode is part of the payload; it is taken
/// off only where the report is read.
/// </remarks>
public sealed class HeartbeatMessage
{
    /// <summary>The bytes before the payload: also the shortest packet.</summary>
    public const int HeaderLength = 46;

    /// <summary>The longest packet in bytes: its length is one byte.</summary>
    public const int MaxLength = 255;

    /// <summary>The longest payload in bytes.</summary>
    public const int MaxPayloadLength = MaxLength - HeaderLength;

    /// <summary>The receiver of what is meant for all: the UUID that is all zero.</summary>
    public static readonly Guid Everyone = Guid.Empty;

    private readonly byte[] _bytes;

    /// <summary>Makes a message from the bytes of its payload.</summary>
    /// <param name="type">One of the known types.</param>
    /// <param name="senderId">Who sends it.</param>
    /// <param name="receiverId">Whom it is for; <see cref="Everyone"/> for all.</param>
    /// <param name="payload">0 to 209 bytes, copied. They need not be a status report.</param>
    /// <exception cref="ArgumentException">The type is unknown or the payload too long.</exception>
    public HeartbeatMessage(MessageType type, Guid senderId, Guid receiverId, ReadOnlySpan<byte> payload = default)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        _bytes = buffer[..Encode(buffer, type, senderId, receiverId, payload)].ToArray();
        Report = ReadReport(_bytes);
    }

    /// <summary>Makes a message from a status report.</summary>
    /// <param name="type">One of the known types.</param>
    /// <param name="senderId">Who sends it.</param>
    /// <param name="receiverId">Whom it is for; <see cref="Everyone"/> for all.</param>
    /// <param name="report">What the sender says of itself.</param>
    /// <exception cref="ArgumentException">The type is unknown.</exception>
    public HeartbeatMessage(MessageType type, Guid senderId, Guid receiverId, StatusReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Span<byte> buffer = stackalloc byte[MaxLength];
        _bytes = buffer[..Encode(buffer, type, senderId, receiverId, Encoding.UTF8.GetBytes(report.Name), report.State)].ToArray();
        Report = ReadReport(_bytes);
    }

    private HeartbeatMessage(ReadOnlySpan<byte> wellFormed)
    {
        _bytes = wellFormed.ToArray();
        Report = ReadReport(_bytes);
    }

    /// <summary>The first byte of every packet, 0x10.</summary>
    public byte Preamble => _bytes[PacketLayout.PreambleOffset];

    /// <summary>What tells a heartbeat from other datagrams: <c>izzymessage</c>.</summary>
    public string MessageId => Encoding.ASCII.GetString(_bytes[PacketLayout.MessageIdOffset..PacketLayout.LengthOffset]);

    /// <summary>The length of the whole packet in bytes, 46 to 255.</summary>
    public int Length => _bytes[PacketLayout.LengthOffset];

    /// <summary>Who sent it.</summary>
    public Guid SenderId => new(_bytes.AsSpan(PacketLayout.SenderOffset, PacketLayout.GuidLength), bigEndian: true);

    /// <summary>Whom it is for; <see cref="Everyone"/> for all.</summary>
    public Guid ReceiverId => new(_bytes.AsSpan(PacketLayout.ReceiverOffset, PacketLayout.GuidLength), bigEndian: true);

    /// <summary>What the message says.</summary>
    public MessageType Type => (MessageType)_bytes[PacketLayout.TypeOffset];

    /// <summary>What follows the header, 0 to 209 bytes, as it came: the trailer of verified mode included.</summary>
    public ReadOnlyMemory<byte> Payload => _bytes.AsMemory(PacketLayout.PayloadOffset);

    /// <summary>The payload, without the trailer of verified mode, read as a status report, or null if it is none. A message without one is as valid as any other.</summary>
    public StatusReport? Report { get; }

    /// <summary>Writes a packet with any payload, without allocating.</summary>
    /// <param name="destination">Where to; 255 bytes hold every packet.</param>
    /// <param name="type">One of the known types.</param>
    /// <param name="sender">Who sends it.</param>
    /// <param name="receiver">Whom it is for; <see cref="Everyone"/> for all.</param>
    /// <param name="payload">0 to 209 bytes.</param>
    /// <returns>The bytes written, 46 to 255.</returns>
    /// <exception cref="ArgumentException">The type is unknown, the payload too long, or <paramref name="destination"/> too small.</exception>
    public static int Encode(Span<byte> destination, MessageType type, Guid sender, Guid receiver, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > MaxPayloadLength)
            throw new ArgumentException($"The payload has {payload.Length} bytes, and a packet carries at most {MaxPayloadLength}; shorten it.", nameof(payload));
        var length = HeaderLength + payload.Length;
        Validate(destination, type, length);
        // Before the header, so that a payload that already stands somewhere in the destination is moved whole.
        payload.CopyTo(destination[HeaderLength..]);
        WriteHeader(destination, type, sender, receiver, length);
        return length;
    }

    /// <summary>Writes a packet with a status report, without allocating.</summary>
    /// <param name="destination">Where to; 255 bytes hold every packet.</param>
    /// <param name="type">One of the known types.</param>
    /// <param name="sender">Who sends it.</param>
    /// <param name="receiver">Whom it is for; <see cref="Everyone"/> for all.</param>
    /// <param name="nameUtf8">The name, as <see cref="StatusReport.Write"/> takes it.</param>
    /// <param name="state">All else that the report says.</param>
    /// <returns>The bytes written, 76 to 255.</returns>
    /// <exception cref="ArgumentException">
    /// The type or the status is unknown, the name does not fit or is no UTF-8, or <paramref name="destination"/> is too small.
    /// </exception>
    public static int Encode(Span<byte> destination, MessageType type, Guid sender, Guid receiver, ReadOnlySpan<byte> nameUtf8, in IzzyState state)
    {
        var length = HeaderLength + StatusReport.LengthOf(nameUtf8, state);
        Validate(destination, type, length);
        StatusReport.WriteChecked(destination[HeaderLength..length], nameUtf8, state);
        WriteHeader(destination, type, sender, receiver, length);
        return length;
    }

    /// <summary>Reads a datagram. Never throws, whatever came.</summary>
    /// <param name="datagram">The whole datagram, of any length; copied.</param>
    /// <param name="message">The message, or null.</param>
    /// <param name="reason"><see cref="RejectReason.None"/>, or what is wrong; see <see cref="HeartbeatPacket.TryRead"/>.</param>
    /// <returns>True if the datagram is a well-formed packet, whoever it is for.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out HeartbeatMessage? message, out RejectReason reason)
    {
        message = HeartbeatPacket.TryRead(datagram, out _, out reason) ? new(datagram) : null;
        return message is not null;
    }

    /// <summary>Reads a datagram that ought to be a packet.</summary>
    /// <param name="datagram">The whole datagram; copied.</param>
    /// <returns>The message.</returns>
    /// <exception cref="FormatException">It is none; the message is <see cref="Explain"/>'s.</exception>
    public static HeartbeatMessage Decode(ReadOnlySpan<byte> datagram) =>
        TryDecode(datagram, out var message, out var reason) ? message : throw new FormatException(Explain(datagram, reason));

    /// <summary>Says in one sentence what is wrong with a datagram, and where. Never throws, whatever came.</summary>
    /// <param name="datagram">The datagram that was rejected.</param>
    /// <param name="reason">The reason that was given for it.</param>
    /// <returns>
    /// English text without a line break, in printable ASCII whatever the datagram holds, such as
    /// "The length byte at offset 12 says 47, but 46 bytes arrived."
    /// </returns>
    public static string Explain(ReadOnlySpan<byte> datagram, RejectReason reason) => RejectExplanation.Of(datagram, reason);

    /// <summary>The packet as it goes on the wire.</summary>
    /// <returns>A new array of <see cref="Length"/> bytes.</returns>
    public byte[] ToBytes() => [.. _bytes];

    private static StatusReport? ReadReport(ReadOnlySpan<byte> packet) =>
        StatusReport.TryRead(VerificationTrailer.Strip(packet[PacketLayout.PayloadOffset..]), out StatusReport? report) ? report : null;

    private static void Validate(Span<byte> destination, MessageType type, int length)
    {
        if (!PacketLayout.IsKnown(type))
            throw new ArgumentException($"The message type 0x{(byte)type:X2} is unknown; use one of {nameof(MessageType)}, 0x01 to 0x08.", nameof(type));
        if (destination.Length < length)
            throw new ArgumentException($"The packet needs {length} bytes and the destination has {destination.Length}; {MaxLength} always suffice.", nameof(destination));
    }

    private static void WriteHeader(Span<byte> destination, MessageType type, Guid sender, Guid receiver, int length)
    {
        PacketLayout.Signature.CopyTo(destination);
        destination[PacketLayout.LengthOffset] = (byte)length;
        _ = sender.TryWriteBytes(destination[PacketLayout.SenderOffset..], bigEndian: true, out _);
        _ = receiver.TryWriteBytes(destination[PacketLayout.ReceiverOffset..], bigEndian: true, out _);
        destination[PacketLayout.TypeOffset] = (byte)type;
    }
}
