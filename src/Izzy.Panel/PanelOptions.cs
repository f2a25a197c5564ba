using Izzy.Heartbeat.Protocol;

namespace Izzy.Panel;

/// <summary>What a <see cref="PanelServer"/> is told once, at its making.</summary>
public sealed record PanelOptions
{
    /// <summary>The TCP port of the panel unless somebody says otherwise.</summary>
    public const int DefaultPort = 5170;

    /// <summary>Where the panel is unless somebody says otherwise: on this machine alone, at <see cref="DefaultPort"/>.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5170";

    /// <summary>
    /// Where it listens: <c>http://</c>, an address of this machine, and a port (0: any free one). <c>0.0.0.0</c>, <c>[::]</c> or a name listens on every
    /// network; whoever reaches it may press STOP, and needs <see cref="Token"/> for anything else.
    /// </summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>What the page is headed with.</summary>
    public string Title { get; init; } = "Mother";

    /// <summary>
    /// What a person on another machine types to see, to reset and to acknowledge. Default: null, one made at random at the start. At least
    /// <see cref="ShortestToken"/> characters.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>The fewest characters of a token. Wrong ones are slowed to one a minute, so that this many are enough.</summary>
    public const int ShortestToken = 8;

    /// <summary>Whether everyone who reaches the panel may look on without the token. Default: no.</summary>
    public bool OpensViewing { get; init; }

    /// <summary>The port that a firewall on a robot must let in, for the advice.</summary>
    public int ToClientPort { get; init; } = Ports.UdpToClient;

    /// <summary>The port that a firewall at Mother must let in, for the advice.</summary>
    public int FromClientPort { get; init; } = Ports.UdpFromClient;

    /// <summary>Is told a line for the operator: a wrong token, trouble of the panel's own. Called on any thread; must not wait.</summary>
    public Action<string>? Tell { get; init; }
}
