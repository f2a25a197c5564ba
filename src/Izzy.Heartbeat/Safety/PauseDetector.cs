using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Finds that this very process did not run for a while. Some thread of it looks at the clock at least once a
/// <c>tick</c>; a larger gap between two looks, with room for ordinary lateness, is a pause. Whichever thread runs first
/// after the pause finds it, so nothing old is taken for new before it is known.
/// </summary>
/// <param name="start">When the first look is.</param>
/// <param name="longest">The longest gap that is no pause.</param>
internal struct PauseDetector(Moment start, TimeSpan longest)
{
    private Moment _seen = start;

    /// <summary>Looking begins now: what passed before is no pause.</summary>
    public void Start(Moment at) => _seen = at;

    /// <summary>Looks at the clock.</summary>
    /// <returns>How long the pause was that ends here, with what part of it the machine was suspended; zero if there was none.</returns>
    public (TimeSpan Length, TimeSpan Suspended) Look(Moment at)
    {
        var gap = at.Now - _seen.Now;
        // Two threads may look in another order than they read the clock; time then stands still for the later one.
        if (gap <= TimeSpan.Zero)
            return default;
        var suspended = at.Suspended - _seen.Suspended;
        _seen = at;
        return gap > longest ? (gap, suspended) : default;
    }
}
