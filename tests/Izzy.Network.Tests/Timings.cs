using System.Collections.Concurrent;
using System.Globalization;

namespace Izzy.Network.Tests;

/// <summary>
/// Times that are reported beside their goal and never decide a test: how late a machine is says how busy it is, not whether
/// it is safe. They stand in the output of the test and, where the environment variable <c>IZZY_TEST_TIMINGS</c> names a file,
/// are appended to it.
/// </summary>
internal sealed class Timings(string what, string goal)
{
    private static readonly Lock s_file = new();

    private readonly ConcurrentBag<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    public void Report()
    {
        double[] sorted = [.. _milliseconds.Order()];
        Say(sorted.Length < 2
            ? Invariant($"{what}: {sorted.FirstOrDefault(double.NaN):0.0} ms (goal {goal})")
            : Invariant($"{what}: {sorted.Length} runs, p50 {At(sorted, 0.5):0.0} p99 {At(sorted, 0.99):0.0} max {sorted[^1]:0.0} ms (goal {goal})"));
    }

    /// <summary>Reports one time that stands by itself.</summary>
    public static void Report(string what, string goal, TimeSpan time)
    {
        var timings = new Timings(what, goal);
        timings.Add(time);
        timings.Report();
    }

    /// <summary>Reports something that is no list of times.</summary>
    public static void Say(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("IZZY_TEST_TIMINGS") is not { Length: > 0 } file)
            return;
        lock (s_file)
            File.AppendAllText(file, line + '\n');
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // The smallest value that so many of all do not exceed.
    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
