using System.Diagnostics;
using System.Threading.Channels;
using Izzy.Cli.Output;
using Izzy.Heartbeat;

namespace Izzy.Cli.Demo;

/// <summary>What happened in a demo, counted from its events.</summary>
internal sealed class Summary(ChannelReader<HeartbeatEvent> events)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Counts what there is and writes it. An output that is closed has seen enough.</summary>
    public void Write(TextWriter output, bool json)
    {
        var (found, lost, returned, stops, confirmed, unconfirmed) = (0, 0, 0, 0, 0, 0);
        // Those who confirm the leaving of the demo itself confirm no stop of anybody's.
        while (events.TryRead(out var happened) && happened is not HeartbeatEvent.Leaving)
        {
            found += happened is HeartbeatEvent.IzzyFound ? 1 : 0;
            lost += happened is HeartbeatEvent.IzzyLost ? 1 : happened is HeartbeatEvent.IzziesLost several ? several.Izzies.Count : 0;
            returned += happened is HeartbeatEvent.IzzyReturned ? 1 : 0;
            stops += happened is HeartbeatEvent.Stopped ? 1 : 0;
            // What somebody said without the key proves nothing.
            confirmed += happened is HeartbeatEvent.StopConfirmed { Verified: not false } ? 1 : 0;
            unconfirmed += happened is HeartbeatEvent.StopUnconfirmed ? 1 : 0;
        }

        var seconds = Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1);
        try
        {
            output.WriteLine(json
                ? Json()
                : FormattableString.Invariant($"In {seconds} s: IZZYs found {found}, lost {lost}, returned {returned}; stops {stops}, confirmed {confirmed}, not confirmed {unconfirmed}."));
            output.Flush();
        }
        catch (Exception closed) when (Outputs.IsGone(closed))
        {
            // As the reader of a pipe does that goes away.
        }

        string Json() => JsonLine.Event(DateTimeOffset.UtcNow, "summary", line =>
        {
            line.WriteNumber("seconds", seconds);
            foreach (var (name, count) in new[] { ("found", found), ("lost", lost), ("returned", returned), ("stops", stops), ("confirmed", confirmed), ("unconfirmed", unconfirmed) })
                line.WriteNumber(name, count);
        });
    }
}
