namespace Izzy.Cli.Simulate;

/// <summary>When a fault comes and goes. Pure: time comes in. All chance comes from what it is given, so that a seed repeats an evening.</summary>
/// <param name="fault">How often and how long; null for never.</param>
/// <param name="random">The chances of its IZZY.</param>
internal sealed class Timetable(SimulatedFault? fault, Random random)
{
    private TimeSpan? _next;
    private TimeSpan? _until;

    /// <summary>Whether the fault lasts at this time.</summary>
    public bool Lasts => _until is not null;

    /// <summary>Something else ended it; it comes again as if it had never been.</summary>
    public void Forget()
    {
        _until = null;
        _next = null;
    }

    /// <summary>Goes on to a time.</summary>
    /// <returns>Whether the fault began or ended just now.</returns>
    public bool Turns(TimeSpan now)
    {
        if (fault is null)
            return false;
        _next ??= now + (fault.Every * random.NextDouble());
        if (_until is { } until)
        {
            if (now < until)
                return false;
            _until = null;
            _next = now + (fault.Every * (0.5 + random.NextDouble()));
            return true;
        }

        if (now < _next)
            return false;
        _until = now + fault.For;
        return true;
    }
}
