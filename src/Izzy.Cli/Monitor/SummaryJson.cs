using System.Globalization;
using System.Text.Json;
using Izzy.Capture.Analysis;
using Izzy.Capture.Layers;
using Izzy.Cli.Output;
using Izzy.Cli.Packets;
using Izzy.Wording;

namespace Izzy.Cli.Monitor;

/// <summary>What was seen until now as one line of JSON; <c>docs/capture.md</c> lists the fields. What is not known is left out.</summary>
internal static class SummaryJson
{
    /// <summary>The line.</summary>
    public static string Line(Seen seen) => JsonLine.Of(json =>
    {
        var counts = seen.Traffic.Counts;
        if (seen.Timeline.WallClock(seen.Now) is { } time)
            json.WriteString("time", Spans.Iso(time));
        json.WriteString("event", "summary");
        json.WriteNumber("seconds", Math.Round(seen.Now.TotalSeconds, 3));
        json.WriteNumber("frames", counts.Frames);
        json.WriteNumber("packets", counts.Packets);
        json.WriteNumber("rejectedCount", counts.Rejected);
        json.WriteStartObject("rejected");
        foreach (var (reason, count, _) in counts.Reasons)
            json.WriteNumber(Words.Of(reason), count);
        json.WriteEndObject();
        foreach (var (name, count) in new[] { ("fragments", counts.Fragments), ("cut", counts.Cut), ("malformed", counts.Malformed), ("other", counts.Other), ("untracked", counts.Untracked), ("leftOut", seen.LeftOut) })
            json.WriteNumber(name, count);
        WriteByNumber(json, "elsewhere", counts.Elsewhere);
        WriteByNumber(json, "unknownLinks", counts.UnknownLinks);
        if (seen.Dropped is { } dropped)
            json.WriteNumber("dropped", dropped);
        if (seen.Written is { } written)
            json.WriteNumber("written", written);
        WriteEach(json, "mothers", seen.Traffic.Mothers, mother => WriteMother(json, mother, seen));
        WriteEach(json, "izzies", seen.Traffic.Izzies, izzy => WriteIzzy(json, izzy, seen));
        WriteEach(json, "sessions", seen.Traffic.Sessions.All, session => WriteSession(json, session.Key, session.Value));
        json.WriteNumber("limitMs", Spans.Ms(seen.Traffic.Limit));
        WriteEach(json, "clients", seen.Traffic.Listeners, client => WriteClient(json, client.Key, client.Value, seen));
    });

    private static void WriteMother(Utf8JsonWriter json, MotherTrack mother, Seen seen)
    {
        json.WriteString("id", mother.Key.Id);
        WriteOptional(json, "interface", mother.Key.Interface);
        json.WriteString("address", Passed.AddressOf(mother.Key.Source).ToString());
        json.WriteString("destination", mother.Destination.ToString());
        json.WriteNumber("beats", mother.Beats.Count);
        json.WriteNumber("estops", mother.Estops);
        WriteSignatures(json, mother.Signatures, seen);
        WriteRhythm(json, mother.Beats, seen);
    }

    private static void WriteIzzy(Utf8JsonWriter json, IzzyTrack izzy, Seen seen)
    {
        json.WriteString("id", izzy.Key.Id);
        WriteOptional(json, "name", izzy.Name);
        WriteOptional(json, "interface", izzy.Key.Interface);
        json.WriteString("address", Passed.AddressOf(izzy.Key.Source).ToString());
        if (izzy.Status is { } status)
            json.WriteString("status", Words.Of(status));
        json.WriteNumber("packets", izzy.Heard.Count);
        WriteSignatures(json, izzy.Signatures, seen);
        WriteRhythm(json, izzy.Heard, seen);
        Write(json, "answerTypicalMs", izzy.TypicalAnswer);
        Write(json, "answerSlowestMs", izzy.SlowestAnswer);
    }

    private static void WriteSignatures(Utf8JsonWriter json, Signatures signatures, Seen seen)
    {
        json.WriteNumber(seen.Traffic.HasKeys ? "verified" : "signed", signatures.Signed);
        json.WriteNumber("plain", signatures.Plain);
        if (seen.Traffic.HasKeys)
            json.WriteNumber("wrongMac", signatures.WrongMac);
    }

    private static void WriteSession(Utf8JsonWriter json, SessionKey key, SessionTrack session)
    {
        json.WriteString("id", key.Sender);
        json.WriteString("role", Words.Of(key.Role));
        json.WriteString("session", SignatureText.Hex(key.Session));
        WriteOptional(json, "interface", key.Interface);
        json.WriteNumber("packets", session.Packets);
        json.WriteNumber("wentBack", session.WentBack);
    }

    private static void WriteRhythm(Utf8JsonWriter json, Rhythm rhythm, Seen seen)
    {
        if (rhythm.Count == 0)
            return;
        Write(json, "periodMs", rhythm.Typical);
        Write(json, "gapP99Ms", rhythm.Tail);
        var (length, since) = rhythm.LongestSilence(seen.Now);
        json.WriteNumber("longestSilenceMs", Spans.Ms(length));
        WriteTime(json, "longestSilenceFrom", since, seen);
        json.WriteNumber("missed", rhythm.Missed);
    }

    private static void WriteClient(Utf8JsonWriter json, (string? Interface, uint Destination) at, Listener client, Seen seen)
    {
        WriteOptional(json, "interface", at.Interface);
        json.WriteString("destination", Passed.AddressOf(at.Destination).ToString());
        json.WriteBoolean("verified", client.IsVerified);
        json.WriteNumber("permits", client.Permits);
        json.WriteNumber("stopCount", client.StopCount);
        json.WriteNumber("strangers", client.Strangers);
        Write(json, "beatsTooSlowMs", client.BeatsTooSlow);
        WriteEach(json, "stops", client.Stops, stop =>
        {
            WriteTime(json, "time", stop.At, seen);
            json.WriteString("cause", Words.Of(stop.Cause));
            Write(json, "silenceMs", stop.Silence);
        });
    }

    private static void WriteEach<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteByNumber(Utf8JsonWriter json, string name, IReadOnlyDictionary<int, long> counts)
    {
        if (counts.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var (number, count) in counts)
            json.WriteNumber(number.ToString(CultureInfo.InvariantCulture), count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, TimeSpan? span)
    {
        if (span is { } known)
            json.WriteNumber(name, Spans.Ms(known));
    }

    private static void WriteTime(Utf8JsonWriter json, string name, TimeSpan at, Seen seen)
    {
        if (seen.Timeline.WallClock(at) is { } time)
            json.WriteString(name, Spans.Iso(time));
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }
}
