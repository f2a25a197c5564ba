using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>A Mother or an IZZY, as the service manager is told of it.</summary>
/// <param name="IsAlive">Whether its threads make progress. Takes no lock.</param>
/// <param name="Describe">How it does, in a few words. Asked only while it is alive: one that hangs might never answer.</param>
internal sealed record WatchedSide(Func<bool> IsAlive, Func<string> Describe)
{
    public static WatchedSide Of(Mother mother) => new(() => mother.IsAlive, () =>
    {
        var izzies = mother.Izzies;
        var here = $"{izzies.Count(izzy => !izzy.IsAbsent)} of {izzies.Count} IZZYs here";
        return mother.IsStopped ? $"Mother is stopped; {here}" : $"Mother beats; {here}";
    });

    public static WatchedSide Of(IzzyClient izzy) => new(() => izzy.IsAlive, () =>
        izzy.Permit.IsValid ? "Permitted"
        : izzy.MotherStatus == MotherStatus.Connected ? "Stopped: Mother is heard; waits for its reset"
        : "Stopped: Mother is not heard");
}
