using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Wording;

/// <summary>How many of how many, in words. Where Mother has a key, who is not verified is counted apart.</summary>
internal static class Tally
{
    public static string Here(IEnumerable<IzzyInfo> izzies)
    {
        var all = izzies.ToList();
        var unverified = all.Count(izzy => izzy is { Presence: Presence.Present, IsVerified: false });
        return $"{all.Count(izzy => izzy.Presence == Presence.Present)} of {all.Count} here{(unverified > 0 ? $", {unverified} UNVERIFIED" : "")}";
    }

    /// <summary>Of all, also of one that is expected and was never heard: it may be moving. Where a proof is asked for, only what is proven counts.</summary>
    public static string Confirmed(IEnumerable<IzzyInfo> izzies)
    {
        var all = izzies.ToList();
        var unproven = all.Count(IsUnproven);
        return $"{all.Count(izzy => izzy.StopConfirmedAfter is not null) - unproven} of {all.Count} confirmed{(unproven > 0 ? $", {unproven} more UNVERIFIED" : "")}";
    }

    /// <summary>Whether it confirmed the present stop without the key that Mother has: it does not open her latch.</summary>
    public static bool IsUnproven(IzzyInfo izzy) => izzy is { StopConfirmedAfter: not null, IsVerified: false };
}
