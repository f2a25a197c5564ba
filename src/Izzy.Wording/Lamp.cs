using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Wording;

/// <summary>
/// How one IZZY is shown: a word, a shape and a kind, which is a colour at a terminal and on a page; never colour alone. Silence is
/// never shown as stopped (rule S15).
/// </summary>
/// <param name="Shape">One character.</param>
/// <param name="Word">In capitals.</param>
/// <param name="Kind">What colours both.</param>
/// <param name="Check">What to check, or what is known; empty where all is well.</param>
/// <param name="IsLive">Whether its numbers are live; otherwise they are shown as <c>--</c>.</param>
internal sealed record Lamp(string Shape, string Word, LampKind Kind, string Check, bool IsLive)
{
    private const string Unverified = "UNVERIFIED";

    private static readonly TimeSpan s_confirmWithin = TimeSpan.FromSeconds(1);

    /// <summary>Which of two to show where there is room for one only: the lower.</summary>
    public int Urgency => (int)Kind;

    /// <param name="izzy">The IZZY.</param>
    /// <param name="stoppedFor">How long Mother has been stopped, or null while she beats.</param>
    /// <param name="toClientPort">The port that a firewall may close, for the hint.</param>
    public static Lamp Of(IzzyInfo izzy, TimeSpan? stoppedFor, int toClientPort)
    {
        var lamp = AsItSays(izzy, stoppedFor, toClientPort);
        return izzy.IsVerified switch
        {
            false => Unproven(lamp, isStopped: stoppedFor is not null),
            // The status of that name is no matter of keys: beside a key, the same word must not say both.
            true when lamp.Word == Unverified => lamp with { Word = "NOT SET UP" },
            _ => lamp,
        };
    }

    /// <summary>Seconds with one decimal, as ages are shown.</summary>
    public static string Ago(IzzyInfo izzy) => izzy.Age is { } age ? FormattableString.Invariant($"{age.TotalSeconds:0.0} s") : "--";

    private static Lamp AsItSays(IzzyInfo izzy, TimeSpan? stoppedFor, int toClientPort)
    {
        if (izzy.Presence == Presence.Missing)
            return new("✖", "MISSING", LampKind.Fault, $"never heard; check power, Wi-Fi, firewall on port {toClientPort}", false);
        if (stoppedFor is { } since)
            return WhileStopped(izzy, since);
        return izzy.Presence switch
        {
            Presence.Lost => new("✖", "LOST", LampKind.Fault, $"last HERE {Ago(izzy)} ago; check power, Wi-Fi, firewall on port {toClientPort}", false),
            Presence.Late => new("▲", "LATE", LampKind.Late, $"last HERE {Ago(izzy)} ago", false),
            _ => Present(izzy.State.Status),
        };
    }

    /// <summary>Without the key, anybody could have said so: what would be well is not known, and what is amiss stays amiss.</summary>
    private static Lamp Unproven(Lamp lamp, bool isStopped) => lamp.Kind switch
    {
        LampKind.Stopped when isStopped => lamp with { Shape = "?", Word = Unverified, Kind = LampKind.Unknown, Check = $"{lamp.Check}, but UNVERIFIED: look at the robot" },
        LampKind.Ok or LampKind.Stopped => lamp with { Shape = "?", Word = Unverified, Kind = LampKind.Unknown, Check = $"says {lamp.Word}; start it with the venue's --key-file" },
        LampKind.Unknown => lamp with { Check = $"says that {lamp.Check}; start it with the venue's --key-file" },
        _ => lamp with { Check = $"UNVERIFIED; {lamp.Check}" },
    };

    private static Lamp WhileStopped(IzzyInfo izzy, TimeSpan since)
    {
        var live = izzy.Presence == Presence.Present;
        if (izzy.StopConfirmedAfter is { } after)
            return new("■", "STOPPED", LampKind.Stopped, FormattableString.Invariant($"confirmed after {after.TotalMilliseconds:0} ms"), live);
        return since < s_confirmWithin
            ? new("▲", "STOPPING", LampKind.Late, "not confirmed yet", live)
            : new("✖", "NOT CONFIRMED", LampKind.Fault, "it may be moving: use the wired button", live);
    }

    private static Lamp Present(IzzyStatus status) => status switch
    {
        IzzyStatus.Estop => new("■", "STOPPED", LampKind.Stopped, "waits for its reset", true),
        IzzyStatus.Broken => new("✖", "BROKEN", LampKind.Fault, "it reports a fault: look at the robot", true),
        IzzyStatus.Unverified => new("?", Unverified, LampKind.Unknown, "it is not set up", true),
        IzzyStatus.Moving => new("●", "MOVING", LampKind.Ok, "", true),
        IzzyStatus.Following => new("●", "FOLLOWING", LampKind.Ok, "", true),
        _ => new("●", "OK", LampKind.Ok, "", true),
    };
}
