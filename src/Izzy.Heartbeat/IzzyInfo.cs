using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat;

/// <summary>One IZZY as Mother knows it at the moment of the snapshot.</summary>
public sealed record IzzyInfo
{
    /// <summary>Its id; all zero for one that is expected by name and was never heard.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name as it was received; escape it where it is shown.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it was last heard from, as address and port; empty if never heard.</summary>
    public string Address { get; init; } = "";

    /// <summary>What it said last. Old where <see cref="Presence"/> is not <see cref="Presence.Present"/>: never show it as live then.</summary>
    public IzzyState State { get; init; }

    /// <summary>How recently it was heard.</summary>
    public Presence Presence { get; init; }

    /// <summary>Whether it is not there: expected and never heard, or lost.</summary>
    public bool IsAbsent => Presence is Presence.Missing or Presence.Lost;

    /// <summary>
    /// Whether what it says is proven to be its, so that <see cref="Age"/> counts from what it echoed and <see cref="StopConfirmedAfter"/> is proven, too. Null where Mother has
    /// no key, and asks for no proof.
    /// </summary>
    public bool? IsVerified { get; init; }

    /// <summary>How long ago it was last heard; null if never.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Whether its name is on the list of the expected cast.</summary>
    public bool IsExpected { get; init; }

    /// <summary>How long after the present stop it confirmed it; null while it has not, or while nothing is stopped.</summary>
    public TimeSpan? StopConfirmedAfter { get; init; }

    /// <summary>
    /// From the last beat to its answer, while it is present and Mother beats. Null where that cannot be told: an answer does not
    /// say which beat it answers, so it is told only if exactly one beat went out since the answer before. A verified answer says it; the time counts from
    /// when Mother began with that beat, so that in a large fleet it has up to half a period of her own in it.
    /// </summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>How long ago it last said anything but ESTOP, as it does in answer to a beat; null if never.</summary>
    internal TimeSpan? HereAge { get; init; }
}
