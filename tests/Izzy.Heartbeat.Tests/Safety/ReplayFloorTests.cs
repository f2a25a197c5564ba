using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class ReplayFloorTests
{
    [Fact]
    public void The_first_number_passes_whatever_it_is()
    {
        Assert.True(default(ReplayFloor).Passes(0));
        Assert.True(default(ReplayFloor).Passes(uint.MaxValue));
        Assert.True(default(ReplayFloor).Passes(0x8000_0000));
    }

    [Fact]
    public void Only_what_is_newer_passes_and_each_number_once()
    {
        var floor = After(100);
        Assert.False(floor.Passes(100));
        Assert.True(floor.Passes(101));
        Assert.False(floor.Passes(101));
        Assert.True(floor.Passes(150));
        Assert.False(floor.Passes(149));
        Assert.False(floor.Passes(0));
    }

    [Fact]
    public void Numbers_go_on_across_the_wrap()
    {
        var floor = After(uint.MaxValue - 1);
        Assert.True(floor.Passes(uint.MaxValue));
        Assert.True(floor.Passes(0));
        Assert.True(floor.Passes(1));
        Assert.False(floor.Passes(uint.MaxValue));
        Assert.False(floor.Passes(1));
    }

    [Fact]
    public void Half_the_circle_is_ahead_and_half_behind()
    {
        var floor = After(0);
        Assert.False(floor.Passes(0x8000_0000));
        Assert.True(floor.Passes(0x7FFF_FFFF));
    }

    [Fact]
    public void Far_ahead_is_more_than_a_sender_counts_in_hours_and_less_than_half_the_circle()
    {
        var floor = After(uint.MaxValue);
        Assert.False(floor.IsFarAhead(uint.MaxValue));
        Assert.False(floor.IsFarAhead((1 << 20) - 1));
        Assert.True(floor.IsFarAhead(1 << 20));
        Assert.True(floor.IsFarAhead(0x7FFF_FFFE));
        Assert.False(floor.IsFarAhead(0x7FFF_FFFF));
        Assert.False(default(ReplayFloor).IsFarAhead(0x4000_0000));
    }

    private static ReplayFloor After(uint sequence)
    {
        var floor = default(ReplayFloor);
        Assert.True(floor.Passes(sequence));
        return floor;
    }
}
