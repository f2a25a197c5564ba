using System.Text.Json.Serialization;

namespace Izzy.Heartbeat.Protocol;

/// <summary>What an IZZY says of itself in its status report.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IzzyStatus>))]
public enum IzzyStatus
{
    /// <summary>Ready, standing still.</summary>
    [JsonStringEnumMemberName("AVAILABLE")] Available = 1,

    /// <summary>Moving by command.</summary>
    [JsonStringEnumMemberName("MOVING")] Moving = 2,

    /// <summary>Following a line on the floor; the report may carry <see cref="LineFollowing"/>.</summary>
    [JsonStringEnumMemberName("FOLLOWING")] Following = 3,

    /// <summary>Stopped and waiting for a reset.</summary>
    [JsonStringEnumMemberName("ESTOP")] Estop = 4,

    /// <summary>A fault that needs a person.</summary>
    [JsonStringEnumMemberName("BROKEN")] Broken = 5,

    /// <summary>Not set up or not verified.</summary>
    [JsonStringEnumMemberName("UNVERIFIED")] Unverified = 6,
}
