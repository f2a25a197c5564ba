using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class ReplayFloorTests
{
    [Fact]
    public void Only_what_is_newer_passes_and_each_number_once()
    {
        var floor = Followed(100);
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
        var floor = Followed(uint.MaxValue - 1);
        Assert.True(floor.Passes(uint.MaxValue));
        Assert.True(floor.Passes(0));
        Assert.True(floor.Passes(1));
        Assert.False(floor.Passes(uint.MaxValue));
        Assert.False(floor.Passes(1));
    }

    [Fact]
    public void Half_the_circle_is_ahead_and_half_behind()
    {
        var floor = Followed(0);
        Assert.False(floor.Passes(0x8000_0000));
        Assert.True(floor.Passes(0x7FFF_FFFF));
    }

    [Fact]
    public void A_session_that_is_adopted_starts_anew()
    {
        var floor = default(ReplayFloor);
        Assert.Null(floor.Session);
        floor.Adopt(1, 500);
        floor.Adopt(2, 10);
        Assert.Equal(2ul, floor.Session);
        Assert.True(floor.Passes(11));
    }

    private static ReplayFloor Followed(uint sequence)
    {
        var floor = default(ReplayFloor);
        floor.Adopt(1, sequence);
        return floor;
    }
}
