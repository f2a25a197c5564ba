using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Izzy.Heartbeat.Transport;

/// <summary>One IPv4 address of one network interface, as the system lists it.</summary>
/// <param name="Name">The interface's name, as <c>ip link</c> shows it.</param>
/// <param name="Index">The interface's number, which changes when an interface goes and another of its name comes.</param>
/// <param name="Up">Whether datagrams can leave by it now.</param>
/// <param name="Loopback">Whether it leads nowhere but to this machine.</param>
/// <param name="Address">The address; null for an interface that has none.</param>
/// <param name="PrefixLength">The length of the network's part of the address, 0 to 32 bits.</param>
internal sealed record InterfaceAddress(string Name, int Index, bool Up, bool Loopback, IPAddress? Address, int PrefixLength)
{
    /// <summary>The address of everyone in this network: all ones after the prefix.</summary>
    public IPAddress DirectedBroadcast
    {
        get
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, Bits(Address) | ~Mask);
            return new IPAddress(bytes);
        }
    }

    private uint Mask => PrefixLength == 0 ? 0 : uint.MaxValue << (32 - PrefixLength);

    /// <summary>Whether the other's address lies in this one's network, on the same interface.</summary>
    public bool Covers(InterfaceAddress other) => other.Index == Index && (Bits(Address) & Mask) == (Bits(other.Address) & Mask);

    public override string ToString() => Address is null ? Name : $"{Name} {Address}/{PrefixLength}";

    /// <summary>
    /// Every IPv4 address of every interface, and one entry without an address for each interface that has none. Takes some
    /// milliseconds, allocates, and may block: never for the thread that beats.
    /// </summary>
    /// <exception cref="NetworkInformationException">The system would not say.</exception>
    public static IReadOnlyList<InterfaceAddress> ReadAll()
    {
        var all = new List<InterfaceAddress>();
        foreach (var item in NetworkInterface.GetAllNetworkInterfaces())
        {
            // "Unknown" is what drivers that do not track their state say, loopback and tunnels among them.
            var up = item.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown;
            var loopback = item.NetworkInterfaceType == NetworkInterfaceType.Loopback;
            var properties = item.GetIPProperties();
            var before = all.Count;
            foreach (var address in properties.UnicastAddresses)
            {
                if (address.Address.AddressFamily == AddressFamily.InterNetwork)
                    all.Add(new(item.Name, properties.GetIPv4Properties().Index, up, loopback, address.Address, address.PrefixLength));
            }

            if (all.Count == before)
                all.Add(new(item.Name, 0, up, loopback, null, 0));
        }

        return all;
    }

    /// <summary>For a check at the start: which of these names no interface has, and the names that there are.</summary>
    /// <exception cref="NetworkInformationException">The system would not say.</exception>
    public static IReadOnlyList<string> UnknownNames(IEnumerable<string> wanted, out IReadOnlyList<string> existing)
    {
        var names = NetworkInterface.GetAllNetworkInterfaces().Select(item => item.Name).Distinct().ToList();
        existing = names;
        return [.. wanted.Where(name => !names.Contains(name, PlatformSockets.InterfaceNames))];
    }

    private static uint Bits(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        _ = address?.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
