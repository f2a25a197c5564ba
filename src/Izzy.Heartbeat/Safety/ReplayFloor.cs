namespace Izzy.Heartbeat.Safety;

/// <summary>What was heard last of one sender's session: a packet that is not newer is a replay. Pure.</summary>
internal struct ReplayFloor
{
    private uint _last;

    /// <summary>The session that is followed; null before one was adopted.</summary>
    public ulong? Session { get; private set; }

    /// <summary>Follows a session from this packet on.</summary>
    public void Adopt(ulong session, uint sequence)
    {
        Session = session;
        _last = sequence;
    }

    /// <summary>Whether a packet of the session is newer than all before it, across the wrap of its numbers; then it is the last one.</summary>
    public bool Passes(uint sequence)
    {
        // Serial number arithmetic: half of the circle is ahead, half behind.
        if (unchecked((int)(sequence - _last)) <= 0)
            return false;
        _last = sequence;
        return true;
    }
}
