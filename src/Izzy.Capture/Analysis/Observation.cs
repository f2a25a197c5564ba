using System.Net;
using Izzy.Capture.Layers;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Analysis;

/// <summary>What an observation is of.</summary>
internal enum ObservationKind
{
    /// <summary>A well-formed packet, for the side that its port belongs to.</summary>
    Packet,

    /// <summary>A datagram that feeds nothing there.</summary>
    Rejected,

    /// <summary>The first part of a datagram that was sent in several: reported, not guessed.</summary>
    Fragment,

    /// <summary>A datagram of which the capture kept a part only.</summary>
    Cut,
}

/// <summary>One datagram at the ports of the heartbeat, with its timing.</summary>
internal sealed record Observation
{
    /// <summary>What it is.</summary>
    public required ObservationKind Kind { get; init; }

    /// <summary>When it was captured; null where the capture does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Where it was seen; null where that is not known. Not escaped.</summary>
    public string? Interface { get; init; }

    /// <summary>Which way it went.</summary>
    public Direction Direction { get; init; }

    /// <summary>Who sent it.</summary>
    public required IPEndPoint Source { get; init; }

    /// <summary>Where it was sent.</summary>
    public required IPEndPoint Destination { get; init; }

    /// <summary>The packet; also of one that is rejected though it is well-formed.</summary>
    public HeartbeatMessage? Message { get; init; }

    /// <summary>What its trailer says; null if it has none.</summary>
    public Signature? Signature { get; init; }

    /// <summary>Why it feeds nothing, if it was rejected.</summary>
    public RejectReason Reason { get; init; }

    /// <summary>In a sentence what is wrong with it, if anything is.</summary>
    public string? Explanation { get; init; }

    /// <summary>How long its sender had been silent.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>How much longer than its sender's period that is; negative: shorter.</summary>
    public TimeSpan? Lateness { get; init; }

    /// <summary>From Mother's beat to this answer.</summary>
    public TimeSpan? Answer { get; init; }
}
