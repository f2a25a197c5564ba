using System.Net;

namespace Izzy.Heartbeat;

/// <summary>Checks of options, with words for people.</summary>
internal static class Range
{
    /// <summary>Of a limit: the shortest beat period twice, so that one beat may be lost.</summary>
    public static readonly TimeSpan ShortestLimit = TimeSpan.FromMilliseconds(20);

    /// <summary>Of a limit: who is not heard for a minute is not there.</summary>
    public static readonly TimeSpan LongestLimit = TimeSpan.FromSeconds(60);

    public static void CheckLimit(TimeSpan limit, string what) => Check(limit, ShortestLimit, LongestLimit, what);

    public static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string what)
    {
        if (value < least || value > most)
            throw new ArgumentException($"{what} must be {least.TotalMilliseconds} ms to {most.TotalMilliseconds} ms, but is {value.TotalMilliseconds} ms.");
    }

    public static void CheckPort(int port, int least, string what)
    {
        if (port < least || port > IPEndPoint.MaxPort)
            throw new ArgumentException($"{what} must be {least} to {IPEndPoint.MaxPort}, but is {port}.");
    }
}
