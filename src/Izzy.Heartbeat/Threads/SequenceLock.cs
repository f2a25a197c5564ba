namespace Izzy.Heartbeat.Threads;

/// <summary>
/// Lets readers see something whole that one writer at a time changes, and never has the writer wait for them: who looked while it
/// changed looks again.
/// </summary>
internal sealed class SequenceLock
{
    // Odd while something changes.
    private int _count;

    /// <summary>Something changes from now on. Waits for nobody.</summary>
    // Each a full fence: a reader that sees any of the change sees this count, or a later one.
    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>It is whole again. Whoever began must end, whatever happens: readers wait for it.</summary>
    public void End() => Interlocked.Increment(ref _count);

    /// <summary>Looks until it has seen something whole.</summary>
    /// <param name="at">What to look at.</param>
    /// <param name="look">
    /// Copies what it needs and does nothing else. It may see halves, and must not throw for them; what it made of these is dropped.
    /// </param>
    public TSeen Read<T, TSeen>(T at, Func<T, TSeen> look)
    {
        var wait = default(SpinWait);
        while (true)
        {
            var before = Volatile.Read(ref _count);
            if (before % 2 == 0)
            {
                var seen = look(at);
                Interlocked.MemoryBarrier();
                if (Volatile.Read(ref _count) == before)
                    return seen;
            }

            wait.SpinOnce();
        }
    }
}
