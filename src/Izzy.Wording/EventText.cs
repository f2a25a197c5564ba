using System.Globalization;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Wording;

/// <summary>
/// One line for people for each event: the local time, the event's name, and what happened; beside a fault what to check.
/// Everything that was received is escaped.
/// </summary>
internal static class EventText
{
    /// <summary>The columns of the longest name that events have, so that what happened stands in one column.</summary>
    private const int KindWidth = 18;

    /// <summary>Describes an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="toClientPort">The port that a firewall on the robot must let in, for the advice.</param>
    /// <param name="fromClientPort">The port that a firewall at Mother must let in, for the advice.</param>
    /// <param name="zone">Whose local time; null for this machine's.</param>
    public static string Describe(HeartbeatEvent happened, int toClientPort = Ports.UdpToClient, int fromClientPort = Ports.UdpFromClient, TimeZoneInfo? zone = null)
    {
        var time = TimeZoneInfo.ConvertTime(happened.Time, zone ?? TimeZoneInfo.Local).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{time}  {happened.Kind.PadRight(KindWidth)}  {Line(happened, toClientPort, fromClientPort)}";
    }

    /// <summary>What happened as one line, without time and name.</summary>
    public static string Line(HeartbeatEvent happened, int toClientPort, int fromClientPort) => OneLine(What(happened, toClientPort, fromClientPort));

    /// <summary>What happened, without time and name; empty for an event that this program has no words for.</summary>
    internal static string What(HeartbeatEvent happened, int toClientPort, int fromClientPort) => happened switch
    {
        HeartbeatEvent.EventsLost e => $"{Count(e.Count, "event")} not shown: this output is too slow",
        HeartbeatEvent.Rejected e => Rejected(e),
        HeartbeatEvent.ResetRefused e => Refusals.Describe(e),
        HeartbeatEvent.Stopped e => Causes.Describe(e, toClientPort),
        HeartbeatEvent.MotherConflict e => $"another Mother ({e.Mother}) was heard of from {e.Address}; only one may run on this network: leave the other, or give each her own ports",
        HeartbeatEvent.ThreadDied e => $"the thread {e.Thread} ended, so this side stands stopped; start the program again and report this: {e.Message}",
        HeartbeatEvent.ClockStepped e => $"the clock was set {(e.ByMs < 0 ? "back" : "forward")} by {Span(Math.Abs(e.ByMs))}; only the times shown jump",
        HeartbeatEvent.StateNotSaved e => $"{e.Message} A restart may not know of a stop; check the disk and the rights of the state directory",

        HeartbeatEvent.Waiting e => $"{Name(e.Name)} ({e.Id}) waits for Mother on port {toClientPort}; it stops after {Span(e.LimitMs)} of silence",
        HeartbeatEvent.Connected e => Connected(e),
        HeartbeatEvent.Permitted e => $"may move (permit {e.Permit})",
        HeartbeatEvent.LimitTooShort e => $"beats come every {Span(e.SpacingMs)}, too slowly for the limit of {Span(e.LimitMs)}; use the same --preset on both sides, or check the Wi-Fi",
        HeartbeatEvent.StopActionFailed e => $"the stop action failed: {e.Message}; the IZZY stays stopped, so cut the drive by hand and mend the action",
        HeartbeatEvent.StatusReported e => $"reports {Words.Of(e.Status)} from now on",

        HeartbeatEvent.Beating e => $"Mother {e.Id} beats every {Span(e.IntervalMs)} to port {toClientPort} and listens on {fromClientPort}{(e.Verified == true ? ", verified by her key" : "")}",
        HeartbeatEvent.Reset => "beats go out again; each IZZY is permitted by its own reset, and none moves by this",
        HeartbeatEvent.Leaving => "Mother leaves: every IZZY is told to stop, then there is silence",
        HeartbeatEvent.IzzyFound e => $"{Who(e)} is here: {Words.Of(e.Status)}{Proof(e)}",
        HeartbeatEvent.IzzyLate e => $"{Who(e)} last heard {Ago(e.SilenceMs)}; if this comes often, check the Wi-Fi",
        HeartbeatEvent.IzzyLost e => $"{Who(e)} last heard {Ago(e.SilenceMs)}; check power, Wi-Fi, firewall on port {toClientPort}",
        HeartbeatEvent.IzziesLate e => $"{Several(e.Izzies)}; if this comes often, check the Wi-Fi",
        HeartbeatEvent.IzziesLost e => $"{Several(e.Izzies)}; check what they share: access point, switch, this machine's cable, firewall on port {toClientPort}",
        HeartbeatEvent.IzzyReturned e => $"{Who(e)} is back after {Span(e.SilenceMs)}: {Words.Of(e.Status)}{Proof(e)}",
        HeartbeatEvent.IzzyStatusChanged e => $"{Who(e)} reports {Words.Of(e.Status)}{(e.Status == IzzyStatus.Broken ? "; look at the robot" : "")}{Proof(e)}",
        HeartbeatEvent.DuplicateIzzy e => Duplicate(e),
        HeartbeatEvent.StopConfirmed e => $"{Who(e)} stopped, confirmed after {Span(e.AfterMs)}{(e.Verified == false ? ", but UNVERIFIED: anybody could have said so; look at the robot" : "")}",
        HeartbeatEvent.StopUnconfirmed e => $"{Who(e)} has NOT confirmed the stop; look at the robot and use the hard-wired stop",
        HeartbeatEvent.NoInterface e => e.Message,
        HeartbeatEvent.Interfaces e => e.Outlets.Count == 0 ? "beats go out nowhere" : $"beats go out by {string.Join(", ", e.Outlets)}",
        HeartbeatEvent.Paused e => $"Mother herself did not run for {Span(e.PausedMs)}, so robots may have stopped; check the load of this machine, sleep and debuggers",
        HeartbeatEvent.RegistryFull e => $"more than {e.Capacity} IZZYs; further ones are not shown: 'forget NAME' strikes old ones",
        HeartbeatEvent.ReceiveBufferSmall e => $"answers of {e.Izzies} IZZYs may be lost: the receive buffer holds {e.HaveBytes} bytes and they need {e.NeedBytes}; on Linux: sysctl -w net.core.rmem_max={e.NeedBytes}, then start Mother again",
        _ => "",
    };

    private static string Rejected(HeartbeatEvent.Rejected e)
    {
        var how = e.Count == 1 ? "a datagram" : Count(e.Count, "datagram");
        return $"{how} from {e.Address} counted for nothing ({Words.Of(e.Reason)}){(e.Message is { } message ? $": {message}" : "")}{Refusals.Advice(e.Reason)}";
    }

    private static string Connected(HeartbeatEvent.Connected e) => e.Owner switch
    {
        OwnerKind.First => $"to Mother {e.Mother} at {e.Address}{Proof(e)}",
        OwnerKind.Same => $"to Mother {e.Mother} at {e.Address} again{Proof(e)}",
        _ => $"to ANOTHER Mother, {e.Mother} at {e.Address}; if she is the right one, reset by hand",
    };

    private static string Proof(HeartbeatEvent.Connected e) => e.Verified == true ? ", verified" : "";

    private static string Proof(HeartbeatEvent.AboutIzzy e) => e.Verified is { } verified ? verified ? ", verified" : ", UNVERIFIED" : "";

    private static string Duplicate(HeartbeatEvent.DuplicateIzzy e) => e.OtherId == e.Id
        ? $"{Who(e)} and {e.OtherAddress} use one id, {e.Id}; give one of them its own --state or --id"
        : $"{Who(e)} and {e.OtherAddress} use one name; rename one of them";

    private static string Several(IReadOnlyList<HeartbeatEvent.SilentIzzy> izzies) =>
        $"{izzies.Count} IZZYs last heard {Ago(izzies.Max(izzy => izzy.SilenceMs))} or later: {string.Join(", ", izzies.Select(izzy => Name(izzy.Name)))}";

    private static string Who(HeartbeatEvent.AboutIzzy e) => $"{Name(e.Name)} ({e.Address})";

    private static string Name(string name) => name.Length == 0 ? "(no name)" : name;

    private static string OneLine(string text) => Escape.ForTerminal(text.ReplaceLineEndings(" "));

    private static string Count(long count, string what) => $"{count.ToString(CultureInfo.InvariantCulture)} {what}{(count == 1 ? "" : "s")}";

    private static string Ago(double ms) => $"{Span(ms)} ago";

    /// <summary>Milliseconds for people: finer than a tenth of a second only where that is short.</summary>
    internal static string Span(double ms) => ms < 600
        ? $"{ms.ToString(ms < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} ms"
        : $"{(ms / 1000).ToString("0.0", CultureInfo.InvariantCulture)} s";
}
