namespace Izzy.Cli.Guard;

/// <summary>
/// Whether the guard still echoes tokens. Pure; asked once a token. A guard that has not echoed for a whole limit is frozen,
/// unless it was this process that did not run: then the guard could not echo what it was not sent, and the count starts anew.
/// </summary>
/// <param name="limit">The IZZY's limit.</param>
internal sealed class EchoWatch(TimeSpan limit)
{
    private readonly Lock _gate = new();
    private TimeSpan? _asked;
    private TimeSpan _since;

    /// <summary>A token came back.</summary>
    public void Echoed(TimeSpan now)
    {
        lock (_gate)
            _since = now;
    }

    /// <summary>Whether the guard is frozen, at the time of the next token.</summary>
    public bool IsFrozen(TimeSpan now)
    {
        lock (_gate)
        {
            // Tokens are eight in a limit: who comes back after half of it was held up himself.
            if (!(now - _asked <= limit / 2))
                _since = now;
            _asked = now;
            return now - _since > limit;
        }
    }
}
