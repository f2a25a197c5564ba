using System.Text.Json;
using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat;

/// <summary>
/// Something that happened, told after it was done. One closed family: the command line, the live table, the recorder and
/// every program read the same records. <c>docs/events.md</c> lists them with their fields.
/// </summary>
public abstract partial record HeartbeatEvent
{
    private protected HeartbeatEvent()
    {
    }

    /// <summary>When it happened, by the wall clock, in UTC. It is for people: nothing is decided by it.</summary>
    [JsonIgnore]
    public DateTimeOffset Time { get; init; }

    /// <summary>As text: a converter would keep the generated writer out of use, and with it cost tens of milliseconds at the start.</summary>
    [JsonInclude]
    [JsonPropertyOrder(-2)]
    [JsonPropertyName("time")]
    internal string TimeText => EventTimeConverter.Format(Time);

    /// <summary>The name in lower case with hyphens, such as <c>izzy-found</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("event")]
    public virtual string Kind => JsonNamingPolicy.KebabCaseLower.ConvertName(GetType().Name);

    /// <summary>The event as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GetType(), EventJson.Default);

    /// <summary>Events were dropped because this reader was too slow; the oldest went first.</summary>
    /// <param name="Count">How many this reader missed.</param>
    public sealed record EventsLost(long Count) : HeartbeatEvent;

    /// <summary>Datagrams were rejected. At most one a second for each reason; a foreign dialect once a minute for each sender.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Count">How many since the last event of this reason.</param>
    /// <param name="Address">Where the last one came from.</param>
    /// <param name="Message">What was wrong with it, and where; null where several were held back and counted.</param>
    public sealed record Rejected(RejectReason Reason, long Count, string Address, string? Message = null) : HeartbeatEvent;

    /// <summary>A reset did nothing.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="WaitMs">How long until it would be granted, in milliseconds, where that is known.</param>
    /// <param name="Unconfirmed">Mother: how many IZZYs have not confirmed the stop.</param>
    public sealed record ResetRefused(ResetRefusal Reason, double? WaitMs = null, int? Unconfirmed = null) : HeartbeatEvent;

    /// <summary>
    /// An IZZY stands stopped for a new cause, or Mother fell silent. None before an IZZY's first permit. Mother's has the time at which her beats
    /// ceased, and may be told after the answers to it.
    /// </summary>
    /// <param name="Cause">Why.</param>
    /// <param name="SilenceMs">IZZY: how long its owner had been silent, in milliseconds, where that is known.</param>
    /// <param name="Restored">Mother: true for a stop that was found on disk at the start.</param>
    public sealed record Stopped(StopCause Cause, double? SilenceMs = null, bool? Restored = null) : HeartbeatEvent;

    /// <summary>Two Mothers are on the network, or one IZZY answers another Mother.</summary>
    /// <param name="Mother">The id of the other one.</param>
    /// <param name="Address">Where the datagram that told of her came from.</param>
    public sealed record MotherConflict(Guid Mother, string Address) : HeartbeatEvent;

    /// <summary>One of the heartbeat's own threads ended; its side goes to stop. Start the program again.</summary>
    /// <param name="Thread">Which.</param>
    /// <param name="Message">Why, as far as it is known.</param>
    public sealed record ThreadDied(string Thread, string Message) : HeartbeatEvent;

    /// <summary>The wall clock was set by more than a second. Nothing is decided by it; only the times of events jump.</summary>
    /// <param name="ByMs">By how much, in milliseconds; negative is back.</param>
    public sealed record ClockStepped(double ByMs) : HeartbeatEvent;

    /// <summary>The state directory could not be written. What happened stands for this process, but a restart will not know it.</summary>
    /// <param name="Message">What is wrong.</param>
    public sealed record StateNotSaved(string Message) : HeartbeatEvent;

    internal static double Ms(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);

    internal static double? Ms(TimeSpan? span) => span is { } known ? Ms(known) : null;
}
