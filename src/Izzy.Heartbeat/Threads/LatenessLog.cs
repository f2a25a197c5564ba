namespace Izzy.Heartbeat.Threads;

/// <summary>
/// How late the last beats were, for whoever measures. The beat's thread writes and never waits; a reader who comes too seldom misses
/// the oldest.
/// </summary>
internal sealed class LatenessLog
{
    /// <summary>How many are kept: those of five seconds at the shortest beat period.</summary>
    public const int Capacity = 512;

    private readonly long[] _ticks = new long[Capacity];
    private long _count;

    /// <summary>A beat was so late.</summary>
    public void Add(TimeSpan lateness)
    {
        Volatile.Write(ref _ticks[_count % Capacity], lateness.Ticks);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Those since a reading before.</summary>
    /// <param name="read">How many there were by then, 0 for the first reading; set to how many there are now.</param>
    public IReadOnlyList<TimeSpan> Since(ref long read)
    {
        var count = Volatile.Read(ref _count);
        // The slot of the oldest may be written again at this moment, so it is left out.
        var first = Math.Max(read, count - Capacity + 1);
        var found = new TimeSpan[Math.Max(0, count - first)];
        for (var i = 0; i < found.Length; i++)
            found[i] = TimeSpan.FromTicks(Volatile.Read(ref _ticks[(first + i) % Capacity]));
        read = count;
        return found;
    }
}
