namespace Izzy.Heartbeat.Safety;

/// <summary>
/// The challenges that this boot sent, and when. What echoes one of them was made after it was sent, whatever queues lie between: so the age of what
/// came is bounded, which the time of its receipt cannot do. Pure: the time and the random values come in.
/// </summary>
/// <param name="span">For so long none is forgotten: the newest is used again within a <see cref="Kept"/>th of it, so that no flood of questions drives the others out.</param>
internal sealed class Challenges(TimeSpan span)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 128;

    private readonly (ulong Value, TimeSpan SentAt)[] _sent = new (ulong, TimeSpan)[Kept];
    private readonly TimeSpan _spacing = span / Kept;
    private int _count;

    /// <summary>The challenge to send now, if the newest is new enough to be sent once more; it counts from when it was sent first.</summary>
    public ulong? Recent(TimeSpan now)
    {
        if (_count == 0)
            return null;
        var (value, sentAt) = _sent[(_count - 1) % Kept];
        return now - sentAt < _spacing ? value : null;
    }

    /// <summary>A new challenge is sent now.</summary>
    /// <param name="value">Drawn at random; 0 stands for none, and is not kept.</param>
    /// <param name="now">When.</param>
    public void Sent(ulong value, TimeSpan now)
    {
        if (value == 0)
            return;
        _sent[_count % Kept] = (value, now);
        // Counts round and round in two turns of the ring, so that years of beats do not overflow it.
        _count = _count == (2 * Kept) - 1 ? Kept : _count + 1;
    }

    /// <summary>When the challenge that this echoes was sent; null if this boot never sent it, or so long ago that it is forgotten.</summary>
    public TimeSpan? SentAt(ulong echo)
    {
        if (echo == 0)
            return null;
        // The newest first: the usual echo is the last but one.
        for (var back = 1; back <= Math.Min(_count, Kept); back++)
        {
            var (value, sentAt) = _sent[(_count - back) % Kept];
            if (value == echo)
                return sentAt;
        }

        return null;
    }
}
