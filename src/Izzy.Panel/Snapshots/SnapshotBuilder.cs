using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Alarms;
using Izzy.Panel.Journal;
using Izzy.Wording;

namespace Izzy.Panel.Snapshots;

/// <summary>Makes snapshots. Pure: what Mother knows and the time come in, a record comes out.</summary>
/// <param name="boot">Tells this process from one before it.</param>
/// <param name="options">The title and the ports for hints.</param>
/// <param name="stops">The numbers that stops have on the page.</param>
internal sealed class SnapshotBuilder(Guid boot, PanelOptions options, StopNumbers stops)
{
    public Snapshot Build(long seq, MotherFacts facts, IReadOnlyList<Alarm> alarms, Troubles troubles, long lastEvent)
    {
        var izzies = facts.Izzies
            .OrderBy(izzy => izzy.Name, StringComparer.Ordinal)
            .ThenBy(izzy => izzy.Id)
            .Select(izzy => (Izzy: izzy, Lamp: LampOf(izzy, facts)))
            .ToList();
        return new(
            boot,
            seq,
            HeartbeatEvent.Ms(facts.Now),
            facts.Time,
            options.Title,
            Describe(facts),
            Overall.Of(facts, izzies, alarms),
            [.. izzies.Select(each => Describe(each.Izzy, each.Lamp, facts, troubles))],
            [.. alarms.Select(alarm => new AlarmPart(alarm.Key, alarm.Text, alarm.Since, Words.Of(alarm.State)))],
            lastEvent);
    }

    private Lamp LampOf(IzzyInfo izzy, MotherFacts facts) => facts.IsAlive
        ? Lamp.Of(izzy, facts.StoppedFor, options.ToClientPort)
        : new Lamp("?", "NOT KNOWN", LampKind.Unknown, "a part of Mother stands still", IsLive: false);

    private MotherPart Describe(MotherFacts facts) => new(
        facts.Id,
        HeartbeatEvent.Ms(facts.Interval),
        facts.Stop is not null,
        facts.Stop is null ? 0 : stops.Of(facts.StopRequests),
        facts.Stop is { } stop ? Words.Of(stop.Cause) : null,
        HeartbeatEvent.Ms(facts.StoppedFor),
        Describe(facts.Reset, facts),
        HeartbeatEvent.Ms(facts.Lateness),
        facts.Beats,
        options.ToClientPort,
        options.FromClientPort,
        facts.HasKey ? true : null);

    private static ResetPart Describe(ResetOutlook reset, MotherFacts facts)
    {
        if (reset.Refusal == ResetRefusal.None)
            return new(true, null, "beats may go out again; nothing moves by it", null, null);
        var refused = RefusalOf(reset);
        return new(false, Words.Of(reset.Refusal), TextOf(refused, facts.Izzies), refused.WaitMs, refused.Unconfirmed);
    }

    /// <summary>A refusal as the event that would tell of it; how long and how many only where time and confirmations help.</summary>
    public static HeartbeatEvent.ResetRefused RefusalOf(ResetOutlook reset)
    {
        var helps = reset.Refusal == ResetRefusal.NotConfirmed;
        return new(reset.Refusal, helps ? HeartbeatEvent.Ms(reset.Wait) : null, helps ? reset.Unconfirmed : null);
    }

    /// <summary>A refusal in words, for whoever sees who confirmed and with which proof.</summary>
    public static string TextOf(HeartbeatEvent.ResetRefused refused, IReadOnlyList<IzzyInfo> izzies) =>
        Refusals.Describe(refused.Reason, refused.WaitMs is { } ms ? EventText.Span(ms) : null, refused.Unconfirmed, izzies.Any(Tally.IsUnproven));

    private static IzzyPart Describe(IzzyInfo izzy, Lamp lamp, MotherFacts facts, Troubles troubles) => new(
        izzy.Id == Guid.Empty ? "" : izzy.Id.ToString(),
        Escape.ForTerminal(izzy.Name),
        izzy.Address,
        izzy.IsExpected,
        izzy.Presence,
        Words.Of(lamp.Kind),
        lamp.Word,
        lamp.Check,
        lamp.IsLive,
        facts.IsAlive && Movement.IsPermitted(izzy, facts.Stop is not null),
        HeartbeatEvent.Ms(izzy.Age),
        izzy.Presence == Presence.Missing ? null : izzy.State.Status,
        izzy.State.X,
        izzy.State.Y,
        izzy.State.Z,
        izzy.State.Heading,
        izzy.State.Speed,
        HeartbeatEvent.Ms(izzy.RoundTrip),
        HeartbeatEvent.Ms(izzy.StopConfirmedAfter),
        troubles.Of(izzy.Id),
        izzy.State.Following is { } line
            ? LineFields.Of(line).ToDictionary(field => field.Name, field => float.IsFinite(field.Value) ? field.Value : (float?)null)
            : null,
        izzy.IsVerified);
}
