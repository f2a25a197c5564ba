namespace Izzy.Heartbeat.Tests.Endurance;

public class PoissonTests
{
    [Theory]
    [InlineData(1e-8, 0, 0)]
    [InlineData(0.01, 0, 2)]
    [InlineData(1, 0, 9)]
    [InlineData(16, 1, 40)]
    [InlineData(100, 54, 154)]
    public void The_range_that_chance_allows(double mean, long least, long most) => Assert.Equal((least, most), Poisson.Range(mean));
}
