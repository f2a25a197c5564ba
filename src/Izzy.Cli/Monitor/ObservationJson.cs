using System.Text.Json;
using Izzy.Capture.Analysis;
using Izzy.Capture.Layers;
using Izzy.Cli.Output;
using Izzy.Cli.Packets;
using Izzy.Wording;

namespace Izzy.Cli.Monitor;

/// <summary>What was seen as one line of JSON: where and when, then what <c>decode --json</c> gives, then its timing. What is not known is left out.</summary>
internal static class ObservationJson
{
    /// <summary>The line.</summary>
    public static string Line(Observation seen) => JsonLine.Of(json =>
    {
        if (seen.Time is { } time)
            json.WriteString("time", Spans.Iso(time));
        json.WriteString("event", "packet");
        if (seen.Interface is { } name)
            json.WriteString("interface", name);
        if (seen.Direction != Direction.Unknown)
            json.WriteString("direction", Words.Of(seen.Direction));
        json.WriteString("source", seen.Source.ToString());
        json.WriteString("destination", seen.Destination.ToString());
        WriteContent(json, seen);
        Write("gapMs", seen.Gap);
        Write("latenessMs", seen.Lateness);
        Write("answerMs", seen.Answer);

        void Write(string field, TimeSpan? span)
        {
            if (span is { } known)
                json.WriteNumber(field, Spans.Ms(known));
        }
    });

    private static void WriteContent(Utf8JsonWriter json, Observation seen)
    {
        // One that is well-formed and yet of no use is decoded as any other; why it counts for nothing is told beside it.
        if (seen.Message is { } message)
            PacketJson.Write(json, message, seen.Signature);
        else
            PacketJson.WriteBad(json, seen.Kind == ObservationKind.Rejected ? Words.Of(seen.Reason) : seen.Kind == ObservationKind.Fragment ? "fragment" : "cut", seen.Explanation ?? "");
        if (seen.Kind == ObservationKind.Rejected)
            json.WriteString("rejected", Words.Of(seen.Reason));
    }
}
