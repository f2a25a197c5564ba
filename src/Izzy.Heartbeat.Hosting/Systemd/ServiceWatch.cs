namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>
/// What the service manager is told and when. Pure: the time and how the sides do come in.
/// <code>
/// what                     when
/// -----------------------  ----------------------------------------------------
/// READY=1                  once, when every side was first seen to make progress
/// STATUS=...               when the words have changed
/// WATCHDOG=1               each time, while every side makes progress
/// (nothing)                while one does not: the manager's patience runs out
/// </code>
/// </summary>
internal sealed class ServiceWatch(IReadOnlyList<WatchedSide> sides, bool hasWatchdog)
{
    private const string Stuck = "A part stands still or ended; the service manager will start it anew";

    private string? _status;
    private bool _isReady;

    /// <summary>One look.</summary>
    /// <returns>What to tell, in order.</returns>
    public IReadOnlyList<string> Look()
    {
        var told = new List<string>();
        var areAlive = sides.All(side => side.IsAlive());
        if (!areAlive && !_isReady)
            return told;
        if (!_isReady)
            told.Add("READY=1");
        _isReady = true;
        // Before the words, which may take a lock: a sign of life must not wait for it.
        if (areAlive && hasWatchdog)
            told.Add("WATCHDOG=1");
        var status = areAlive ? string.Join("; ", sides.Select(side => side.Describe())) : Stuck;
        if (status != _status)
            told.Add($"STATUS={status}");
        _status = status;
        return told;
    }
}
