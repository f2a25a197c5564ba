namespace Izzy.Heartbeat.Threads;

/// <summary>
/// Whether a side makes progress: that its threads began a step lately. Pure. The one opinion of it, for the panel, the health checks
/// and the service manager alike.
/// </summary>
internal static class Liveness
{
    // The machine may be busy; what hangs, hangs for longer.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(2);

    /// <summary>While beating, Mother's server thread steps at least once a beat; while stopped, once a second. Her listener steps all the time.</summary>
    public static bool OfMother(ThreadFacts server, ThreadFacts listener, TimeSpan interval)
    {
        var slowest = interval > HeartbeatSender.LatchedCadence ? interval : HeartbeatSender.LatchedCadence;
        return server.Steps(slowest + s_margin) && listener.Steps(s_margin);
    }

    /// <summary>Both threads of an IZZY step several times a second: neither waits for longer than a tick.</summary>
    public static bool OfIzzy(ThreadFacts watchdog, ThreadFacts listener) => watchdog.Steps(s_margin) && listener.Steps(s_margin);
}
