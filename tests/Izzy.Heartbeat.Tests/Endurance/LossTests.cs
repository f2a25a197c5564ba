using System.Globalization;
using System.Text;

namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>Test 3: independent loss and bursts of it against the arithmetic, beat by beat through the real switch.</summary>
public class LossTests
{
    /// <summary>The goal for the rate of false stops.</summary>
    private const double Goal = 0.2;

    // Five standard deviations of a count of this many are the 20 % of the goal. With fewer stops chance alone strays
    // further, and the honest bound is the Poisson range.
    private const int EnoughStops = 625;

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(180);

    [Fact]
    public void False_stops_at_independent_loss_come_as_often_as_the_arithmetic_says() =>
        TestRun.Repeatably("False stops at independent loss", draw =>
        {
            // A million for each rate of loss, or ten million for each row.
            var beats = TestRun.Count(250_000, 10_000_000);
            var table = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{beats} beats each").AppendLine("  loss  N   stops  arithmetic  while permitted  arithmetic  bound");
            foreach (var loss in (double[])[0.01, 0.05, 0.10, 0.20])
            {
                foreach (var n in (int[])[1, 2, 3, 5])
                    table.AppendLine(Row(draw, loss, n, beats));
            }

            return table.ToString();
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void A_burst_of_one_beat_less_than_stops_never_stops_and_one_of_as_many_or_one_more_always_does(int n)
    {
        TestRun.Repeatably($"Bursts about {n}", draw =>
        {
            var bursts = TestRun.Count(2_000, 100_000);
            Assert.Equal(0, Bursts(draw, n, n - 1, bursts));
            Assert.Equal(bursts, Bursts(draw, n, n, bursts));
            Assert.Equal(bursts, Bursts(draw, n, n + 1, bursts));
            return $"{bursts} bursts each of {n - 1}, {n} and {n + 1} lost beats";
        });
    }

    private static TimeSpan LimitFor(int n) => (n + 0.5) * s_period;

    private static string Row(Draw draw, double loss, int n, int beats)
    {
        var run = new BeatRun(LimitFor(n), s_period);
        for (var beat = 0; beat < beats; beat++)
            run.Beat(isLost: draw.Chance(loss));
        var expected = beats * LossArithmetic.StopsPerBeat(loss, n);
        var expectedWhilePermitted = run.SentWhilePermitted / LossArithmetic.BeatsToStop(loss, n);
        var (least, most) = BoundFor(expected);
        var row = string.Create(CultureInfo.InvariantCulture, $"  {loss,4:P0} {n,2} {run.Stops,7} {expected,11:0.0000} {run.SentWhilePermitted,16} {expectedWhilePermitted,11:0.0000}  {least}..{most}");
        if (run.Stops < least || run.Stops > most)
            Assert.Fail($"Too far from the arithmetic:\n{row}");
        (least, most) = BoundFor(expectedWhilePermitted);
        if (run.Stops < least || run.Stops > most)
            Assert.Fail($"Too far from the arithmetic while permitted:\n{row}");
        // Each stop was reset, each at the first beat heard after it.
        Assert.InRange(run.Permits - run.Stops, 0, 1);
        return row;
    }

    private static (long Least, long Most) BoundFor(double expected) =>
        expected >= EnoughStops ? ((long)(expected * (1 - Goal)), (long)(expected * (1 + Goal))) : Poisson.Range(expected);

    /// <summary>Stops in so many bursts of losses, between which a few beats are heard.</summary>
    private static long Bursts(Draw draw, int n, int losses, int bursts)
    {
        var run = new BeatRun(LimitFor(n), s_period);
        for (var burst = 0; burst < bursts; burst++)
        {
            for (var heard = draw.Between(1, 4); heard > 0; heard--)
                run.Beat(isLost: false, Jitter(draw));
            for (var lost = 0; lost < losses; lost++)
                run.Beat(isLost: true);
        }

        run.Beat(isLost: false, Jitter(draw));
        return run.Stops;
    }

    /// <summary>
    /// Anything below a quarter of the period either way, the extremes often: two beats are shifted against each other by less
    /// than half of one.
    /// </summary>
    private static TimeSpan Jitter(Draw draw)
    {
        var most = (int)(s_period.Ticks / 4) - 1;
        return TimeSpan.FromTicks(draw.Below(4) switch { 0 => -most, 1 => most, _ => draw.Between(-most, most) });
    }
}
