using System.Globalization;
using System.Text;
using Izzy.Capture.Analysis;
using Izzy.Capture.Layers;
using Izzy.Cli.Packets;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Cli.Monitor;

/// <summary>What was seen, for people: who, how regularly, the longest silence of each, and where a client would have stopped.</summary>
internal static class SummaryText
{
    /// <summary>More stops of one client do not help anybody; all of them stand in the JSON.</summary>
    private const int MostStops = 20;

    /// <summary>The same of sessions.</summary>
    private const int MostSessions = 20;

    /// <summary>The whole, several lines without the last line end.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="zone">Whose time of day; null for this machine's.</param>
    public static string Of(Seen seen, TimeZoneInfo? zone = null)
    {
        var text = new StringBuilder();
        var counts = seen.Traffic.Counts;
        text.AppendLine(Inv($"{Inv($"{seen.Now.TotalSeconds:0.0}")} s, {Count(counts.Frames, "frame")}: {Count(counts.Packets, "packet")} of the heartbeat at the ports {seen.Traffic.Ports.ToClient} and {seen.Traffic.Ports.FromClient}, {counts.Rejected} rejected"));
        Mothers(text, seen, zone);
        Izzies(text, seen, zone);
        foreach (var (at, client) in seen.Traffic.Listeners)
            Client(text, at, client, seen, zone);
        foreach (var line in Notes(seen))
            text.AppendLine(line);
        return text.ToString().TrimEnd();
    }

    /// <summary>One line of the same, for while it goes on.</summary>
    public static string Brief(Seen seen)
    {
        var counts = seen.Traffic.Counts;
        // A verified client and a plain one at the same place are two thoughts of the same robot.
        var stops = seen.Traffic.Listeners.GroupBy(client => client.Key).Sum(place => place.Max(client => client.Value.StopCount));
        return Inv($"-- {seen.Now.TotalSeconds:0} s: {Count(counts.Packets, "packet")}, {counts.Rejected} rejected, Mothers {seen.Traffic.Mothers.Select(mother => mother.Key.Id).Distinct().Count()}, IZZYs {seen.Traffic.Izzies.Select(izzy => izzy.Key.Id).Distinct().Count()}; with a limit of {Durations.Format(seen.Traffic.Limit)} stopped {stops} times")
            + (seen.Dropped > 0 ? Inv($"; {seen.Dropped} lost by the system") : "");
    }

    private static void Mothers(StringBuilder text, Seen seen, TimeZoneInfo? zone)
    {
        foreach (var mother in seen.Traffic.Mothers)
        {
            text.AppendLine(Inv($"Mother {mother.Key.Id} at {Passed.AddressOf(mother.Key.Source)}{On(mother.Key.Interface)} to {mother.Destination}: {Count(mother.Beats.Count, "beat")}{(mother.Estops > 0 ? $", {mother.Estops} ESTOP" : "")}"));
            Rhythm(text, mother.Beats, seen, zone);
            Signed(text, mother.Signatures, seen);
        }
    }

    private static void Izzies(StringBuilder text, Seen seen, TimeZoneInfo? zone)
    {
        foreach (var izzy in seen.Traffic.Izzies)
        {
            var name = izzy.Name is { Length: > 0 } known ? Escape.ForTerminal(known) : "(no name)";
            text.AppendLine(Inv($"IZZY {name} {izzy.Key.Id} at {Passed.AddressOf(izzy.Key.Source)}{On(izzy.Key.Interface)}: {Count(izzy.Heard.Count, "packet")}{(izzy.Status is { } status ? $", last {Words.Of(status)}" : "")}"));
            Rhythm(text, izzy.Heard, seen, zone);
            Signed(text, izzy.Signatures, seen);
            if (izzy.TypicalAnswer is { } answer)
                text.AppendLine(Inv($"    answers after {Spans.Text(answer)}, at the slowest {Spans.Text(izzy.SlowestAnswer)}"));
        }
    }

    private static void Rhythm(StringBuilder text, Rhythm rhythm, Seen seen, TimeZoneInfo? zone)
    {
        if (rhythm.Count == 0)
            return;
        if (rhythm.Count == 1)
        {
            text.AppendLine(Inv($"    once, at {Spans.TimeOfDay(seen.Timeline.WallClock(rhythm.First), zone)}"));
            return;
        }

        var (length, since) = rhythm.LongestSilence(seen.Now);
        var goesOn = since == rhythm.Last ? ", and it goes on" : "";
        text.AppendLine(Inv($"    every {Spans.Text(rhythm.Typical)}, 99 of 100 within {Spans.Text(rhythm.Tail)}, about {rhythm.Missed} missed; longest silence {Spans.Text(length)}, from {Spans.TimeOfDay(seen.Timeline.WallClock(since), zone)}{goesOn}"));
    }

    private static void Signed(StringBuilder text, Signatures signatures, Seen seen)
    {
        if (seen.Traffic.HasKeys)
            text.AppendLine(Inv($"    {signatures.Signed} verified, {signatures.Plain} plain, {signatures.WrongMac} with a WRONG MAC"));
        else if (signatures.Signed > 0)
            text.AppendLine(Inv($"    {signatures.Signed} signed, not checked (that takes --key-file), {signatures.Plain} plain"));
    }

    private static void Client(StringBuilder text, (string? Interface, uint Destination) at, Listener client, Seen seen, TimeZoneInfo? zone)
    {
        var where = at.Destination == 0xFFFFFFFF ? "hears broadcasts" : $"hears what goes to {Passed.AddressOf(at.Destination)}";
        var who = !client.IsVerified ? "A client" : seen.Traffic.HasKeys ? "A verified client" : "A verified client, if what is signed is genuine,";
        text.AppendLine(Inv($"{who} with a limit of {Durations.Format(seen.Traffic.Limit)} that {where}{On(at.Interface)} {Verdict(client)}"));
        foreach (var stop in client.Stops.Take(MostStops))
            text.AppendLine(Inv($"    {Spans.TimeOfDay(seen.Timeline.WallClock(stop.At), zone)}  {Words.Of(stop.Cause)}{(stop.Silence is { } silence ? $", {Spans.Text(silence)} after {(client.IsVerified ? "the challenge that was echoed last" : "the last beat")}" : "")}"));
        if (client.StopCount > MostStops)
            text.AppendLine(Inv($"    and {client.StopCount - MostStops} more"));
        if (client.BeatsTooSlow is { } spacing)
        {
            // (N + ½) periods, of which one beat may be lost and another late: one more than the least that is allowed.
            var beats = (client.IsVerified ? HeartbeatPreset.LeastVerifiedBeats : HeartbeatPreset.LeastBeats) + 1;
            var limit = TimeSpan.FromMilliseconds(Math.Ceiling(beats * spacing.TotalMilliseconds));
            text.AppendLine(Inv($"    beats come every {Spans.Text(spacing)}, too slowly for this limit: try --limit {Durations.Format(limit)}"));
        }

        if (client.Strangers > 0)
            text.AppendLine(Inv($"    {Count(client.Strangers, "packet")} of another Mother: only one may run on a network"));
    }

    private static string Verdict(Listener client) => client switch
    {
        { StopCount: 1 } => "would have stopped once:",
        { StopCount: > 1 } => Inv($"would have stopped {client.StopCount} times:"),
        { Permits: 0 } => "would never have been permitted: beats were not fresh for so long",
        _ => "would not have stopped",
    };

    private static IEnumerable<string> Notes(Seen seen)
    {
        var (counts, timeline) = (seen.Traffic.Counts, seen.Timeline);
        foreach (var (reason, count, from) in counts.Reasons)
            yield return Inv($"Rejected: {count} {Words.Of(reason)}, the last from {from}{Refusals.Advice(reason)}");
        if (counts.Fragments > 0)
            yield return Inv($"{Count(counts.Fragments, "fragment")} of datagrams that were sent in parts: not put together, for no heartbeat is that long");
        if (counts.Cut > 0)
            yield return Inv($"{Count(counts.Cut, "datagram")} of which the capture kept a part only: not judged; capture whole packets");
        if (counts.Malformed > 0)
            yield return Inv($"{Count(counts.Malformed, "frame")} with headers that make no sense");
        foreach (var (link, count) in counts.UnknownLinks)
            yield return Inv($"{Count(count, "frame")} of link type {link}, which is not understood: capture Ethernet, Linux cooked, loopback or IP");
        foreach (var (port, count) in counts.Elsewhere)
            yield return Inv($"{Count(count, "packet")} of a heartbeat at port {port}: for these, give --to-client-port and --from-client-port");
        foreach (var (key, session) in seen.Traffic.Sessions.All.Where(session => session.Value.WentBack > 0).Take(MostSessions))
            yield return Inv($"{SignatureText.Of(key.Role)} {key.Sender}{On(key.Interface)}, session {SignatureText.Hex(key.Session)}: {session.WentBack} of {Count(session.Packets, "packet")} went back in their number: replayed, or overtaken on the way");
        if (seen.Traffic.Sessions.Untracked > 0)
            yield return Inv($"{Count(seen.Traffic.Sessions.Untracked, "packet")} of further sessions: more than {Sessions.Most} are not followed");
        if (counts.Untracked > 0)
            yield return Inv($"{Count(counts.Untracked, "packet")} of further senders: more than {Capture.Analysis.Traffic.MostTracks} are not told apart");
        if (timeline.Timeless > 0)
            yield return Inv($"{Count(timeline.Timeless, "frame")} without a time: taken to have come with the one before");
        if (timeline.Backwards > 0)
            yield return Inv($"{Count(timeline.Backwards, "frame")} older than one before: taken to have come with it");
        if (seen.Dropped > 0)
            yield return Inv($"{Count(seen.Dropped.Value, "packet")} lost by the system, because this program was too slow: gaps may be longer here than they were");
        if (seen.LeftOut > 0)
            yield return Inv($"{Count(seen.LeftOut, "line")} left out");
        if (seen.Written is { } written)
            yield return Inv($"{Count(written, "frame")} written");
    }

    private static string On(string? name) => name is null ? "" : $" on {Escape.ForTerminal(name)}";

    private static string Count(long count, string what) => Inv($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
