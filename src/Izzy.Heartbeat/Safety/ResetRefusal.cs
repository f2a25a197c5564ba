using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>Why a reset did nothing (rules S5 and S14).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ResetRefusal>))]
public enum ResetRefusal
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>Nothing is stopped.</summary>
    NotStopped,

    /// <summary>No beat of the owner is fresh: none was heard, or the last is older than the limit, or older than the last stop.</summary>
    NoFreshBeats,

    /// <summary>What stopped it still holds: a dead thread, a program gone, a control loop that does not check in, a client that was disposed.</summary>
    CauseRemains,

    /// <summary>Asked within a second of a request that was refused: a button held or a key repeating. Let go, wait a second, ask again.</summary>
    Repeated,

    /// <summary>This process has just gone on after a freeze or a shorter pause, and the request may be older than that. Ask again in a second.</summary>
    JustResumed,

    /// <summary>Mother: an IZZY has not confirmed the stop, and the time after which it must have stopped by itself is not over.</summary>
    NotConfirmed,

    /// <summary>Mother: one of her threads died. Start her again.</summary>
    ThreadDied,

    /// <summary>Mother: somebody asked for another stop meanwhile. Look at the stage, then ask again.</summary>
    StoppedAgain,
}
