using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>By which interfaces beats would leave, and where they would go.</summary>
internal static class InterfaceCheck
{
    private const string Check = "network";

    // What these names stand for is a bridge to containers or a tunnel to another network, where no robot is.
    private static readonly string[] s_elsewhere = ["docker", "br-", "veth", "virbr", "tun", "tap", "wg", "tailscale", "zt"];

    public static IEnumerable<Finding> Look() => Judge(InterfaceAddress.ReadAll(), IsWireless);

    /// <summary>What to say of them. Pure.</summary>
    public static IEnumerable<Finding> Judge(IReadOnlyList<InterfaceAddress> all, Func<string, bool> isWireless)
    {
        var ways = InterfaceSelection.Choose(all, []).WaysOut;
        if (ways.NoInterface)
        {
            yield return Finding.Fault(Check, "No interface is up that has an IPv4 address and leads out of this machine", "Plug in the cable, or join the robots' Wi-Fi; 'ip address' shows what there is.");
            yield break;
        }

        foreach (var way in ways.InUse)
            yield return Describe(way, isWireless(way.Name));
        var names = ways.InUse.Select(way => way.Name).Distinct().ToList();
        if (names.Count > 1)
            yield return Finding.Warning(Check, $"Beats leave by {names.Count} interfaces: {string.Join(", ", names)}", "If robots are on one of them only, give Mother its name: --interface NAME.");
    }

    private static Finding Describe(InterfaceAddress way, bool isWireless)
    {
        var what = $"{way}, broadcast {way.DirectedBroadcast}";
        if (s_elsewhere.Any(prefix => way.Name.StartsWith(prefix, StringComparison.Ordinal)))
            return Finding.Warning(Check, $"{what}: by its name a bridge or a tunnel, where no robot is", "Keep beats off it: give Mother the robots' interface by --interface NAME.");
        return isWireless
            ? Finding.Warning(Check, $"{what}: Wi-Fi, which loses broadcasts and sleeps to save power", $"Put Mother on a cable; on a robot: iw dev {way.Name} set power_save off.")
            : Finding.Ok(Check, what);
    }

    private static bool IsWireless(string name) => Directory.Exists($"/sys/class/net/{name}/wireless") || Directory.Exists($"/sys/class/net/{name}/phy80211");
}
