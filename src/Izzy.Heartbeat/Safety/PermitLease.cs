namespace Izzy.Heartbeat.Safety;

/// <summary>
/// The permit as whoever holds it sees it (rule S12): a number and a deadline, readable from any thread without a lock.
/// <para>
/// It expires by the reader's own comparison, so that a dead listener or a frozen watchdog cannot keep it true. A reader that
/// finds it expired also voids it in the same atomic step, so that a beat accepted a moment later cannot make it valid again:
/// once seen false, a number stays false.
/// </para>
/// </summary>
internal sealed class PermitLease
{
    private const long Void = long.MinValue;

    // One object for each permit, published whole: nobody sees a number without its deadline, and a void one is void for good.
    private Granted _last = new(0, Void);

    /// <summary>The number of the last permit granted; 0 before the first.</summary>
    public long Number => Volatile.Read(ref _last).Number;

    /// <summary>Grants a new permit. The caller holds the lock of the switch.</summary>
    /// <returns>Its number: one more than the last.</returns>
    public long Grant(TimeSpan deadline)
    {
        Revoke();
        var granted = new Granted(_last.Number + 1, deadline.Ticks);
        Volatile.Write(ref _last, granted);
        return granted.Number;
    }

    /// <summary>Moves the deadline. The caller holds the lock of the switch.</summary>
    /// <returns>False if a reader has seen the permit expire: then it has, and the switch must trip.</returns>
    public bool Extend(TimeSpan deadline)
    {
        var old = Volatile.Read(ref _last.Deadline);
        return old != Void && Interlocked.CompareExchange(ref _last.Deadline, deadline.Ticks, old) == old;
    }

    /// <summary>Takes the permit away. The caller holds the lock of the switch.</summary>
    public void Revoke() => Interlocked.Exchange(ref _last.Deadline, Void);

    /// <summary>Whether the permit of this number is valid at this time. Callable from any thread.</summary>
    public bool IsValid(long number, TimeSpan now)
    {
        var granted = Volatile.Read(ref _last);
        while (granted.Number == number)
        {
            var deadline = Volatile.Read(ref granted.Deadline);
            if (deadline == Void)
                return false;
            if (now.Ticks <= deadline)
                return true;
            if (Interlocked.CompareExchange(ref granted.Deadline, Void, deadline) == deadline)
                return false;
            // The deadline moved while it was compared: look again.
        }

        return false;
    }

    private sealed class Granted(long number, long deadline)
    {
        public readonly long Number = number;
        public long Deadline = deadline;
    }
}
