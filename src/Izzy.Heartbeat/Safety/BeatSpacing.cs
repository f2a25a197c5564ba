namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Finds out whether the owner's beats come too slowly for the limit (the event <c>limit-too-short</c>). The limit should be
/// (N + ½) periods with N at least 1, so that jitter does not decide; below one and a half periods it is too short. In verified mode a beat
/// counts from one period before it came, so that it needs one period more.
/// The smallest of three spacings counts, so that a lost beat is not taken for a slow one.
/// </summary>
internal struct BeatSpacing(TimeSpan limit, bool isVerified = false)
{
    private const int Needed = 3;

    private TimeSpan? _last;
    private TimeSpan _smallest = TimeSpan.MaxValue;
    private int _seen;
    private bool _told;
    private TimeSpan? _announced;

    /// <summary>Another Mother: start again.</summary>
    public void Restart()
    {
        _last = null;
        _smallest = TimeSpan.MaxValue;
        _seen = 0;
        _told = false;
    }

    /// <summary>Mother says how often she beats.</summary>
    /// <returns>That, once, if it is too slow for the limit; otherwise null.</returns>
    public TimeSpan? Announced(TimeSpan period)
    {
        if (_announced == period)
            return null;
        _announced = period;
        return IsTooSlow(period) && !_told ? period : null;
    }

    /// <summary>A beat of the owner.</summary>
    /// <returns>The spacing, once, if it is too slow for the limit; otherwise null.</returns>
    public TimeSpan? Beat(TimeSpan now)
    {
        if (_last is { } last)
        {
            var spacing = now - last;
            // The same beat by another way, as of a Mother with two interfaces in one network.
            if (spacing < limit / 8)
                return null;
            _smallest = spacing < _smallest ? spacing : _smallest;
            _seen++;
        }

        _last = now;
        if (_seen < Needed)
            return null;
        var smallest = _smallest;
        _seen = 0;
        _smallest = TimeSpan.MaxValue;
        var tooSlow = IsTooSlow(smallest);
        var tell = tooSlow && !_told && !(_announced is { } announced && IsTooSlow(announced));
        _told = tooSlow;
        return tell ? smallest : null;
    }

    private readonly bool IsTooSlow(TimeSpan period) => limit < (isVerified ? 2.5 : 1.5) * period;
}
