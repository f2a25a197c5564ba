namespace Izzy.Heartbeat.Transport;

/// <summary>
/// Whether the receive buffer holds what a whole fleet says at once: all answer the same beat, and more comes while Mother's thread waits
/// for a processor. It grows with the fleet, as far as the system lets it.
/// </summary>
/// <param name="have">The bytes granted so far.</param>
/// <param name="resize">Asks for so many bytes and returns what was granted.</param>
internal sealed class ReceiveRoom(int have, Func<int, int> resize)
{
    /// <summary>What Linux reckons for a small datagram, in the unit of a wish: its default of 212,992, halved, keeps 256 (measured).</summary>
    public const int BytesPerAnswer = 416;

    /// <summary>How many answers of each IZZY must find room: those of two beats.</summary>
    public const int Rounds = 2;

    private int _have = have;
    private int _asked = have;
    private int _told;

    /// <summary>There are so many IZZYs now.</summary>
    /// <returns>What there is and what they need, in bytes, if it is too little and was not told for half as many; else null.</returns>
    public (int Have, int Need)? Take(int izzies)
    {
        var need = izzies * BytesPerAnswer * Rounds;
        if (need <= _have)
            return null;
        // By doubling what was asked for, granted or not, so that a growing fleet asks the system a few times and not once for each.
        if (need > _asked)
        {
            _asked = Math.Max(need, 2 * _asked);
            _have = Math.Max(_have, resize(_asked));
        }

        if (need <= _have || need < 2 * _told)
            return null;
        _told = need;
        return (_have, need);
    }
}
