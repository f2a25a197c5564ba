using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>Why an IZZY stands stopped, or why Mother fell silent (rule S4). Every cause latches until a reset.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<StopCause>))]
public enum StopCause
{
    /// <summary>No beat came for longer than the limit.</summary>
    Silence,

    /// <summary>An ESTOP was received.</summary>
    StopReceived,

    /// <summary>This process did not run for longer than the limit (a debugger, SIGSTOP, a stalled machine).</summary>
    Frozen,

    /// <summary>The machine was suspended for longer than the limit.</summary>
    Suspended,

    /// <summary>The control loop did not check in within its own limit (rules S8 and S16).</summary>
    ControlLoopSilent,

    /// <summary>One of the heartbeat's own threads ended. Only a new start of the process clears it (rule S19).</summary>
    ThreadDied,

    /// <summary>The program, or a person at it, asked for a stop.</summary>
    LocalStop,

    /// <summary>The program that drove this IZZY through its standard input went away.</summary>
    Detached,

    /// <summary>Verified mode: Mother was started anew, under the same id, after this IZZY had been permitted once.</summary>
    MotherRestarted,
}
