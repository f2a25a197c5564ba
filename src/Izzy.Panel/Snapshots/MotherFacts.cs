using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;

namespace Izzy.Panel.Snapshots;

/// <summary>All that the panel reads of a Mother, at one moment. Nothing of it takes the lock of the beat.</summary>
internal sealed record MotherFacts
{
    public Guid Id { get; init; }

    /// <summary>Whether she has a key, and asks for proof.</summary>
    public bool HasKey { get; init; }

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

    /// <summary>Whether her beats reach somebody, as far as she knows.</summary>
    public bool HasWayOut { get; init; } = true;

    public IReadOnlyList<IzzyInfo> Izzies { get; init; } = [];

    public TimeSpan? StoppedFor => Now - Stop?.At;

    /// <summary>
    /// Whether both of her threads make progress. If one does not, what she knows is old, or nobody hears it: a picture of it would be taken
    /// for live.
    /// </summary>
    public bool IsAlive => Liveness.OfMother(Server, Listener, Interval);

    public static MotherFacts Of(Mother mother)
    {
        // First the count of stops: whoever resets on the strength of what follows must not undo a stop that came after it.
        var requests = mother.StopRequests;
        var stop = mother.StopInForce;
        return new()
        {
            Id = mother.Id,
            HasKey = mother.Options.KeyFile is not null,
            StopRequests = requests,
            Stop = stop,
            Izzies = mother.Izzies,
            Reset = mother.ResetOutlook,
            Interval = mother.Options.Interval,
            Lateness = mother.BeatLateness,
            Beats = mother.Beats,
            HasWayOut = mother.HasWayOut,
            Server = mother.Server.Facts,
            Listener = mother.Listener.Facts,
            Now = SystemClock.Instance.Moment.Now,
            Time = SystemClock.Instance.UtcNow,
        };
    }
}
