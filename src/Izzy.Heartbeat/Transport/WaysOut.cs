namespace Izzy.Heartbeat.Transport;

/// <summary>By which interfaces broadcasts leave: what the owner tells a person, who may have pulled the wrong plug.</summary>
/// <param name="InUse">The addresses that are broadcast from, each with its interface's name; only those that are up.</param>
/// <param name="Problems">One sentence for each interface asked for by name that cannot be used now.</param>
/// <param name="OnlyLoopback">
/// True if loopback is used because nothing else is up: other programs on this machine hear us, nobody else does. False when
/// loopback was asked for by name.
/// </param>
internal sealed record WaysOut(IReadOnlyList<InterfaceAddress> InUse, IReadOnlyList<string> Problems, bool OnlyLoopback)
{
    /// <summary>What is known before the first look.</summary>
    public static readonly WaysOut None = new([], [], false);

    /// <summary>True if nobody outside this machine can hear a broadcast: the event <c>no-interface</c>.</summary>
    public bool NoInterface => OnlyLoopback || InUse.Count == 0;

    /// <summary>The same in one line. Two with the same line are the same to a person, so a change of it is what is announced.</summary>
    public override string ToString() =>
        string.Join("; ", [InUse.Count == 0 ? "none" : string.Join(", ", InUse), .. Problems]) + (OnlyLoopback ? " (loopback only)" : "");
}
