using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Live;

/// <summary>All that the live table shows, at one moment.</summary>
internal sealed record ScreenState
{
    public string Title { get; init; } = "Mother";

    public IReadOnlyList<IzzyInfo> Izzies { get; init; } = [];

    /// <summary>Whether Mother has a key, and asks for proof.</summary>
    public bool HasKey { get; init; }

    public TimeSpan Interval { get; init; }

    public TimeSpan BeatLateness { get; init; }

    /// <summary>The ports that a firewall may close, for hints.</summary>
    public int ToClientPort { get; init; }

    public int FromClientPort { get; init; }

    /// <summary>How long Mother has been stopped, or null while she beats.</summary>
    public TimeSpan? StoppedFor { get; init; }

    public StopCause? Cause { get; init; }

    /// <summary>The last events, oldest first, each a line.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    public Keyboard.Mode Mode { get; init; }

    /// <summary>What was typed at the prompt.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Where the panel is; empty where there is none.</summary>
    public string Panel { get; init; } = "";

    /// <summary>What the last key or request did, or why it did nothing.</summary>
    public string Message { get; init; } = "";
}
