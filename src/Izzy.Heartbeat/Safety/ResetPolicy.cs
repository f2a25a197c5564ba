using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>Who permits an IZZY that stands stopped.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ResetPolicy>))]
public enum ResetPolicy
{
    /// <summary>A person, each time: at power-up and after every stop. The default.</summary>
    Manual,

    /// <summary>
    /// The IZZY itself in three cases (rule S11): power-up with the first Mother heard, silence, and a stop received, each
    /// after its owner's beats were fresh for a whole limit. Every other cause, and a new owner, still needs a person.
    /// </summary>
    Auto,
}
