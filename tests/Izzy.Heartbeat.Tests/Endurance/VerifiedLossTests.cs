using System.Globalization;
using System.Text;

namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>The arithmetic of verified mode: the figures that the presets were chosen by, and the chain against the switch itself.</summary>
public class VerifiedLossTests
{
    // Five standard deviations of a count of this many are the fifth that it may be off.
    private const int EnoughStops = 625;
    private const double Goal = 0.2;

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(120);

    [Theory]
    [InlineData(500, 90, 5.9)]
    [InlineData(1_000, 180, 2.9)]
    [InlineData(3_500, 1_000, 44)]
    [InlineData(500, 60, 0.0088)]
    [InlineData(1_000, 120, 0.0044)]
    [InlineData(3_500, 540, 0.10)]
    public void The_false_stops_an_hour_at_five_percent_loss_each_way(int limit, int period, double anHour) =>
        Assert.Equal(anHour, VerifiedLossArithmetic.StopsPerHour(0.05, TimeSpan.FromMilliseconds(limit), TimeSpan.FromMilliseconds(period)), anHour * 0.05);

    [Fact]
    public void The_verified_period_of_each_preset_stops_no_more_often_than_the_plain_one_does_without_a_key() => Assert.All(
        HeartbeatPreset.All,
        preset => Assert.InRange(
            VerifiedLossArithmetic.StopsPerHour(0.05, preset.Limit, preset.VerifiedInterval), 0, LossArithmetic.StopsPerHour(0.05, preset.Limit, preset.Interval)));

    [Fact]
    public void Without_loss_it_never_stops_and_with_one_beat_to_live_it_never_moves()
    {
        Assert.Equal(0, VerifiedLossArithmetic.StopsPerBeat(0, 3), 1e-12);
        Assert.Equal(0, VerifiedLossArithmetic.StopsPerBeat(0.05, 1), 1e-12);
    }

    // Two beats to live: both must be heard, and the first answered. From such a pair on it lives while beats are heard and answers arrive.
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void With_two_beats_to_live_it_moves_while_each_beat_is_heard_and_each_answer_arrives(double loss)
    {
        var alive = Math.Pow(1 - loss, 3);
        // Of two beats and the answer between them, one was lost where the last was none: all in a row of two, and not in the next.
        var stays = alive * Math.Pow(1 - loss, 2);
        Assert.Equal(alive - stays, VerifiedLossArithmetic.StopsPerBeat(loss, 2), 1e-12);
    }

    [Fact]
    public void Verified_false_stops_at_independent_loss_come_as_often_as_the_arithmetic_says() => TestRun.Repeatably("False stops of verified mode", draw =>
    {
        var beats = TestRun.Count(250_000, 10_000_000);
        var table = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{beats} beats each").AppendLine("  loss  N   stops  arithmetic");
        foreach (var (loss, n) in ((double, int)[])[(0.05, 2), (0.05, 3), (0.10, 3), (0.10, 4), (0.20, 5), (0.20, 6), (0.30, 8)])
        {
            var stops = Stops(draw, loss, n, beats);
            var expected = beats * VerifiedLossArithmetic.StopsPerBeat(loss, n);
            var row = string.Create(CultureInfo.InvariantCulture, $"  {loss,4:P0} {n,2} {stops,7} {expected,11:0.00}");
            table.AppendLine(row);
            Assert.True(expected >= EnoughStops && Math.Abs(stops - expected) <= Goal * expected, $"Too far from the arithmetic:\n{row}");
        }

        return table.ToString();
    });

    /// <summary>Stops of the switch itself. A beat echoes the newest challenge that reached Mother, as long as that is not older than T.</summary>
    private static long Stops(Draw draw, double loss, int n, int beats)
    {
        var run = new BeatRun((n + 0.5) * s_period, s_period, isVerified: true);
        for (var beat = 0; beat < beats; beat++)
            run.Beat(isLost: draw.Chance(loss), isAnswerLost: draw.Chance(loss));
        Assert.InRange(run.Permits - run.Stops, 0, 1);
        return run.Stops;
    }
}
