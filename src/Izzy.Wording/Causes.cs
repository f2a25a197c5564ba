using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Wording;

/// <summary>The words for a stop and its cause, with what to check before a reset.</summary>
internal static class Causes
{
    /// <summary>A cause in a few words, for whoever does not know its name.</summary>
    public static string InWords(StopCause cause) => cause switch
    {
        StopCause.Silence => "no beat was heard",
        StopCause.StopReceived => "a stop was received",
        StopCause.Frozen => "the program stood still",
        StopCause.Suspended => "the machine slept",
        StopCause.ControlLoopSilent => "the program did not check in in time",
        StopCause.ThreadDied => "a part of the heartbeat ended",
        StopCause.LocalStop => "a stop was asked for",
        StopCause.Detached => "the program that drives it went away",
        StopCause.MotherRestarted => "Mother was started anew",
        _ => Words.Of(cause),
    };

    /// <summary>Describes a stop of an IZZY, or of Mother.</summary>
    public static string Describe(HeartbeatEvent.Stopped e, int toClientPort)
    {
        if (e.Restored == true)
            return $"a stop from before the restart still holds ({Words.Of(e.Cause)}); when the stage is clear, reset";
        var silence = e.SilenceMs is { } ms ? $" for {EventText.Span(ms)}" : "";
        return e.Cause switch
        {
            StopCause.Silence => $"silence: no beat{silence}; check Mother, Wi-Fi, firewall on port {toClientPort}, then reset",
            StopCause.StopReceived => "stop-received: the operator, or another program, sent a stop; ask, then reset",
            StopCause.Frozen => "frozen: this program did not run for longer than its limit; check the machine's load and debuggers, then reset",
            StopCause.Suspended => "suspended: the machine slept; turn its sleep off, then reset",
            StopCause.ControlLoopSilent => "control-loop-silent: the program did not check in in time; check whether its loop hangs, then reset",
            StopCause.ThreadDied => "thread-died: a part of the heartbeat ended; start the program again",
            StopCause.LocalStop => "local-stop: asked for here; when the stage is clear, reset",
            StopCause.Detached => "detached: the program that drove this IZZY went away; start it again",
            StopCause.MotherRestarted => "mother-restarted: Mother was started anew; ask why, then reset",
            _ => $"{Words.Of(e.Cause)}; when the stage is clear, reset",
        };
    }
}
