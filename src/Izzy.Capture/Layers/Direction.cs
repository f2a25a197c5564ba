namespace Izzy.Capture.Layers;

/// <summary>Which way a frame went, seen from where it was captured.</summary>
internal enum Direction
{
    /// <summary>The capture does not say.</summary>
    Unknown,

    /// <summary>To this machine, or past it.</summary>
    In,

    /// <summary>From this machine.</summary>
    Out,
}
