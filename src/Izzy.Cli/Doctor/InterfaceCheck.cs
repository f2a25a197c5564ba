using System.Net;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>By which interfaces beats would leave, and where they would go.</summary>
internal static class InterfaceCheck
{
    private const string Check = "network";

    // What these names stand for is a bridge to containers or a tunnel to another network, where no robot is.
    private static readonly string[] s_elsewhere = ["docker", "br-", "veth", "virbr", "tun", "tap", "wg", "tailscale", "zt"];

    public static IEnumerable<Finding> Look() => Judge([.. InterfaceAddress.ReadAll().Where(item => item.Address is not null || !IsPartOfAnother(item.Name))], IsWireless, SavesPower);

    /// <summary>What to say of them. Pure.</summary>
    /// <param name="all">The interfaces and their addresses.</param>
    /// <param name="isWireless">Whether the one of this name is Wi-Fi.</param>
    /// <param name="savesPower">Whether that sleeps to save power; null where nobody says.</param>
    public static IEnumerable<Finding> Judge(IReadOnlyList<InterfaceAddress> all, Func<string, bool> isWireless, Func<string, bool?> savesPower)
    {
        var ways = InterfaceSelection.Choose(all, []).WaysOut;
        if (ways.NoInterface)
        {
            yield return Finding.Fault(Check, "No interface is up that has an IPv4 address and leads out of this machine", "Plug in the cable, or join the robots' Wi-Fi; 'ip address' shows what there is.");
            yield break;
        }

        foreach (var way in ways.InUse)
            yield return Describe(way, isWireless(way.Name) ? savesPower : null);
        foreach (var bare in all.Where(item => item is { Up: true, Loopback: false, Address: null } && !IsElsewhere(item.Name)))
            yield return Finding.Warning(Check, $"{bare.Name} is up and has no IPv4 address: no beat leaves by it", $"If robots are there, give it an address, or see why no DHCP server does; if not, take it down: sudo ip link set {bare.Name} down.");
        var names = ways.InUse.Select(way => way.Name).Distinct().ToList();
        if (names.Count > 1)
            yield return Finding.Warning(Check, $"Beats leave by {names.Count} interfaces: {string.Join(", ", names)}", "If robots are on one of them only, give Mother its name: --interface NAME.");
    }

    /// <summary>Whether <c>iw dev NAME get power_save</c> says that it is on; null if it says nothing. Pure.</summary>
    public static bool? ReadPowerSave(string? answer) => answer?.Trim() switch
    {
        "Power save: on" => true,
        "Power save: off" => false,
        _ => null,
    };

    private static Finding Describe(InterfaceAddress way, Func<string, bool?>? savesPower)
    {
        var what = $"{way}, broadcast {way.DirectedBroadcast}";
        if (IsElsewhere(way.Name))
            return Finding.Warning(Check, $"{what}: by its name a bridge or a tunnel, where no robot is", "Keep beats off it: give Mother the robots' interface by --interface NAME.");
        if (IsOfItsOwnMaking(way.Address))
            return Finding.Warning(Check, $"{what}: an address that it gave itself, for no DHCP server answered", "Give it an address of the robots' network, or see why the router gives it none.");
        return (savesPower, savesPower?.Invoke(way.Name)) switch
        {
            (null, _) => Finding.Ok(Check, what),
            (_, false) => Finding.Ok(Check, $"{what}: Wi-Fi, awake; it loses broadcasts, so Mother is better on a cable"),
            (_, var known) => Finding.Warning(
                Check,
                $"{what}: Wi-Fi, which loses broadcasts and {(known is null ? "may sleep" : "sleeps")} to save power",
                $"Put Mother on a cable; on a robot: sudo iw dev {way.Name} set power_save off{(known is null ? " (the package iw also lets the doctor see it)" : "")}."),
        };
    }

    private static bool IsElsewhere(string name) => s_elsewhere.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    // 169.254.0.0/16, RFC 3927.
    private static bool IsOfItsOwnMaking(IPAddress? address) => address?.GetAddressBytes() is [169, 254, _, _];

    private static bool IsWireless(string name) => Directory.Exists($"/sys/class/net/{name}/wireless") || Directory.Exists($"/sys/class/net/{name}/phy80211");

    // A port of a bridge or of a bond has no address, for that has the whole.
    private static bool IsPartOfAnother(string name) => Path.Exists($"/sys/class/net/{name}/master");

    private static bool? SavesPower(string name) => ReadPowerSave(SystemTool.Ask("iw", "dev", name, "get", "power_save"));
}
