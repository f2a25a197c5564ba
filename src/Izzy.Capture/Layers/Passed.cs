using System.Net;

namespace Izzy.Capture.Layers;

/// <summary>What passed on the wire: a datagram with where it came from and went to, or why there is none to be seen.</summary>
internal readonly ref struct Passed
{
    /// <summary>Whether there is a datagram. Addresses and ports hold where this is one, a first fragment or a cut one.</summary>
    public PassedKind Kind { get; init; }

    /// <summary>The payload of UDP, as much of it as there is.</summary>
    public ReadOnlySpan<byte> Datagram { get; init; }

    /// <summary>How many bytes the payload had on the wire.</summary>
    public int Length { get; init; }

    /// <summary>The sender's address as a number.</summary>
    public uint SourceHost { get; init; }

    /// <summary>The sender's port.</summary>
    public int SourcePort { get; init; }

    /// <summary>The receiver's address as a number.</summary>
    public uint DestinationHost { get; init; }

    /// <summary>The receiver's port.</summary>
    public int DestinationPort { get; init; }

    /// <summary>Whether it went to everyone on its network, as far as can be told.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>Which way it went.</summary>
    public Direction Direction { get; init; }

    /// <summary>Where it was seen: a name or a number such as <c>#2</c>; null where that is not known. Not escaped.</summary>
    public string? Interface { get; init; }

    /// <summary>As .NET writes an address.</summary>
    public static IPAddress AddressOf(uint host) => new([(byte)(host >> 24), (byte)(host >> 16), (byte)(host >> 8), (byte)host]);
}
