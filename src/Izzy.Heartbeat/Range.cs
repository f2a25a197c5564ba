using System.Net;

namespace Izzy.Heartbeat;

/// <summary>Checks of options, with words for people.</summary>
internal static class Range
{
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
