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

    private long _deadline = Void;
    private long _number;

    /// <summary>The number of the last permit granted; 0 before the first.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>Grants a new permit. The caller holds the lock of the switch.</summary>
    /// <returns>Its number: one more than the last.</returns>
    public long Grant(TimeSpan deadline)
    {
        Volatile.Write(ref _deadline, Void);
        var number = _number + 1;
        Volatile.Write(ref _number, number);
        // Published last: whoever sees this deadline sees the new number too, and an old number no longer matches.
        Volatile.Write(ref _deadline, deadline.Ticks);
        return number;
    }

    /// <summary>Moves the deadline. The caller holds the lock of the switch.</summary>
    /// <returns>False if a reader has seen the permit expire: then it has, and the switch must trip.</returns>
    public bool Extend(TimeSpan deadline)
    {
        var old = Volatile.Read(ref _deadline);
        return old != Void && Interlocked.CompareExchange(ref _deadline, deadline.Ticks, old) == old;
    }

    /// <summary>Takes the permit away. The caller holds the lock of the switch.</summary>
    public void Revoke() => Interlocked.Exchange(ref _deadline, Void);

    /// <summary>Whether the permit of this number is valid at this time. Callable from any thread.</summary>
    public bool IsValid(long number, TimeSpan now)
    {
        while (true)
        {
            var deadline = Volatile.Read(ref _deadline);
            if (deadline == Void || Volatile.Read(ref _number) != number)
                return false;
            if (now.Ticks <= deadline)
                return true;
            if (Interlocked.CompareExchange(ref _deadline, Void, deadline) == deadline)
                return false;
            // The deadline moved while it was compared: look again.
        }
    }
}
