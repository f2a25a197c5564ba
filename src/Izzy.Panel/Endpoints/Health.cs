using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting.Health;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Endpoints;

/// <summary>
/// How Mother does, for whoever watches programs. Pure. What a new start of her would not mend is degraded, not dead: a missing IZZY, a network
/// that is down.
/// </summary>
internal static class Health
{
    public static LiveAnswer Live(MotherFacts facts) => new(facts.IsAlive ? "alive" : "stuck", facts.Beats, HeartbeatEvent.Ms(facts.Server.SinceStep));

    /// <param name="facts">What is known.</param>
    /// <param name="tellsNames">Whether whoever asks may know who is missing.</param>
    public static ReadyAnswer Ready(MotherFacts facts, bool tellsNames)
    {
        // The port is taken at her making; that her listener runs says that it is still hers.
        if (!facts.Server.IsAlive || !facts.Listener.IsAlive)
            return new("broken");
        var attendance = Attendance.Of(facts.Izzies);
        if (attendance.IsFull && facts.HasWayOut)
            return new("ready");
        return new("degraded")
        {
            NoInterface = facts.HasWayOut ? null : true,
            Missing = tellsNames ? attendance.Absent : null,
            Unverified = tellsNames && facts.HasKey ? attendance.Unverified : null,
        };
    }
}
