namespace Izzy.Cli.Doctor;

/// <summary>Whether a rule of the packet filter meets a datagram that comes from another machine to one UDP port.</summary>
internal enum FilterMatch
{
    /// <summary>It is about something else.</summary>
    Never,

    /// <summary>It asks for more than is known here: an address, an interface, a rate.</summary>
    Perhaps,

    /// <summary>It asks for nothing that this datagram has not.</summary>
    Always,
}

/// <summary>What a rule does with what it meets.</summary>
internal enum FilterVerdict
{
    /// <summary>It counts, logs or marks.</summary>
    Nothing,
    Accept,
    Block,
    Jump,
    Goto,
    Return,

    /// <summary>It decides in a way that is not understood here.</summary>
    Unknown,
}

/// <summary>A rule, read with one port in mind.</summary>
/// <param name="Text">As its tool prints it.</param>
/// <param name="Match">Whether it meets a datagram to that port.</param>
/// <param name="NamesPort">Whether the port stands in it.</param>
/// <param name="Verdict">What it does.</param>
/// <param name="Target">The chain it leads to, if it does.</param>
internal sealed record FilterRule(string Text, FilterMatch Match, bool NamesPort, FilterVerdict Verdict, string? Target);

/// <summary>A chain of rules.</summary>
/// <param name="Name">Its name.</param>
internal sealed record FilterChain(string Name)
{
    /// <summary>Whether what comes in starts here.</summary>
    public bool IsEntry { get; set; }

    /// <summary>Whether what no rule decided is dropped.</summary>
    public bool DropsTheRest { get; set; }

    /// <summary>The command that lets a port in, with <c>PORT</c> where it belongs.</summary>
    public required string Allow { get; init; }

    public List<FilterRule> Rules { get; } = [];
}
