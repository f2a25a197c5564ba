using Izzy.Capture.Analysis;

namespace Izzy.Cli.Monitor;

/// <summary>All that a summary is made of.</summary>
/// <param name="Traffic">What passed.</param>
/// <param name="Timeline">When.</param>
/// <param name="Now">Until when; a silence that goes on ends here.</param>
internal sealed record Seen(Traffic Traffic, Timeline Timeline, TimeSpan Now)
{
    /// <summary>How many frames the system threw away; null where that is not known.</summary>
    public long? Dropped { get; init; }

    /// <summary>How many lines were left out because there were too many to read.</summary>
    public long LeftOut { get; init; }

    /// <summary>How many frames stand in the file; null where none is written.</summary>
    public long? Written { get; init; }
}
