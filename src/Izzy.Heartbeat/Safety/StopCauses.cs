namespace Izzy.Heartbeat.Safety;

/// <summary>The set of causes that an IZZY stands stopped for.</summary>
internal struct StopCauses
{
    private int _bits;

    public readonly bool Contains(StopCause cause) => (_bits & Bit(cause)) != 0;

    public readonly bool AreOnly(StopCause first, StopCause second) => (_bits & ~(Bit(first) | Bit(second))) == 0;

    /// <returns>False if it was in the set already.</returns>
    public bool Add(StopCause cause)
    {
        var isNew = !Contains(cause);
        _bits |= Bit(cause);
        return isNew;
    }

    private static int Bit(StopCause cause) => 1 << (int)cause;
}
