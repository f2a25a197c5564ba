using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>How recently Mother heard an IZZY, in multiples of the cadence at which it is asked.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Presence>))]
public enum Presence
{
    /// <summary>Expected by name and never heard.</summary>
    Missing,

    /// <summary>Heard within 2.5 times the cadence.</summary>
    Present,

    /// <summary>Silent for more than 2.5 times the cadence.</summary>
    Late,

    /// <summary>Silent for more than 5 times the cadence.</summary>
    Lost,
}
