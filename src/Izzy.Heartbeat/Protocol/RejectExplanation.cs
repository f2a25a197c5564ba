namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// What is wrong with a datagram, for people. It trusts neither the datagram nor that the reason was given for it, and quotes
/// bytes as figures only, so that nothing in them reaches a terminal.
/// </summary>
internal static class RejectExplanation
{
    public static string Of(ReadOnlySpan<byte> datagram, RejectReason reason) => reason switch
    {
        RejectReason.None => "Nothing is wrong with the packet.",
        RejectReason.Empty => "The datagram is empty.",
        RejectReason.TooShort => $"A packet has at least {HeartbeatMessage.HeaderLength} bytes, but {Arrived(datagram)}.",
        RejectReason.TooLong => $"A packet has at most {HeartbeatMessage.MaxLength} bytes, but {Arrived(datagram)}.",
        RejectReason.WrongPreamble => $"The preamble at offset 0 is {Byte(datagram, PacketLayout.PreambleOffset)} instead of 0x10.",
        RejectReason.WrongMessageId => $"The message id at offset 1 is {MessageId(datagram)} instead of {MessageId(PacketLayout.Signature)} (izzymessage).",
        RejectReason.EarlyPyIzzyDialect => "Early pyIzzy dialect: the message id at offset 1 is hzzymessage instead of izzymessage (0x68 first).",
        RejectReason.JavaDialect => $"Java dialect: two-byte length {datagram.Length} at offset 12, and a header of {PacketLayout.JavaHeaderLength} bytes.",
        RejectReason.LengthBelowHeader => $"{LengthByte(datagram)}, but a header alone has {HeartbeatMessage.HeaderLength}.",
        RejectReason.LengthAboveDatagram or RejectReason.LengthBelowDatagram => $"{LengthByte(datagram)}, but {Arrived(datagram)}.",
        RejectReason.UnknownType => $"The message type at offset 45 is {Byte(datagram, PacketLayout.TypeOffset)}, and 0x01 to 0x08 are known.",
        RejectReason.WrongReceiver => $"The packet is for the receiver {Id(datagram, PacketLayout.ReceiverOffset)}, at offset 29, and not for this one.",
        RejectReason.OwnReflection => $"The sender at offset 13 is {Id(datagram, PacketLayout.SenderOffset)}, the id of the one who received it.",
        RejectReason.UnexpectedType => $"The message type at offset 45 is {Byte(datagram, PacketLayout.TypeOffset)}, for which the one who received it has no use.",
        RejectReason.StrangeMother => $"The sender at offset 13 is {Id(datagram, PacketLayout.SenderOffset)}, a Mother that does not own this IZZY.",
        RejectReason.Unverified => $"The {Type(datagram)} carries no proof that it was made with the key, and only what does counts here.{NotObeyed(datagram)}",
        RejectReason.WrongMac => $"The {Type(datagram)} was changed on its way, or made with another key than the one used here.{NotObeyed(datagram)}",
        RejectReason.Replayed => $"The {Type(datagram)} is authentic, but was heard before, is older than one that was heard, is of a session that is over, or was sent back to the side that made it.",
        RejectReason.TooOld => $"The {Type(datagram)} is authentic, but what it echoes was sent longer ago than the limit: the network holds packets back, or somebody does.",
        _ => $"The packet was rejected for a reason without a name ({(int)reason}).",
    };

    private static string Arrived(ReadOnlySpan<byte> datagram) => $"{datagram.Length} {(datagram.Length == 1 ? "byte" : "bytes")} arrived";

    private static string LengthByte(ReadOnlySpan<byte> datagram) =>
        datagram.Length > PacketLayout.LengthOffset ? $"The length byte at offset 12 says {datagram[PacketLayout.LengthOffset]}" : "The length byte at offset 12 is missing";

    private static string Byte(ReadOnlySpan<byte> datagram, int offset) => datagram.Length > offset ? $"0x{datagram[offset]:X2}" : "missing";

    private static string Type(ReadOnlySpan<byte> datagram) =>
        datagram.Length > PacketLayout.TypeOffset && PacketLayout.IsKnown((MessageType)datagram[PacketLayout.TypeOffset])
            ? ((MessageType)datagram[PacketLayout.TypeOffset]).ToString().ToUpperInvariant()
            : "packet";

    private static string NotObeyed(ReadOnlySpan<byte> datagram) =>
        datagram.Length > PacketLayout.TypeOffset && (MessageType)datagram[PacketLayout.TypeOffset] == MessageType.Estop
            ? " The stop that it asks for was not obeyed; silence stops all the same."
            : "";

    private static string MessageId(ReadOnlySpan<byte> datagram) => datagram.Length >= PacketLayout.LengthOffset
        ? Convert.ToHexStringLower(datagram[PacketLayout.MessageIdOffset..PacketLayout.LengthOffset])
        : "missing";

    private static string Id(ReadOnlySpan<byte> datagram, int offset) => datagram.Length >= offset + PacketLayout.GuidLength
        ? new Guid(datagram.Slice(offset, PacketLayout.GuidLength), bigEndian: true).ToString()
        : "missing";
}
