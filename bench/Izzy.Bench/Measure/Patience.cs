namespace Izzy.Bench.Measure;

/// <summary>Nothing here waits for ever: what did not come by then will not come.</summary>
internal static class Patience
{
    /// <summary>Longer than anything here takes on a busy machine, beyond what it was told to take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="what">What is waited for, for the message.</param>
    /// <param name="pauseMs">How long between two looks.</param>
    /// <param name="isSo">Whether it is.</param>
    /// <exception cref="TimeoutException">It did not come to be.</exception>
    public static void Until(string what, int pauseMs, Func<bool> isSo)
    {
        var end = Environment.TickCount64 + (long)Longest.TotalMilliseconds;
        while (!isSo())
        {
            if (Environment.TickCount64 > end)
                throw new TimeoutException($"Not within {Longest.TotalSeconds} s: {what}.");
            Thread.Sleep(pauseMs);
        }
    }
}
