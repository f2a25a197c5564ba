using System.Text.Json;
using Izzy.Capture.Analysis;
using Izzy.Cli.Output;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Packets;

/// <summary>A packet as one line of JSON.</summary>
internal static class PacketJson
{
    /// <summary>A well-formed packet.</summary>
    public static string Of(HeartbeatMessage message, Signature? signature = null) => JsonLine.Of(json => Write(json, message, signature));

    /// <summary>What is no packet.</summary>
    public static string OfBad(string error, string message) => JsonLine.Of(json => WriteBad(json, error, message));

    /// <summary>The fields of a well-formed packet.</summary>
    public static void Write(Utf8JsonWriter json, HeartbeatMessage message, Signature? signature)
    {
        var payload = signature is null ? message.Payload : message.Payload[..^VerificationTrailer.Length];
        json.WriteBoolean("valid", true);
        json.WriteString("type", Words.Of(message.Type));
        json.WriteNumber("length", message.Length);
        json.WriteString("sender", message.SenderId);
        json.WriteString("receiver", message.ReceiverId);
        if (message.Report is { } report)
        {
            json.WriteStartObject("payload");
            WriteReport(json, report);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("payload");
            if (!payload.IsEmpty)
                json.WriteString("payloadHex", Convert.ToHexStringLower(payload.Span));
        }

        if (signature is not null)
            WriteSignature(json, signature);
    }

    /// <summary>The fields of what is no packet.</summary>
    public static void WriteBad(Utf8JsonWriter json, string error, string message)
    {
        json.WriteBoolean("valid", false);
        json.WriteString("error", error);
        json.WriteString("message", message);
    }

    private static void WriteSignature(Utf8JsonWriter json, Signature signature)
    {
        var trailer = signature.Trailer;
        json.WriteStartObject("verified");
        json.WriteString("mac", Words.Of(signature.Mac));
        json.WriteString("role", Words.Of(trailer.Role));
        json.WriteString("session", SignatureText.Hex(trailer.Session));
        json.WriteNumber("sequence", trailer.Sequence);
        json.WriteNumber("paceMs", trailer.PaceMs);
        json.WriteString("challenge", SignatureText.Hex(trailer.Challenge));
        if (trailer.Echo != 0)
            json.WriteString("echo", SignatureText.Hex(trailer.Echo));
        if (signature.EchoAge is { } age)
            json.WriteNumber("echoAgeMs", Spans.Ms(age));
        if (signature.WentBack)
            json.WriteBoolean("wentBack", true);
        json.WriteEndObject();
    }

    private static void WriteReport(Utf8JsonWriter json, StatusReport report)
    {
        json.WriteString("name", report.Name);
        json.WriteString("status", Words.Of(report.State.Status));
        json.WriteStartObject("position");
        json.WriteNumber("x", report.State.X);
        json.WriteNumber("y", report.State.Y);
        json.WriteNumber("z", report.State.Z);
        json.WriteEndObject();
        json.WriteNumber("heading", report.State.Heading);
        json.WriteNumber("speed", report.State.Speed);
        if (report.State.Following is not { } line)
            return;

        json.WriteStartObject("following");
        foreach (var (name, value) in LineFields.Of(line))
        {
            // JSON has no word for infinity, nor for what is no number.
            if (float.IsFinite(value))
                json.WriteNumber(name, value);
            else
                json.WriteNull(name);
        }

        json.WriteEndObject();
    }
}
