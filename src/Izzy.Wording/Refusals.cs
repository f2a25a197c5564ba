using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Wording;

/// <summary>The words for what was refused: a reset, or a datagram.</summary>
internal static class Refusals
{
    /// <summary>Describes why a reset did nothing, and what makes the next one succeed.</summary>
    public static string Describe(HeartbeatEvent.ResetRefused e)
    {
        var wait = e.WaitMs is { } ms ? EventText.Span(ms) : null;
        return Describe(e.Reason, wait, e.Unconfirmed);
    }

    /// <summary>The same from the reason alone, as a call of reset returns it.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="unconfirmed">How many have not confirmed the stop.</param>
    /// <param name="anyUnproven">Whether one of these did so without the key: the reader sees it confirmed, and asks why it does not count.</param>
    public static string Describe(ResetRefusal reason, string? wait = null, int? unconfirmed = null, bool anyUnproven = false) => reason switch
    {
        ResetRefusal.None => "it was not refused",
        ResetRefusal.NotStopped => "not-stopped: nothing is stopped",
        ResetRefusal.NoFreshBeats => "no-fresh-beats: Mother is not heard; start or reset her first, then check Wi-Fi and firewall",
        ResetRefusal.CauseRemains => "cause-remains: what stopped it still holds; see the stop before this, mend that, then reset",
        ResetRefusal.Repeated => $"repeated: too soon after a refused one; let go, wait {wait ?? "a second"}, reset again",
        ResetRefusal.JustResumed => $"just-resumed: the request may be older than a pause of this process; reset again in {wait ?? "a second"}",
        ResetRefusal.NotConfirmed when unconfirmed == 0 =>
            $"not-confirmed: a robot that is not heard may still move until its own limit is over; look at the stage, reset again in {wait ?? "3 s"}",
        ResetRefusal.NotConfirmed =>
            $"not-confirmed: {(unconfirmed is { } count ? $"{count} {(count == 1 ? "IZZY has" : "IZZYs have")}" : "an IZZY has")} not confirmed the stop{(anyUnproven ? " (UNVERIFIED does not count)" : "")}; look at the stage, reset again in {wait ?? "3 s"}",
        ResetRefusal.ThreadDied => "thread-died: a part of Mother ended; start her again",
        ResetRefusal.StoppedAgain => "stopped-again: somebody asked for another stop meanwhile; look at the stage, reset again",
        _ => $"{Words.Of(reason)}: reset again when the stage is clear",
    };

    /// <summary>What to check when datagrams are rejected for a reason; empty where there is nothing to do.</summary>
    public static string Advice(RejectReason reason) => reason switch
    {
        RejectReason.JavaDialect => "; an old JavaMother or javaIZZY is on this network: it takes no part, so stop it by other means or update it",
        RejectReason.EarlyPyIzzyDialect => "; an early pyIzzy is on this network: it takes no part, so update it",
        RejectReason.StrangeMother => "; only one Mother may run on this network",
        RejectReason.Unverified => "; start its sender with the venue's --key-file, or find out who sends it",
        RejectReason.WrongMac => "; give both sides the same key file, or find out who sends it",
        RejectReason.Replayed => "; if it goes on, look who else is on this network",
        RejectReason.TooOld => "; look at the Wi-Fi, and who else is on this network",
        RejectReason.OwnReflection => "; check for a loop in the network or a second program with this id",
        RejectReason.WrongReceiver => "; check for a second Mother on this network",
        RejectReason.None or RejectReason.UnexpectedType => "",
        _ => "; check what else sends to this port",
    };
}
