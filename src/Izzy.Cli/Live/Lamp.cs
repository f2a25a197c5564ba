using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Spectre.Console;

namespace Izzy.Cli.Live;

/// <summary>
/// How one IZZY is shown: a word, a shape and a colour, never colour alone. Green is OK, amber late, blue stopped and waiting
/// for a reset, red lost or at fault, grey unknown. Silence is never shown as stopped (rule S15).
/// </summary>
/// <param name="Shape">One character.</param>
/// <param name="Word">In capitals.</param>
/// <param name="Colour">Of both.</param>
/// <param name="Check">What to check, or what is known; empty where all is well.</param>
/// <param name="IsLive">Whether its numbers are live; otherwise they are shown as <c>--</c>.</param>
internal sealed record Lamp(string Shape, string Word, Color Colour, string Check, bool IsLive)
{
    private static readonly Color s_green = Color.Green;
    private static readonly Color s_amber = Color.Orange1;
    private static readonly Color s_blue = Color.DodgerBlue1;
    private static readonly Color s_red = Color.Red;
    private static readonly Color s_grey = Color.Grey;

    private static readonly TimeSpan s_confirmWithin = TimeSpan.FromSeconds(1);

    /// <summary>Which of two to show where there is room for one only: the lower.</summary>
    public int Urgency => Colour == s_red ? 0 : Colour == s_amber ? 1 : Colour == s_grey ? 2 : Colour == s_blue ? 3 : 4;

    /// <param name="izzy">The IZZY.</param>
    /// <param name="stoppedFor">How long Mother has been stopped, or null while she beats.</param>
    /// <param name="toClientPort">The port that a firewall may close, for the hint.</param>
    public static Lamp Of(IzzyInfo izzy, TimeSpan? stoppedFor, int toClientPort)
    {
        if (izzy.Presence == Presence.Missing)
            return new("✖", "MISSING", s_red, $"never heard; check power, Wi-Fi, firewall on port {toClientPort}", false);
        if (stoppedFor is { } since)
            return WhileStopped(izzy, since);
        return izzy.Presence switch
        {
            Presence.Lost => new("✖", "LOST", s_red, $"last HERE {Ago(izzy)} ago; check power, Wi-Fi, firewall on port {toClientPort}", false),
            Presence.Late => new("▲", "LATE", s_amber, $"last HERE {Ago(izzy)} ago", false),
            _ => Present(izzy.State.Status),
        };
    }

    /// <summary>Seconds with one decimal, as ages are shown.</summary>
    public static string Ago(IzzyInfo izzy) => izzy.Age is { } age ? FormattableString.Invariant($"{age.TotalSeconds:0.0} s") : "--";

    private static Lamp WhileStopped(IzzyInfo izzy, TimeSpan since)
    {
        var live = izzy.Presence == Presence.Present;
        if (izzy.StopConfirmedAfter is { } after)
            return new("■", "STOPPED", s_blue, FormattableString.Invariant($"confirmed after {after.TotalMilliseconds:0} ms"), live);
        return since < s_confirmWithin
            ? new("▲", "STOPPING", s_amber, "not confirmed yet", live)
            : new("✖", "NOT CONFIRMED", s_red, "it may be moving: use the wired button", live);
    }

    private static Lamp Present(IzzyStatus status) => status switch
    {
        IzzyStatus.Estop => new("■", "STOPPED", s_blue, "waits for its reset", true),
        IzzyStatus.Broken => new("✖", "BROKEN", s_red, "it reports a fault: look at the robot", true),
        IzzyStatus.Unverified => new("?", "UNVERIFIED", s_grey, "it is not set up", true),
        IzzyStatus.Moving => new("●", "MOVING", s_green, "", true),
        IzzyStatus.Following => new("●", "FOLLOWING", s_green, "", true),
        _ => new("●", "OK", s_green, "", true),
    };
}
