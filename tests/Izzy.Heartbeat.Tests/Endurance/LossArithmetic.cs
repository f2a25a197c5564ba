namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>
/// How often an IZZY stops for nothing but lost datagrams, if each beat is lost independently with probability p.
/// <para>
/// It stops at the N-th beat in a row that is lost, where N = ⌊T / P⌋: after N losses the next beat comes (N + 1) P after the
/// last one heard, which is more than T, and after N - 1 losses it comes N P after it, which is not. With T = (N + ½) P both are
/// half a period away from T, so that two beats may be shifted against each other by anything below P / 2.
/// </para>
/// <para>
/// Counted from a beat that was heard, the first run of N losses ends after (p⁻ᴺ - 1) / (1 - p) beats on average. The stop then
/// lasts until a beat is heard again, 1 / (1 - p) beats on average, and is reset at it. Both together are p⁻ᴺ / (1 - p)
/// beats for each stop. So in all beats sent there are pᴺ (1 - p) stops a beat: each run of N or more losses is one stop, and
/// such a run begins with each beat that is heard and is followed by N that are not.
/// </para>
/// </summary>
internal static class LossArithmetic
{
    /// <summary>N: the loss of how many beats in a row stops an IZZY.</summary>
    public static int LossesToStop(TimeSpan limit, TimeSpan period) => (int)(limit.Ticks / period.Ticks);

    /// <summary>Beats sent from a reset until the next stop, on average.</summary>
    public static double BeatsToStop(double loss, int lossesToStop) => (Math.Pow(loss, -lossesToStop) - 1) / (1 - loss);

    /// <summary>Beats sent from a stop until one is heard, on average.</summary>
    public static double BeatsToReset(double loss) => 1 / (1 - loss);

    /// <summary>Stops for each beat sent, with a person who resets each stop at the first beat.</summary>
    public static double StopsPerBeat(double loss, int lossesToStop) => 1 / (BeatsToStop(loss, lossesToStop) + BeatsToReset(loss));

    public static double StopsPerHour(double loss, TimeSpan limit, TimeSpan period) =>
        StopsPerBeat(loss, LossesToStop(limit, period)) * (TimeSpan.FromHours(1) / period);
}
