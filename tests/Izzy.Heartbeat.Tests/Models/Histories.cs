using FsCheck;
using FsCheck.Fluent;
using Xunit.Sdk;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>Tries something on random sequences of acts, and shrinks a sequence that fails to its shortest form.</summary>
internal static class Histories
{
    /// <param name="what">What is tried.</param>
    /// <param name="count">On how many sequences.</param>
    /// <param name="sequence">Draws one.</param>
    /// <param name="holds">Throws if it does not hold.</param>
    public static void Check<TAct>(string what, int count, Func<Draw, TAct[]> sequence, Action<TAct[]> holds) =>
        TestRun.Repeatably(what, draw =>
        {
            var sequences = Gen.Choose(int.MinValue, int.MaxValue).Select(seed => sequence(new Draw((uint)seed)));
            // The second number of FsCheck's generator has to be odd.
            var config = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count).WithReplay(draw.Next(), draw.Next() | 1);
            var acts = 0L;
            Prop.ForAll(Arb.From(sequences, Shorter), tried =>
            {
                acts += tried.Length;
                try
                {
                    holds(tried);
                }
                catch (Exception wrong)
                {
                    // FsCheck shows the last of these, which belongs to the shortest sequence.
                    throw new XunitException($"{wrong.Message}\nafter\n  {string.Join("\n  ", tried)}", wrong);
                }
            }).Check(config);
            return $"{count} sequences, {acts} acts";
        });

    /// <summary>Without its first or second half, without some of it, and without each single act.</summary>
    private static IEnumerable<TAct[]> Shorter<TAct>(TAct[] acts)
    {
        for (var run = acts.Length / 2; run > 0; run /= 2)
        {
            for (var from = 0; from + run <= acts.Length; from += run)
                yield return [.. acts[..from], .. acts[(from + run)..]];
        }
    }
}
