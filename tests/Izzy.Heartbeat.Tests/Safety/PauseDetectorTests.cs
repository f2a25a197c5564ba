using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public class PauseDetectorTests
{
    private PauseDetector _detector = new(new Moment(Ms(0), Ms(0)), Ms(200));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(200, 0)]
    [InlineData(201, 201)]
    [InlineData(60_000, 60_000)]
    public void Only_a_gap_longer_than_the_longest_ordinary_one_is_a_pause(int gap, int pause) =>
        Assert.Equal((Ms(pause), TimeSpan.Zero), _detector.Look(new Moment(Ms(gap), Ms(0))));

    [Fact]
    public void A_pause_is_found_once()
    {
        _detector.Look(new Moment(Ms(1_000), Ms(0)));
        Assert.Equal(default, _detector.Look(new Moment(Ms(1_000), Ms(0))));
        Assert.Equal(default, _detector.Look(new Moment(Ms(1_100), Ms(0))));
    }

    [Fact]
    public void It_tells_how_much_of_the_pause_the_machine_was_suspended() =>
        Assert.Equal((Ms(1_000), Ms(700)), _detector.Look(new Moment(Ms(1_000), Ms(700))));

    [Fact]
    public void An_earlier_reading_of_the_clock_that_comes_later_moves_nothing_back()
    {
        _detector.Look(new Moment(Ms(150), Ms(0)));
        Assert.Equal(default, _detector.Look(new Moment(Ms(50), Ms(0))));
        Assert.Equal(default, _detector.Look(new Moment(Ms(300), Ms(0))));
    }

    [Fact]
    public void Regular_looks_are_never_a_pause()
    {
        for (var at = 0; at < 100_000; at += 200)
            Assert.Equal(default, _detector.Look(new Moment(Ms(at), Ms(0))));
    }

    [Fact]
    public void What_was_suspended_before_is_no_part_of_it()
    {
        _detector.Look(new Moment(Ms(1_000), Ms(700)));
        Assert.Equal((Ms(500), Ms(100)), _detector.Look(new Moment(Ms(1_500), Ms(800))));
    }
}
