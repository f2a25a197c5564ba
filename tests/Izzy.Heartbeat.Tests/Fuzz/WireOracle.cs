using System.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// What a datagram is, by the words of <c>docs/protocol.md</c> and by nothing of the library but its names: written by hand,
/// byte by byte, slow and plain, so that it shares no mistake with the decoder.
/// </summary>
internal static class WireOracle
{
    private static readonly byte[] s_messageId = Encoding.ASCII.GetBytes("izzymessage");
    private static readonly byte[] s_earlyMessageId = Encoding.ASCII.GetBytes("hzzymessage");
    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>"A foreign dialect is named first, then a length that no packet can have, then the first wrong field from the left."</summary>
    public static RejectReason Judge(ReadOnlySpan<byte> datagram)
    {
        var preambleIsRight = datagram.Length > 0 && datagram[0] == 16;
        var idIsRight = datagram.Length >= 12 && Same(datagram.Slice(1, 11), s_messageId);
        if (datagram.Length == 0)
            return RejectReason.Empty;
        if (preambleIsRight && datagram.Length >= 12 && Same(datagram.Slice(1, 11), s_earlyMessageId))
            return RejectReason.EarlyPyIzzyDialect;
        if (preambleIsRight && idIsRight && datagram.Length >= 47 && (datagram[12] * 256) + datagram[13] == datagram.Length)
            return RejectReason.JavaDialect;
        if (datagram.Length < 46)
            return RejectReason.TooShort;
        if (datagram.Length > 255)
            return RejectReason.TooLong;
        if (!preambleIsRight)
            return RejectReason.WrongPreamble;
        if (!idIsRight)
            return RejectReason.WrongMessageId;
        if (datagram[12] < 46)
            return RejectReason.LengthBelowHeader;
        if (datagram[12] != datagram.Length)
            return datagram[12] > datagram.Length ? RejectReason.LengthAboveDatagram : RejectReason.LengthBelowDatagram;
        return datagram[45] is 0 or > 8 ? RejectReason.UnknownType : RejectReason.None;
    }

    /// <summary>What an IZZY makes of it that belongs to <see cref="Cast.Owner"/> and is <see cref="Cast.Self"/>.</summary>
    public static RejectReason JudgeForIzzy(ReadOnlySpan<byte> datagram)
    {
        var reason = Judge(datagram);
        if (reason != RejectReason.None)
            return reason;
        if (Sender(datagram) == Cast.Self)
            return RejectReason.OwnReflection;
        if (Receiver(datagram) != Cast.Self && Receiver(datagram) != Cast.Everyone)
            return RejectReason.WrongReceiver;
        // HELLO is 1 and ESTOP is 6; an IZZY has no use for anything else.
        if (datagram[45] is not 1 and not 6)
            return RejectReason.UnexpectedType;
        return Sender(datagram) == Cast.Owner ? RejectReason.None : RejectReason.StrangeMother;
    }

    /// <summary>What a Mother makes of it who is <see cref="Cast.Owner"/>.</summary>
    public static RejectReason JudgeForMother(ReadOnlySpan<byte> datagram)
    {
        var reason = Judge(datagram);
        if (reason != RejectReason.None)
            return reason;
        if (Sender(datagram) == Cast.Owner)
            return RejectReason.OwnReflection;
        if (datagram[45] == 1)
            return RejectReason.UnexpectedType;
        return Receiver(datagram) == Cast.Owner || Receiver(datagram) == Cast.Everyone ? RejectReason.None : RejectReason.WrongReceiver;
    }

    public static Guid Sender(ReadOnlySpan<byte> packet) => Uuid(packet.Slice(13, 16));

    public static Guid Receiver(ReadOnlySpan<byte> packet) => Uuid(packet.Slice(29, 16));

    /// <summary>The number of the status and the name of the report in a packet, or null if its payload is none.</summary>
    public static (int Status, string Name, bool IsLong)? Report(ReadOnlySpan<byte> packet)
    {
        var payload = packet[46..^TrailerLength(packet)];
        foreach (var (fields, isLong) in (ReadOnlySpan<(int, bool)>)[(17, true), (6, false)])
        {
            var nameLength = payload.Length - (fields * 5);
            if (nameLength < 0)
                continue;
            var commas = true;
            for (var field = 0; field < fields; field++)
                commas &= payload[nameLength + (field * 5)] == (byte)',';
            var status = payload[(nameLength + 1)..];
            var number = commas ? status[0] | (status[1] << 8) | (status[2] << 16) | (status[3] << 24) : 0;
            if (number is < 1 or > 6 || (isLong && number != 3))
                continue;
            try
            {
                return (number, s_strictUtf8.GetString(payload[..nameLength]), isLong);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>"They are found by their mark, from the end": 48 bytes of a version and a role that are known, or none.</summary>
    public static int TrailerLength(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 46 + 48)
            return 0;
        var trailer = packet[^48..];
        var isMarked = trailer[44] == 0x1F && trailer[45] == 'I' && trailer[46] == 'Z' && trailer[47] == 'V';
        return isMarked && trailer[0] == 1 && (trailer[1] == 1 || trailer[1] == 2) ? 48 : 0;
    }

    /// <summary>A UUID is written in the order of its digits.</summary>
    private static Guid Uuid(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3],
        (short)((bytes[4] << 8) | bytes[5]),
        (short)((bytes[6] << 8) | bytes[7]),
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);

    private static bool Same(ReadOnlySpan<byte> one, byte[] other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            if (one[i] != other[i])
                return false;
        }

        return true;
    }
}
