using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Transport;

public class NetworkFaultsTests
{
    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_share_outside_0_to_1_is_refused_by_name(double share)
    {
        Assert.Contains("Loss", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { Loss = share }).Message, StringComparison.Ordinal);
        Assert.Contains("Duplication", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { Duplication = share }).Message, StringComparison.Ordinal);
        Assert.Contains("Corruption", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { Corruption = share }).Message, StringComparison.Ordinal);
        Assert.Contains("Reordering", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { Reordering = share }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(60_001)]
    public void A_time_outside_0_to_one_minute_is_refused_by_name(int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Contains("Delay", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { Delay = time }).Message, StringComparison.Ordinal);
        Assert.Contains("Jitter", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { Jitter = time }).Message, StringComparison.Ordinal);
        Assert.Contains("ReorderingWindow", Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkFaults { ReorderingWindow = time }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bounds_themselves_are_allowed()
    {
        var worst = new NetworkFaults { Loss = 1, Duplication = 1, Corruption = 1, Reordering = 1, Delay = TimeSpan.FromMinutes(1), Jitter = TimeSpan.FromMinutes(1) };
        Assert.Equal(worst, new NetworkFaults { Loss = 1, Duplication = 1, Corruption = 1, Reordering = 1, Delay = TimeSpan.FromMinutes(1), Jitter = TimeSpan.FromMinutes(1) });
        Assert.NotEqual(NetworkFaults.None, worst);
        Assert.Equal(new NetworkFaults { Loss = 0 }, NetworkFaults.None);
    }
}
