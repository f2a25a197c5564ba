namespace Izzy.Heartbeat.Time;

/// <summary>One reading of the clock: all that the decisions know of time.</summary>
/// <param name="Now">
/// Time since an arbitrary start, monotonic, and going on while the machine is suspended where the system offers that.
/// </param>
/// <param name="Suspended">How much of <paramref name="Now"/> the machine spent suspended, in all since that start.</param>
internal readonly record struct Moment(TimeSpan Now, TimeSpan Suspended)
{
    public static Moment operator +(Moment moment, TimeSpan span) => moment with { Now = moment.Now + span };
}
