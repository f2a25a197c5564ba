using System.Net;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Analysis;

/// <summary>What tells one stream of beats from another: one Mother who beats out of two interfaces is two streams.</summary>
/// <param name="Id">Her id.</param>
/// <param name="Source">Her address as a number.</param>
/// <param name="Destination">Where to: an address as a number, or 255.255.255.255 for every broadcast.</param>
/// <param name="Interface">Where it was seen.</param>
internal readonly record struct MotherKey(Guid Id, uint Source, uint Destination, string? Interface);

/// <summary>The beats of a Mother, to one destination on one interface.</summary>
/// <param name="key">Which.</param>
/// <param name="destination">Where they go, as it was first seen.</param>
internal sealed class MotherTrack(MotherKey key, IPAddress destination)
{
    /// <summary>Which.</summary>
    public MotherKey Key { get; } = key;

    /// <summary>Where they go.</summary>
    public IPAddress Destination { get; } = destination;

    /// <summary>Her HELLOs.</summary>
    public Rhythm Beats { get; } = new();

    /// <summary>How many of her packets were signed.</summary>
    public Signatures Signatures { get; } = new();

    /// <summary>Her ESTOPs.</summary>
    public long Estops { get; set; }

    /// <summary>The last beat, for the answers to it.</summary>
    public SentBeat? LastBeat => Beats.Count > 0 ? new SentBeat(Beats.Count, Beats.Last) : null;
}
