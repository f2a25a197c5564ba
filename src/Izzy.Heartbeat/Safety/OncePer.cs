namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Lets an alarm through once for each key and period. The table is bounded (rule S2): when it is full of keys that are still
/// quiet, a further key is not told until one of them is due again, so that a flood of made-up senders costs no memory.
/// </summary>
internal sealed class OncePer<TKey>(TimeSpan period, int capacity = 64)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TimeSpan> _told = [];

    public bool Allows(TKey key, TimeSpan now, Func<TKey, TKey>? keep = null)
    {
        if (_told.TryGetValue(key, out var last))
        {
            if (now - last < period)
                return false;
            _told[key] = now;
            return true;
        }

        if (_told.Count >= capacity && !MakeRoom(now))
            return false;
        _told.Add(keep is null ? key : keep(key), now);
        return true;
    }

    private bool MakeRoom(TimeSpan now)
    {
        foreach (var (key, last) in _told)
        {
            if (now - last >= period)
                _told.Remove(key);
        }

        return _told.Count < capacity;
    }
}
