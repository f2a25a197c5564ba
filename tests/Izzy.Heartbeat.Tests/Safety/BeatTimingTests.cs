using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public class BeatTimingTests
{
    private static readonly TimeSpan s_period = Ms(180);

    [Fact]
    public void A_million_beats_with_random_lateness_drift_by_nothing()
    {
        var random = new Random(1);
        var schedule = new BeatSchedule(s_period, Ms(0));
        var wrong = 0;
        for (var beat = 0; beat < 1_000_000; beat++)
        {
            wrong += schedule.Due == beat * s_period ? 0 : 1;
            wrong += schedule.Take(schedule.Due + (s_period * 0.999 * random.NextDouble())) == 0 ? 0 : 1;
        }

        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(0, 0, 180)]
    [InlineData(179, 0, 180)]
    [InlineData(180, 1, 360)]
    [InlineData(5_000, 27, 5_040)]
    public void Missed_beats_are_skipped_and_the_next_is_on_the_grid(int late, int missed, int next)
    {
        var schedule = new BeatSchedule(s_period, Ms(0));
        Assert.Equal(missed, schedule.Take(Ms(late)));
        Assert.Equal(Ms(next), schedule.Due);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(0)]
    public void A_beat_taken_early_does_not_bring_the_next_one_forward(int at)
    {
        var schedule = new BeatSchedule(s_period, Ms(1_000));
        Assert.Equal(0, schedule.Take(Ms(at)));
        Assert.Equal(Ms(1_180), schedule.Due);
    }

    [Fact]
    public void It_is_the_shortest_of_the_spacings_that_counts_wherever_it_comes()
    {
        var spacing = new BeatSpacing(Ms(140));
        foreach (var at in (int[])[0, 90, 200])
            Assert.Null(spacing.Beat(Ms(at)));
        // 90, 110, 100: of the last one alone the limit would be too short.
        Assert.Null(spacing.Beat(Ms(300)));
    }

    [Theory]
    [InlineData(150, 100, false)]
    [InlineData(149, 100, true)]
    [InlineData(1_000, 180, false)]
    public void A_limit_below_one_and_a_half_periods_is_too_short(int limit, int period, bool tells)
    {
        var spacing = new BeatSpacing(Ms(limit));
        var told = 0;
        for (var beat = 0; beat < 20; beat++)
            told += spacing.Beat(Ms(beat * period)) is { } slow && slow == Ms(period) ? 1 : 0;
        Assert.Equal(tells ? 1 : 0, told);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(120, true)]
    [InlineData(125, false)]
    [InlineData(130, false)]
    public void A_beat_that_comes_again_within_an_eighth_of_the_limit_is_the_same_beat(int later, bool tells)
    {
        var spacing = new BeatSpacing(Ms(1_000));
        var told = new List<TimeSpan>();
        for (var beat = 0; beat < 20; beat++)
        {
            foreach (var at in (int[])[beat * 900, (beat * 900) + later])
            {
                if (spacing.Beat(Ms(at)) is { } slow)
                    told.Add(slow);
            }
        }

        Assert.Equal(tells ? [Ms(900)] : [], told);
    }

    [Fact]
    public void Two_lost_beats_of_three_do_not_look_slow()
    {
        var spacing = new BeatSpacing(Ms(150));
        var at = 0;
        for (var beat = 0; beat < 30; beat++)
        {
            at += beat % 3 == 0 ? 100 : 900;
            Assert.Null(spacing.Beat(Ms(at)));
        }
    }

    [Fact]
    public void After_it_was_right_again_a_slow_spacing_is_told_again()
    {
        var spacing = new BeatSpacing(Ms(150));
        var at = TimeSpan.Zero;
        var told = 0;
        foreach (var period in (int[])[200, 200, 200, 200, 100, 100, 100, 200, 200, 200])
            told += spacing.Beat(at += Ms(period)) is null ? 0 : 1;
        Assert.Equal(2, told);
    }

    [Fact]
    public void A_restart_forgets_the_last_beat()
    {
        var spacing = new BeatSpacing(Ms(150));
        spacing.Beat(Ms(0));
        spacing.Beat(Ms(200));
        spacing.Restart();
        Assert.Null(spacing.Beat(Ms(400)));
        Assert.Null(spacing.Beat(Ms(600)));
        Assert.Null(spacing.Beat(Ms(800)));
        Assert.Equal(Ms(200), spacing.Beat(Ms(1_000)));
    }
}
