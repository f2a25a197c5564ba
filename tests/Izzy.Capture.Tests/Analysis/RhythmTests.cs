using Izzy.Capture.Analysis;

namespace Izzy.Capture.Tests.Analysis;

public class RhythmTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(180);

    [Fact]
    public void The_first_beat_has_no_gap_and_lateness_is_told_once_the_period_is_known()
    {
        var rhythm = new Rhythm();
        var told = Enumerable.Range(0, 7).Select(i => rhythm.Hear(i * s_period)).ToList();

        Assert.Null(told[0].Gap);
        Assert.All(told[1..], each => Assert.Equal(s_period, each.Gap));
        Assert.All(told[..5], each => Assert.Null(each.Lateness));
        Assert.All(told[5..], each => Assert.Equal(TimeSpan.Zero, each.Lateness));
    }

    [Fact]
    public void Lateness_is_what_a_gap_was_longer_than_the_period_and_negative_for_an_early_one()
    {
        var rhythm = Beating(10);

        Assert.Equal(Ms(20), rhythm.Hear(rhythm.Last + Ms(200)).Lateness);
        Assert.Equal(Ms(-20), rhythm.Hear(rhythm.Last + Ms(160)).Lateness);
    }

    [Fact]
    public void A_lost_beat_moves_the_period_by_nothing()
    {
        var rhythm = Beating(10);
        rhythm.Hear(rhythm.Last + (2 * s_period));
        rhythm.Hear(rhythm.Last + (3 * s_period));

        Assert.Equal(s_period, rhythm.Period);
        Assert.Equal(3, rhythm.Missed);
    }

    [Fact]
    public void A_long_silence_is_no_run_of_missed_beats()
    {
        var rhythm = Beating(10);
        rhythm.Hear(rhythm.Last + TimeSpan.FromHours(1));

        Assert.Equal(0, rhythm.Missed);
        Assert.Equal(TimeSpan.FromHours(1), rhythm.LongestSilence(rhythm.Last).Length);
    }

    [Fact]
    public void The_period_follows_another_preset()
    {
        var rhythm = Beating(10);
        for (var i = 0; i < 20; i++)
            rhythm.Hear(rhythm.Last + Ms(90));

        Assert.Equal(Ms(90), rhythm.Period);
    }

    [Fact]
    public void The_longest_silence_is_one_that_still_goes_on_if_that_is_longer()
    {
        var rhythm = Beating(10);
        var late = rhythm.Last;
        rhythm.Hear(late + Ms(500));

        Assert.Equal((Ms(500), late), rhythm.LongestSilence(rhythm.Last + Ms(100)));
        Assert.Equal((Ms(700), rhythm.Last), rhythm.LongestSilence(rhythm.Last + Ms(700)));
    }

    [Fact]
    public void Beats_at_one_time_are_none_missed() =>
        Assert.Equal(0, Repeated(TimeSpan.Zero, 20).Missed);

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    public void A_sample_knows_its_middle_and_its_largest_in_bounded_memory(int count)
    {
        var sample = new Sample();
        for (var i = 1; i <= count; i++)
            sample.Add(TimeSpan.FromTicks(i));

        Assert.Equal(count, sample.Largest!.Value.Ticks);
        Assert.InRange(sample.At(0.5)!.Value.Ticks, (0.49 * count) - 1, (0.51 * count) + 1);
        Assert.InRange(sample.At(0.99)!.Value.Ticks, (0.98 * count) - 1, count);
    }

    [Fact]
    public void A_sample_of_nothing_knows_nothing() => Assert.Equal((null, null), (new Sample().At(0.5), new Sample().Largest));

    private static Rhythm Beating(int beats) => Repeated(s_period, beats);

    private static Rhythm Repeated(TimeSpan period, int beats)
    {
        var rhythm = new Rhythm();
        for (var i = 0; i < beats; i++)
            rhythm.Hear(i * period);
        return rhythm;
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
