namespace Izzy.Heartbeat.Safety;

/// <summary>
/// The challenges that this boot sent, and when. What echoes one of them was made after it was sent, whatever queues lie between: so the age of what
/// came is bounded, which the time of its receipt cannot do. Pure: the time and the random value come in.
/// </summary>
internal sealed class Challenges
{
    /// <summary>
    /// How many are kept. One is sent with each packet, a hundred a second at most at the shortest period, and what was echoed later than T
    /// feeds nothing any more; with a longer T the oldest of them go first, which only shortens what is tolerated.
    /// </summary>
    public const int Kept = 128;

    private readonly (ulong Value, TimeSpan SentAt)[] _sent = new (ulong, TimeSpan)[Kept];
    private int _count;

    /// <summary>A challenge is sent now.</summary>
    /// <param name="value">Drawn at random; 0 stands for none, and is not kept.</param>
    /// <param name="now">When.</param>
    public void Sent(ulong value, TimeSpan now)
    {
        if (value != 0)
            _sent[_count++ % Kept] = (value, now);
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
