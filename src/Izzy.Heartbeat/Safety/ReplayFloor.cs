namespace Izzy.Heartbeat.Safety;

/// <summary>The newest number that was heard of one session: a packet that is not newer is a replay. Pure.</summary>
internal struct ReplayFloor
{
    // More than a sender counts in hours: 2^20 beats of 10 ms are three of them.
    private const uint Leap = 1 << 20;

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

    /// <summary>
    /// Whether a packet is far ahead of all before it. One that tells when it was made has been heard again after long; of another nobody can tell
    /// whether it is a recording from nearly a whole circle ago, behind which all that is honest would stand.
    /// </summary>
    public readonly bool IsFarAhead(uint sequence) => _last is { } last && unchecked(sequence - last) is > Leap and <= int.MaxValue;
}
