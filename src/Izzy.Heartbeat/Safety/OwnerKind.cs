using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>What kind of owner an IZZY is connected to (rule S10).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<OwnerKind>))]
public enum OwnerKind
{
    /// <summary>The first Mother heard since the IZZY's program started.</summary>
    First,

    /// <summary>The Mother it had before.</summary>
    Same,

    /// <summary>Another Mother, after the former one was silent for longer than the limit. Only a person's reset permits.</summary>
    New,
}
