namespace Izzy.Cli.Monitor;

/// <summary>How many lines a person can be shown: so many a second, the rest is counted. Pure: time is an argument.</summary>
/// <param name="most">Lines a second.</param>
internal sealed class LineRate(int most)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private TimeSpan? _since;
    private int _shown;
    private long _leftOut;

    /// <summary>Whether there is room for a line; if not, it is counted as left out.</summary>
    public bool Allows(TimeSpan now)
    {
        if (_since is null || now - _since >= s_second)
            (_since, _shown) = (now, 0);
        if (_shown < most)
        {
            _shown++;
            return true;
        }

        _leftOut++;
        return false;
    }

    /// <summary>How many were left out in a second that is over; told once. Ask before <see cref="Allows"/>.</summary>
    public long Due(TimeSpan now)
    {
        if (_leftOut == 0 || now - _since < s_second)
            return 0;
        var due = _leftOut;
        _leftOut = 0;
        return due;
    }
}
