using System.Net;
using System.Net.Sockets;

namespace Izzy.Panel.Access;

/// <summary>
/// Slows down who guesses: after a wrong token an address waits a second, after the next two, up to a minute; until then not even the
/// right one counts. Pure but for a lock: time is an argument.
/// </summary>
internal sealed class WrongTokens
{
    /// <summary>Addresses that are kept apart. Those beyond share one place, so that many addresses guess no faster.</summary>
    public const int MostAddresses = 1_000;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (int Wrong, TimeSpan Until)> _addresses = [];

    /// <summary>How long this address must wait before it may try again; zero if it may.</summary>
    public TimeSpan ToWait(IPAddress address, TimeSpan now)
    {
        lock (_gate)
            return _addresses.TryGetValue(Place(address), out var known) && known.Until > now ? known.Until - now : TimeSpan.Zero;
    }

    /// <summary>It was wrong.</summary>
    public void Add(IPAddress address, TimeSpan now)
    {
        lock (_gate)
        {
            foreach (var old in _addresses.Where(pair => now - pair.Value.Until > s_forgotten).Select(pair => pair.Key).ToList())
                _addresses.Remove(old);
            var place = Place(address);
            var wrong = _addresses.GetValueOrDefault(place).Wrong + 1;
            var wait = wrong > 6 ? s_longest : TimeSpan.FromSeconds(1 << (wrong - 1));
            _addresses[place] = (wrong, now + wait);
        }
    }

    /// <summary>It was right: whoever mistyped before starts anew.</summary>
    public void Forgive(IPAddress address)
    {
        lock (_gate)
            _addresses.Remove(Place(address));
    }

    private IPAddress Place(IPAddress address)
    {
        var place = Network(address);
        return _addresses.ContainsKey(place) || _addresses.Count < MostAddresses ? place : IPAddress.None;
    }

    // Whoever has one IPv6 address has the 2^64 of its network.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
