namespace Izzy.Capture.Layers;

/// <summary>What a frame turned out to carry.</summary>
internal enum PassedKind
{
    /// <summary>No UDP over IPv4.</summary>
    Other,

    /// <summary>A whole datagram.</summary>
    Datagram,

    /// <summary>The first part of a datagram that was sent in several. What it says is not guessed from a part.</summary>
    FirstFragment,

    /// <summary>A later part, which does not even have ports.</summary>
    LaterFragment,

    /// <summary>A datagram of which the capture kept a part only.</summary>
    Cut,

    /// <summary>A frame whose headers contradict each other or end too early.</summary>
    Malformed,

    /// <summary>A frame of a link that is not understood.</summary>
    UnknownLink,
}
