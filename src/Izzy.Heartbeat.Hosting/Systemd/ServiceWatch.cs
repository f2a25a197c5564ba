namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>
/// What the service manager is told and when. Pure: the time and how the sides do come in.
/// <code>
/// what                     when
/// -----------------------  ----------------------------------------------------
/// READY=1                  until it was taken, once every side was seen to make progress
/// STATUS=...               when the words have changed
/// WATCHDOG=1               each time, while every side makes progress
/// (nothing)                while one does not: the manager's patience runs out
/// </code>
/// </summary>
internal sealed class ServiceWatch(IReadOnlyList<WatchedSide> sides, bool hasWatchdog)
{
    private const string Wordless = "Makes progress; how it does could not be asked";
    private const string Stuck = "A part stands still or ended; the service manager will start it anew";

    private string? _status;
    private bool _isReady;

    /// <summary>One look.</summary>
    /// <param name="tell">Tells one thing, at once; false if it was not taken.</param>
    /// <returns>Whether there was anything to say.</returns>
    public bool Look(Func<string, bool> tell)
    {
        var areAlive = sides.All(side => side.IsAlive());
        if (!areAlive && !_isReady)
            return false;
        _isReady = _isReady || tell("READY=1");
        // Told before the words are asked for, which may take a lock, or fail: a sign of life must not hang on them.
        if (areAlive && hasWatchdog)
            tell("WATCHDOG=1");
        var status = areAlive ? Words() : Stuck;
        if (status != _status && tell($"STATUS={status}"))
            _status = status;
        return true;
    }

    private string Words()
    {
        try
        {
            return string.Join("; ", sides.Select(side => side.Describe()));
        }
        catch (Exception)
        {
            return Wordless;
        }
    }
}
