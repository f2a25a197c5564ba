namespace Izzy.Heartbeat.Transport;

/// <summary>Which addresses to broadcast from. Pure: the list of interfaces comes in, the choice comes out.</summary>
/// <param name="Senders">
/// Every address to keep a socket at. Those of interfaces that are down are among them, so that the first beat after the
/// link is back goes out, rather than the first after somebody looked.
/// </param>
/// <param name="WaysOut">What of it is up, and what is missing.</param>
internal sealed record InterfaceSelection(IReadOnlyList<InterfaceAddress> Senders, WaysOut WaysOut)
{
    /// <summary>
    /// One address for each network on each interface. Addresses that share a network reach the same robots, so one will do.
    /// Another prefix on the same cable needs an address of its own, because a robot there could hear the beat
    /// but would have no route for its answer; the price is that robots on that cable hear each beat twice.
    /// </summary>
    /// <param name="all">What the system lists, in its order.</param>
    /// <param name="names">The interfaces to use; empty for all but loopback, or loopback when nothing else is up.</param>
    public static InterfaceSelection Choose(IReadOnlyList<InterfaceAddress> all, IReadOnlyList<string> names)
    {
        var wanted = all.Where(item => names.Count == 0 ? !item.Loopback : names.Contains(item.Name, PlatformSockets.InterfaceNames));
        var senders = OneForEachNetwork(wanted);
        var onlyLoopback = false;
        if (names.Count == 0 && !senders.Exists(item => item.Up))
        {
            var loopback = OneForEachNetwork(all.Where(item => item.Loopback && item.Up));
            senders.AddRange(loopback);
            onlyLoopback = loopback.Count > 0;
        }

        var inUse = senders.Where(item => item.Up).ToList();
        var problems = names.Select(name => Problem(name, all)).OfType<string>().ToList();
        return new(senders, new(inUse, problems, onlyLoopback));
    }

    private static List<InterfaceAddress> OneForEachNetwork(IEnumerable<InterfaceAddress> addresses)
    {
        var chosen = new List<InterfaceAddress>();
        // The widest network first, so that an extra /32 on the same interface is found to be covered by it. The sort is stable:
        // among equals the system's first, its primary address, wins.
        foreach (var address in addresses.Where(item => item.Address is not null).OrderBy(item => item.PrefixLength))
        {
            if (!chosen.Exists(one => one.Covers(address)))
                chosen.Add(address);
        }

        return chosen;
    }

    private static string? Problem(string name, IReadOnlyList<InterfaceAddress> all)
    {
        var named = all.Where(item => PlatformSockets.InterfaceNames.Equals(item.Name, name)).ToList();
        if (named.Count == 0)
            return $"{name} does not exist";
        if (!named.Exists(item => item.Up))
            return $"{name} is down";
        return named.Exists(item => item.Address is not null) ? null : $"{name} has no IPv4 address";
    }
}
