using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Alarms;
using Izzy.Wording;

namespace Izzy.Panel.Snapshots;

/// <summary>
/// The one lamp over all, with its reason in words. Pure. The first that holds:
/// <code>
/// what holds                                  lamp     word
/// ------------------------------------------  -------  -------------
/// one of Mother's threads ended               fault    MOTHER BROKEN
/// one of Mother's threads stands still        fault    MOTHER STUCK
/// stopped, one not confirmed after a second   fault    NOT CONFIRMED
/// stopped, one not confirmed yet              late     STOPPING
/// stopped, and nobody is known                unknown  STOPPED
/// stopped, one confirmed without the key      unknown  UNVERIFIED
/// stopped                                     stopped  STOPPED
/// beats reach nobody                          fault    NO NETWORK
/// nobody is known                             unknown  NOBODY HERE
/// one is lost, missing or broken              fault    that one's
/// one is late                                 late     LATE
/// one is not set up, or speaks without key    unknown  that one's
/// one waits for its reset                     stopped  WAITING
/// otherwise                                   ok       ALL HERE
/// </code>
/// </summary>
internal static class Overall
{
    public static OverallPart Of(MotherFacts facts, IReadOnlyList<(IzzyInfo Izzy, Lamp Lamp)> izzies, IReadOnlyList<Alarm> alarms)
    {
        if (facts.Stop?.Cause == StopCause.ThreadDied)
            return Part(LampKind.Fault, "MOTHER BROKEN", "a part of Mother ended, so she stands stopped: start her again");
        if (!facts.IsAlive)
            return Part(LampKind.Fault, "MOTHER STUCK", "a part of Mother stands still, so nothing here is live: use the wired button, then start her again");
        if (facts.Stop is { } stop)
            return Stopped(stop, izzies);
        if (alarms.FirstOrDefault(alarm => alarm is { Key: Conditions.NoInterface, State: not AlarmState.Cleared }) is { } network)
            return Part(LampKind.Fault, "NO NETWORK", network.Text);
        if (izzies.Count == 0)
            return Part(LampKind.Unknown, "NOBODY HERE", "no IZZY has answered");

        var here = Tally.Here(izzies.Select(each => each.Izzy));
        var worst = izzies.MinBy(each => each.Lamp.Urgency);
        var alike = izzies.Where(each => each.Lamp.Kind == worst.Lamp.Kind).ToList();
        return worst.Lamp.Kind switch
        {
            LampKind.Ok => Part(LampKind.Ok, "ALL HERE", here),
            LampKind.Stopped => Part(LampKind.Stopped, "WAITING", $"{Names(alike)} {(alike.Count == 1 ? "waits" : "wait")} for a reset; {here}"),
            _ => Part(worst.Lamp.Kind, worst.Lamp.Word, $"{string.Join("; ", alike.GroupBy(each => each.Lamp.Word).Select(each => $"{each.Key}: {Names([.. each])}"))}; {here}"),
        };
    }

    private static OverallPart Stopped(StopInForce stop, IReadOnlyList<(IzzyInfo Izzy, Lamp Lamp)> izzies)
    {
        var why = Causes.InWords(stop.Cause);
        var confirmed = $"{why}; {Tally.Confirmed(izzies.Select(each => each.Izzy))}";
        if (izzies.Count == 0)
            return Part(LampKind.Unknown, "STOPPED", $"{why}; no IZZY is known, so none confirms it");
        // One that is expected and was never heard may be moving by the beats of before, and its answers be lost.
        var open = izzies.Where(each => each.Izzy.StopConfirmedAfter is null).ToList();
        var late = open.Where(each => each.Lamp.Kind == LampKind.Late).ToList();
        var unproven = izzies.Where(each => Tally.IsUnproven(each.Izzy)).ToList();
        return open.Count == 0 && unproven.Count > 0 ? Part(LampKind.Unknown, "UNVERIFIED", $"{Names(unproven)} confirmed the stop without the key, as anybody could: look; {confirmed}")
            : open.Count == 0 ? Part(LampKind.Stopped, "STOPPED", confirmed)
            : late.Count > 0 ? Part(LampKind.Late, "STOPPING", confirmed)
            : Part(LampKind.Fault, "NOT CONFIRMED", $"{Names(open)} may be moving: use the wired button; {confirmed}");
    }

    private static string Names(List<(IzzyInfo Izzy, Lamp Lamp)> izzies)
    {
        // Enough for a glance; the cards name them all.
        const int most = 3;
        var names = string.Join(", ", izzies.Take(most).Select(each => Escape.ForTerminal(each.Izzy.Name)));
        return izzies.Count > most ? $"{names} and {izzies.Count - most} more" : names;
    }

    private static OverallPart Part(LampKind kind, string word, string reason) => new(Words.Of(kind), word, reason);
}
