namespace Izzy.Heartbeat.Safety;

/// <summary>The newest number that was heard of one session: a packet that is not newer is a replay. Pure.</summary>
internal struct ReplayFloor
{
    private uint? _last;

    /// <summary>Whether a packet is newer than all before it, across the wrap of their numbers; then it is the last one. The first always is.</summary>
    public bool Passes(uint sequence)
    {
        // Serial number arithmetic: half of the circle is ahead, half behind.
        if (_last is { } last && unchecked((int)(sequence - last)) <= 0)
            return false;
        _last = sequence;
        return true;
    }
}
