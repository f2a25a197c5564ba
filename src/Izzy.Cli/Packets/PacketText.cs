using System.Globalization;
using System.Text;
using Izzy.Capture.Analysis;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Packets;

/// <summary>A packet explained field by field for people.</summary>
internal static class PacketText
{
    private const int BytesInARow = 16;

    /// <summary>More of a datagram that is no packet helps nobody.</summary>
    private const int MostRows = 16;

    /// <summary>A well-formed packet.</summary>
    /// <param name="message">The packet.</param>
    /// <param name="signature">Its trailer, if it has one.</param>
    public static string Of(HeartbeatMessage message, Signature? signature = null)
    {
        var payload = signature is null ? message.Payload : message.Payload[..^VerificationTrailer.Length];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Words.Of(message.Type)}, {message.Length} bytes, well-formed");
        text.AppendLine("  offset  bytes  field             value");
        Field(text, 0, 1, "preamble", $"0x{message.Preamble:X2}");
        Field(text, 1, 11, "message id", message.MessageId);
        Field(text, 12, 1, "length", $"{message.Length}");
        Field(text, 13, 16, "sender", $"{message.SenderId}");
        Field(text, 29, 16, "receiver", message.ReceiverId == HeartbeatMessage.Everyone ? $"{message.ReceiverId} (everyone)" : $"{message.ReceiverId}");
        Field(text, 45, 1, "message type", $"0x{(byte)message.Type:X2} {Words.Of(message.Type)}");
        if (message.Report is { } report)
            Report(text, report);
        else if (payload.IsEmpty)
            Field(text, HeartbeatMessage.HeaderLength, 0, "payload", signature is null ? "none" : "none but the trailer");
        else
            NoReport(text, payload.Span);
        if (signature is not null)
            Trailer(text, message, signature);
        return text.ToString().TrimEnd();
    }

    /// <summary>What is no packet, with its bytes if they could be read.</summary>
    public static string OfBad(string error, string message, ReadOnlySpan<byte> bytes = default)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"No packet ({error}): {message}");
        Dump(text, bytes, 0);
        return text.ToString().TrimEnd();
    }

    private static void Report(StringBuilder text, StatusReport report)
    {
        var nameLength = Encoding.UTF8.GetByteCount(report.Name);
        var offset = HeartbeatMessage.HeaderLength;
        Field(text, offset, nameLength, "name", report.Name.Length == 0 ? "(empty)" : Escape.ForTerminal(report.Name));
        offset += nameLength;
        var state = report.State;
        Number("status", $"{(int)state.Status} {Words.Of(state.Status)}");
        Number("x", $"{state.X} mm");
        Number("y", $"{state.Y} mm");
        Number("z", $"{state.Z} mm");
        Number("heading", $"{state.Heading}°");
        Number("speed", $"{state.Speed} mm/s");
        if (state.Following is { } line)
        {
            foreach (var (name, value) in LineFields.Of(line))
                Number(name, value.ToString(CultureInfo.InvariantCulture));
        }

        // A comma stands before each number.
        void Number(string name, string value)
        {
            Field(text, offset + 1, 4, name, value);
            offset += 5;
        }
    }

    private static void Trailer(StringBuilder text, HeartbeatMessage message, Signature signature)
    {
        var bytes = message.Payload[^VerificationTrailer.Length..].ToArray();
        var (offset, trailer) = (message.Length - VerificationTrailer.Length, signature.Trailer);
        Next(1, "trailer version", $"0x{bytes[0]:X2}");
        Next(1, "role", $"0x{(byte)trailer.Role:X2} {SignatureText.Of(trailer.Role)}");
        Next(8, "session", SignatureText.Hex(trailer.Session));
        Next(4, "sequence", $"{trailer.Sequence}");
        Next(2, "pace", SignatureText.Pace(trailer));
        Next(8, "challenge", SignatureText.Hex(trailer.Challenge));
        Next(8, "echo", trailer.Echo == 0 ? $"{SignatureText.Hex(trailer.Echo)} (none)" : SignatureText.Hex(trailer.Echo));
        var mac = bytes.AsSpan(VerificationTrailer.MacOffset, VerificationTrailer.MacLength);
        Next(VerificationTrailer.MacLength, "MAC", $"{Convert.ToHexStringLower(mac)} {SignatureText.Of(signature.Mac)}");
        Next(4, "mark", "0x1F IZV");

        void Next(int length, string name, string value)
        {
            Field(text, offset, length, name, value);
            offset += length;
        }
    }

    private static void NoReport(StringBuilder text, ReadOnlySpan<byte> payload)
    {
        Field(text, HeartbeatMessage.HeaderLength, payload.Length, "payload", "no status report");
        Dump(text, payload, HeartbeatMessage.HeaderLength);
    }

    private static void Field(StringBuilder text, int offset, int bytes, string field, string value) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"  {offset,6}  {bytes,5}  {field,-16}  {value}");

    private static void Dump(StringBuilder text, ReadOnlySpan<byte> bytes, int offset)
    {
        var shown = Math.Min(bytes.Length, MostRows * BytesInARow);
        for (var i = 0; i < shown; i += BytesInARow)
        {
            var row = bytes[i..Math.Min(i + BytesInARow, shown)];
            var figures = string.Join(' ', row.ToArray().Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
            var letters = string.Concat(row.ToArray().Select(value => value is >= 0x20 and < 0x7F ? (char)value : '.'));
            text.AppendLine(CultureInfo.InvariantCulture, $"  {offset + i,6}  {figures,-47}  {letters}");
        }

        if (shown < bytes.Length)
            text.AppendLine(CultureInfo.InvariantCulture, $"          and {bytes.Length - shown} bytes more");
    }
}
