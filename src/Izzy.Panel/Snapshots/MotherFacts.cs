using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;

namespace Izzy.Panel.Snapshots;

/// <summary>All that the panel reads of a Mother, at one moment. Nothing of it takes the lock of the beat.</summary>
internal sealed record MotherFacts
{
    // The machine may be busy; what hangs, hangs for longer.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(2);

    public Guid Id { get; init; }

    /// <summary>Her monotonic time.</summary>
    public TimeSpan Now { get; init; }

    /// <summary>The wall clock, for people.</summary>
    public DateTimeOffset Time { get; init; }

    public TimeSpan Interval { get; init; }

    /// <summary>How often a stop was asked for: whoever resets says which they saw.</summary>
    public int StopRequests { get; init; }

    public StopInForce? Stop { get; init; }

    public ResetOutlook Reset { get; init; } = new(ResetRefusal.NotStopped, TimeSpan.Zero, 0);

    public TimeSpan Lateness { get; init; }

    public long Beats { get; init; }

    public ThreadFacts Server { get; init; }

    public ThreadFacts Listener { get; init; }

    public IReadOnlyList<IzzyInfo> Izzies { get; init; } = [];

    public TimeSpan? StoppedFor => Now - Stop?.At;

    /// <summary>
    /// Whether both of her threads make progress. If one does not, what she knows is old, or nobody hears it: a picture of it would be taken
    /// for live.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            // While beating, the server's thread steps at least once a beat; while stopped, once a second.
            var slowest = Interval > HeartbeatSender.LatchedCadence ? Interval : HeartbeatSender.LatchedCadence;
            return Server.Steps(slowest + s_margin) && Listener.Steps(s_margin);
        }
    }

    public static MotherFacts Of(Mother mother)
    {
        // First the count of stops: whoever resets on the strength of what follows must not undo a stop that came after it.
        var requests = mother.StopRequests;
        var stop = mother.StopInForce;
        return new()
        {
            Id = mother.Id,
            StopRequests = requests,
            Stop = stop,
            Izzies = mother.Izzies,
            Reset = mother.ResetOutlook,
            Interval = mother.Options.Interval,
            Lateness = mother.BeatLateness,
            Beats = mother.Beats,
            Server = new(mother.Server.IsAlive, mother.Server.SinceStep),
            Listener = new(mother.Listener.IsAlive, mother.Listener.SinceStep),
            Now = SystemClock.Instance.Moment.Now,
            Time = SystemClock.Instance.UtcNow,
        };
    }
}

/// <summary>How one of Mother's threads does.</summary>
/// <param name="IsAlive">Whether it runs.</param>
/// <param name="SinceStep">How long ago its last step began; null before the first.</param>
internal readonly record struct ThreadFacts(bool IsAlive, TimeSpan? SinceStep)
{
    public bool Steps(TimeSpan within) => IsAlive && SinceStep <= within;
}
