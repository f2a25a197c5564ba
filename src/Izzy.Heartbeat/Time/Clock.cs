namespace Izzy.Heartbeat.Time;

/// <summary>Where time comes from. Decisions never ask it; the threads ask it and pass a <see cref="Moment"/> on.</summary>
internal abstract class Clock
{
    /// <summary>The monotonic time, and how much of it was a suspend.</summary>
    public abstract Moment Moment { get; }

    /// <summary>The wall clock, for the time stamp of events only; it decides nothing (rule S7).</summary>
    public abstract DateTimeOffset UtcNow { get; }
}
