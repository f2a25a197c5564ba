using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Panel.Snapshots;

/// <summary>Whether an IZZY may move, as far as Mother can know. The permit itself is the IZZY's own.</summary>
internal static class Movement
{
    /// <param name="izzy">The IZZY.</param>
    /// <param name="isStopped">Whether Mother is stopped.</param>
    public static bool IsPermitted(IzzyInfo izzy, bool isStopped) =>
        !isStopped && izzy.Presence == Presence.Present && izzy.State.Status is not (IzzyStatus.Estop or IzzyStatus.Broken or IzzyStatus.Unverified);
}
