using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Endpoints;

/// <summary>How Mother does, for whoever watches programs. Pure. A missing IZZY is no fault of hers: degraded, not dead.</summary>
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
        var missing = facts.Izzies.Where(izzy => izzy.IsAbsent).Select(izzy => izzy.Name).Order(StringComparer.Ordinal).ToList();
        // Null where she has no key. One that speaks without it is here, and nothing that it says is proven.
        var unverified = facts.HasKey ? facts.Izzies.Where(izzy => izzy.IsVerified == false && !izzy.IsAbsent).Select(izzy => izzy.Name).Order(StringComparer.Ordinal).ToList() : null;
        return missing.Count == 0 && unverified is not { Count: > 0 } ? new("ready") : new("degraded") { Missing = tellsNames ? missing : null, Unverified = tellsNames ? unverified : null };
    }
}
