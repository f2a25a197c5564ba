using System.Text.Json.Serialization;

namespace Izzy.Heartbeat.Protocol;

/// <summary>How an IZZY sees Mother. It is never sent; the numbers are the reference's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MotherStatus>))]
public enum MotherStatus
{
    /// <summary>Her beats are fresh: the last one is no older than the limit.</summary>
    [JsonStringEnumMemberName("CONNECTED")] Connected = 1,

    /// <summary>She was heard before, and is silent for longer than the limit, or latched.</summary>
    [JsonStringEnumMemberName("MISSING")] Missing = 2,

    /// <summary>Never heard.</summary>
    [JsonStringEnumMemberName("UNVERIFIED")] Unverified = 3,
}
