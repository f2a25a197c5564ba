namespace Izzy.Cli.Guard;

/// <summary>
/// When the guard runs the command (rule S12). Pure: time is an argument.
/// <code>
/// state    input                    becomes  does
/// -------  -----------------------  -------  -----------------------------------
/// any      told to stop             Fired    runs the command: that cause
/// any      the pipe closes          Ended    runs the command: process-ended
/// any      good-bye                 Ended    nothing
/// New      a token                  Watched
/// Watched  no token for the limit   Fired    runs the command: process-frozen
/// Fired    a token                  Watched
/// </code>
/// It errs on the side of running the command twice: what opens a relay may be asked for again.
/// </summary>
internal sealed class GuardDecision(TimeSpan limit)
{
    private TimeSpan? _lastToken;

    /// <summary>When it must look at the clock again, or null while nothing is to be watched.</summary>
    public TimeSpan? Deadline => _lastToken + limit;

    /// <summary>Whether the guard's work is over.</summary>
    public bool HasEnded { get; private set; }

    public void Token(TimeSpan now) => _lastToken = now;

    public void GoodBye()
    {
        _lastToken = null;
        HasEnded = true;
    }

    /// <returns>The cause to run the command with, or null.</returns>
    public string Told(string cause)
    {
        _lastToken = null;
        return cause;
    }

    /// <inheritdoc cref="Told"/>
    public string? PipeClosed()
    {
        var cause = HasEnded ? null : GuardProtocol.ProcessEnded;
        GoodBye();
        return cause;
    }

    /// <inheritdoc cref="Told"/>
    public string? Look(TimeSpan now) => now >= Deadline ? Told(GuardProtocol.ProcessFrozen) : null;
}
