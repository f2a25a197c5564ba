using Izzy.Cli.Monitor;

namespace Izzy.Cli.Tests.Monitor;

public class LineRateTests
{
    private readonly LineRate _rate = new(3);

    [Fact]
    public void So_many_a_second_are_shown_and_the_rest_is_told_once_the_second_is_over()
    {
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(i => _rate.Allows(Ms(i))));
        Assert.Equal(0, _rate.Due(Ms(999)));
        Assert.Equal(2, _rate.Due(Ms(1000)));
        Assert.Equal(0, _rate.Due(Ms(1000)));
        Assert.True(_rate.Allows(Ms(1000)));
    }

    [Fact]
    public void Whoever_sends_slowly_is_always_shown() => Assert.All(Enumerable.Range(0, 100), i => Assert.True(_rate.Allows(Ms(400 * i))));

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
