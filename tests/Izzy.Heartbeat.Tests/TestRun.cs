using System.Globalization;
using Xunit.Sdk;

namespace Izzy.Heartbeat.Tests;

/// <summary>
/// What one run of the tests chooses for itself: how long it is, and the seed of all that it draws at random. The seed is
/// always told, so that any run can be had again: <c>IZZY_TEST_SEED=seed</c>.
/// </summary>
internal static class TestRun
{
    /// <summary>Whether this is the long run, <c>./test.sh --long</c>.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("IZZY_TEST_LONG") == "1";

    /// <summary>The seed that everything drawn in this run follows from.</summary>
    public static ulong Seed { get; } = ReadSeed() ?? (ulong)Random.Shared.NextInt64(1, 1L << 40);

    /// <summary>How many of something this run tries.</summary>
    public static int Count(int ordinary, int inTheLongRun) => IsLong ? inTheLongRun : ordinary;

    /// <summary>Says a line about a test that passed: into its output and, so that every run shows it, into the runner's own.</summary>
    public static void Tell(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        TestContext.Current.SendDiagnosticMessage("{0}", line);
    }

    /// <summary>Runs what draws from the seed, and says the seed whether it holds or not.</summary>
    public static void Repeatably(string what, Func<Draw, string> body)
    {
        try
        {
            var figures = body(new Draw(Seed ^ Fold(what)));
            Tell($"{what}: {figures}. Seed {Seed}.");
        }
        catch (Exception wrong)
        {
            throw new XunitException($"{what} fails. To repeat it: IZZY_TEST_SEED={Seed}{(IsLong ? " IZZY_TEST_LONG=1" : "")}\n{wrong.Message}", wrong);
        }
    }

    /// <summary>So that each test draws something else from the one seed, and the same in every run.</summary>
    private static ulong Fold(string text)
    {
        var folded = 14_695_981_039_346_656_037;
        foreach (var c in text)
            folded = (folded ^ c) * 1_099_511_628_211;
        return folded;
    }

    private static ulong? ReadSeed() =>
        Environment.GetEnvironmentVariable("IZZY_TEST_SEED") is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
