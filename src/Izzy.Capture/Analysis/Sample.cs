namespace Izzy.Capture.Analysis;

/// <summary>
/// Times of which the middle and the tail are asked for, in bounded memory: all of them as long as they are few, then every
/// second one, every fourth, and so on. The largest is always kept.
/// </summary>
internal sealed class Sample
{
    private const int Most = 4096;

    private readonly List<TimeSpan> _kept = [];
    private long _seen;
    private int _each = 1;

    /// <summary>The largest of all; null before the first.</summary>
    public TimeSpan? Largest { get; private set; }

    /// <summary>One more.</summary>
    public void Add(TimeSpan time)
    {
        Largest = Largest is { } largest && largest > time ? largest : time;
        if (_seen++ % _each != 0)
            return;
        if (_kept.Count == Most)
        {
            for (var i = 0; i < Most / 2; i++)
                _kept[i] = _kept[2 * i];
            _kept.RemoveRange(Most / 2, Most / 2);
            _each *= 2;
            // What came just now is the first that the wider step keeps, too: the count was a multiple of both.
        }

        _kept.Add(time);
    }

    /// <summary>The smallest of them that such a share of all does not exceed; null before the first.</summary>
    /// <param name="share">Above 0, up to 1.</param>
    public TimeSpan? At(double share)
    {
        if (_kept.Count == 0)
            return null;
        var sorted = _kept.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
