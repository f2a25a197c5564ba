using System.Runtime.CompilerServices;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// What an <see cref="InMemoryNetwork"/> does to datagrams on their way. The default is a perfect network: nothing lost,
/// no delay. Each datagram, and for a broadcast each receiver, meets its own chance.
/// </summary>
public sealed record NetworkFaults
{
    /// <summary>The perfect network.</summary>
    public static readonly NetworkFaults None = new();

    /// <summary>The share of datagrams that never arrive, 0 (none, the default) to 1 (all).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Loss
    {
        get;
        init => field = Share(value);
    }

    /// <summary>The share of datagrams that arrive twice, 0 (none, the default) to 1 (all). Each copy has a delay of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Duplication
    {
        get;
        init => field = Share(value);
    }

    /// <summary>
    /// The share of datagrams that arrive damaged, 0 (none, the default) to 1 (all): with even chances one byte is changed, or the
    /// end is missing. A real network's checksum discards nearly all of these; here they arrive, to see what happens.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Corruption
    {
        get;
        init => field = Share(value);
    }

    /// <summary>The shortest time under way, 0 (the default) to one minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to one minute.</exception>
    public TimeSpan Delay
    {
        get;
        init => field = Span(value);
    }

    /// <summary>
    /// The most that is added to <see cref="Delay"/>, 0 (the default) to one minute; how much is equally likely up to it. Jitter alone
    /// reorders nothing: a datagram waits for those sent before it on the same way, as in a switch's queue.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to one minute.</exception>
    public TimeSpan Jitter
    {
        get;
        init => field = Span(value);
    }

    /// <summary>
    /// The share of datagrams that go astray for up to <see cref="ReorderingWindow"/>, so that later ones overtake them: 0
    /// (none, the default) to 1 (all).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Reordering
    {
        get;
        init => field = Share(value);
    }

    /// <summary>
    /// The most that going astray adds, 0 to one minute; how much is equally likely up to it. Default: 500 ms, so that beats of
    /// the default preset, 180 ms apart, are overtaken by up to two others.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to one minute.</exception>
    public TimeSpan ReorderingWindow
    {
        get;
        init => field = Span(value);
    } = TimeSpan.FromMilliseconds(500);

    private static double Share(double value, [CallerMemberName] string name = "") =>
        // Written so that NaN is refused as well.
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a share: it must be 0 to 1.");

    private static TimeSpan Span(TimeSpan value, [CallerMemberName] string name = "") =>
        // A minute is far beyond any limit of an IZZY, and bounds what can be under way.
        value >= TimeSpan.Zero && value <= TimeSpan.FromMinutes(1)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 0 to one minute.");
}
