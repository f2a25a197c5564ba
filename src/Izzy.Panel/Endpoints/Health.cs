using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Endpoints;

/// <summary>How Mother does, for whoever watches programs. Pure. A missing IZZY is no fault of hers: degraded, not dead.</summary>
internal static class Health
{
    // The machine may be busy; what hangs, hangs for longer.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(2);

    /// <summary>Whether both of her threads make progress.</summary>
    public static bool IsAlive(MotherFacts facts)
    {
        // While beating, the server's thread steps at least once a beat; while stopped, once a second.
        var slowest = facts.Interval > HeartbeatSender.LatchedCadence ? facts.Interval : HeartbeatSender.LatchedCadence;
        return Steps(facts.Server, slowest + s_margin) && Steps(facts.Listener, s_margin);
    }

    public static LiveAnswer Live(MotherFacts facts) => new(IsAlive(facts) ? "alive" : "stuck", facts.Beats, HeartbeatEvent.Ms(facts.Server.SinceStep));

    /// <param name="facts">What is known.</param>
    /// <param name="tellsNames">Whether whoever asks may know who is missing.</param>
    public static ReadyAnswer Ready(MotherFacts facts, bool tellsNames)
    {
        // The port is taken at her making; that her listener runs says that it is still hers.
        if (!facts.Server.IsAlive || !facts.Listener.IsAlive)
            return new("stopped");
        var missing = facts.Izzies.Where(izzy => izzy.Presence is Presence.Missing or Presence.Lost).Select(izzy => izzy.Name).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? new("ready") : new("degraded") { Missing = tellsNames ? missing : null };
    }

    private static bool Steps(ThreadFacts thread, TimeSpan within) => thread.IsAlive && thread.SinceStep <= within;
}
