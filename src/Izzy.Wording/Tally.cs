using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Wording;

/// <summary>How many of how many, in words.</summary>
internal static class Tally
{
    public static string Here(IEnumerable<IzzyInfo> izzies)
    {
        var all = izzies.ToList();
        return $"{all.Count(izzy => izzy.Presence == Presence.Present)} of {all.Count} here";
    }

    /// <summary>One that was never heard cannot confirm, and is not counted.</summary>
    public static string Confirmed(IEnumerable<IzzyInfo> izzies)
    {
        var known = izzies.Where(izzy => izzy.Presence != Presence.Missing).ToList();
        return $"{known.Count(izzy => izzy.StopConfirmedAfter is not null)} of {known.Count} confirmed";
    }
}
