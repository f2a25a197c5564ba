using System.Buffers.Binary;

namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// A well-formed packet, seen in the buffer that it was received in: nothing is copied and nothing allocated, so that it
/// lives no longer than that buffer's contents. <see cref="HeartbeatMessage"/> is the convenient form that may be kept.
/// </summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0      1  preamble       0x10
///      1     11  message id     ASCII "izzymessage"
///     12      1  length         of the whole packet, 46 to 255
///     13     16  sender UUID    RFC 4122 byte order (big-endian)
///     29     16  receiver UUID  the same; all zero = to everyone
///     45      1  message type   0x01 to 0x08
///     46  0-209  payload        of an IZZY's message: its status report; in verified mode a trailer of 48 bytes behind it
/// </code>
/// Only <see cref="TryRead"/> makes one. The properties of a default value throw <see cref="ArgumentOutOfRangeException"/>
/// or <see cref="IndexOutOfRangeException"/>.
/// </remarks>
public readonly ref struct HeartbeatPacket
{
    private readonly ReadOnlySpan<byte> _bytes;

    private HeartbeatPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What the packet says; one of the known types, for another makes a packet malformed.</summary>
    public MessageType Type => (MessageType)_bytes[PacketLayout.TypeOffset];

    /// <summary>Who sent it.</summary>
    public Guid SenderId => new(_bytes.Slice(PacketLayout.SenderOffset, PacketLayout.GuidLength), bigEndian: true);

    /// <summary>Whom it is for; <see cref="HeartbeatMessage.Everyone"/> for all.</summary>
    public Guid ReceiverId => new(_bytes.Slice(PacketLayout.ReceiverOffset, PacketLayout.GuidLength), bigEndian: true);

    /// <summary>The length of the whole packet in bytes, 46 to 255.</summary>
    public int Length => _bytes.Length;

    /// <summary>What follows the header, 0 to 209 bytes, as it came: the trailer of verified mode included. It need not be a status report.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[PacketLayout.PayloadOffset..];

    /// <summary>True if the receiver is all zero.</summary>
    public bool IsToEveryone => ReceiverId == HeartbeatMessage.Everyone;

    /// <summary>Looks at a datagram. Never throws, whatever came.</summary>
    /// <param name="datagram">The whole datagram, of any length.</param>
    /// <param name="packet">The packet, if it is well-formed; else the default value, which has no properties.</param>
    /// <param name="reason">
    /// <see cref="RejectReason.None"/>, or what is wrong. Where more than one thing is wrong: a foreign dialect is named before
    /// all else, then a length that no packet can have, then the fields in the order in which they stand.
    /// </param>
    /// <returns>True if the datagram is a well-formed packet, whoever it is for.</returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out HeartbeatPacket packet, out RejectReason reason)
    {
        if (datagram.Length is >= HeartbeatMessage.HeaderLength and <= HeartbeatMessage.MaxLength
            && datagram.StartsWith(PacketLayout.Signature)
            && datagram[PacketLayout.LengthOffset] == datagram.Length
            && PacketLayout.IsKnown((MessageType)datagram[PacketLayout.TypeOffset]))
        {
            packet = new(datagram);
            reason = RejectReason.None;
            return true;
        }

        packet = default;
        reason = Classify(datagram);
        return false;
    }

    /// <summary>Reads the payload as a status report, without allocating. The trailer of verified mode, if there is one, is no part of it.</summary>
    /// <param name="nameUtf8">The name, valid UTF-8 as it was received: it may hold control characters, so escape it before showing it.</param>
    /// <param name="state">All else that the report says.</param>
    /// <returns>False if the payload is no report, which does not make the packet less valid.</returns>
    public bool TryReadReport(out ReadOnlySpan<byte> nameUtf8, out IzzyState state) => StatusReport.TryRead(VerificationTrailer.Strip(Payload), out nameUtf8, out state);

    private static RejectReason Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty)
            return RejectReason.Empty;
        if (datagram.StartsWith(PacketLayout.EarlyPyIzzySignature))
            return RejectReason.EarlyPyIzzyDialect;

        // Two length bytes that agree with the datagram. No valid packet is taken for it: up to 255 bytes the first of the two
        // is zero, which as a length would be shorter than a header. Over 255 bytes it is still Java's, and not merely too
        // long, unless the buffer cut it, for then the lengths do not agree.
        var signed = datagram.StartsWith(PacketLayout.Signature);
        if (signed && datagram.Length >= PacketLayout.JavaHeaderLength
            && BinaryPrimitives.ReadUInt16BigEndian(datagram[PacketLayout.LengthOffset..]) == datagram.Length)
        {
            return RejectReason.JavaDialect;
        }

        if (datagram.Length > HeartbeatMessage.MaxLength)
            return RejectReason.TooLong;
        if (datagram.Length < HeartbeatMessage.HeaderLength)
            return RejectReason.TooShort;
        if (datagram[PacketLayout.PreambleOffset] != PacketLayout.Preamble)
            return RejectReason.WrongPreamble;
        if (!signed)
            return RejectReason.WrongMessageId;

        int length = datagram[PacketLayout.LengthOffset];
        if (length < HeartbeatMessage.HeaderLength)
            return RejectReason.LengthBelowHeader;
        if (length > datagram.Length)
            return RejectReason.LengthAboveDatagram;
        if (length < datagram.Length)
            return RejectReason.LengthBelowDatagram;
        return RejectReason.UnknownType;
    }
}
