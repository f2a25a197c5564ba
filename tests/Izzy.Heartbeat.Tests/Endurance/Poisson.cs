namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>How far a count of rare, independent events strays from its mean by chance alone.</summary>
internal static class Poisson
{
    // One false alarm in some millions of runs on each side: the seeds are fresh, and nobody shall learn to start a red test again.
    private const double Rare = 3e-7;

    /// <summary>The smallest and the largest count that is not too rare to be chance.</summary>
    public static (long Least, long Most) Range(double mean)
    {
        var below = 0.0;
        long? least = null;
        for (var count = 0L; ; count++)
        {
            below += Math.Exp((count * Math.Log(mean)) - mean - LogFactorial(count));
            if (below > Rare)
                least ??= count;
            if (1 - below < Rare && count + 1 > mean)
                return (least ?? 0, count);
        }
    }

    private static double LogFactorial(long count)
    {
        var sum = 0.0;
        for (var factor = 2L; factor <= count; factor++)
            sum += Math.Log(factor);
        return sum;
    }
}
