using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting.Health;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Izzy.Hosting.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public void A_beat_that_makes_progress_is_healthy_and_one_that_does_not_is_not()
    {
        Assert.Equal(HealthStatus.Healthy, MotherHealth.Beat(true, 7, TimeSpan.FromMilliseconds(0.2)).Status);
        Assert.Equal(7L, MotherHealth.Beat(true, 7, default).Data["beats"]);
        Assert.Equal(HealthStatus.Unhealthy, MotherHealth.Beat(false, 7, default).Status);
    }

    [Theory]
    [InlineData(true, true, HealthStatus.Healthy)]
    [InlineData(true, false, HealthStatus.Degraded)]
    [InlineData(false, true, HealthStatus.Unhealthy)]
    public void A_thread_that_ended_is_unhealthy_and_a_network_that_is_down_degraded(bool threadsRun, bool hasWayOut, HealthStatus expected) =>
        Assert.Equal(expected, MotherHealth.Sockets(threadsRun, hasWayOut).Status);

    [Theory]
    [InlineData(Presence.Present, HealthStatus.Healthy)]
    [InlineData(Presence.Late, HealthStatus.Healthy)]
    [InlineData(Presence.Lost, HealthStatus.Degraded)]
    [InlineData(Presence.Missing, HealthStatus.Degraded)]
    public void An_IZZY_that_is_missing_or_lost_is_degraded_and_named(Presence presence, HealthStatus expected)
    {
        var result = MotherHealth.Fleet(true, () => [new IzzyInfo { Name = "sofa", Presence = Presence.Present }, new IzzyInfo { Name = "wagon", Presence = presence }]);
        Assert.Equal(expected, result.Status);
        Assert.Equal(expected == HealthStatus.Healthy ? [] : ["wagon"], (string[])result.Data["absent"]);
    }

    [Fact]
    public void With_a_key_an_IZZY_that_speaks_without_it_is_degraded_and_named()
    {
        var sofa = new IzzyInfo { Name = "sofa", Presence = Presence.Present, IsVerified = true };
        var result = MotherHealth.Fleet(true, () => [sofa, sofa with { Name = "wagon", IsVerified = false }, sofa with { Name = "tree", IsVerified = false, Presence = Presence.Lost }]);
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Equal(["wagon"], (string[])result.Data["unverified"]);
        Assert.Equal(["tree"], (string[])result.Data["absent"]);
        Assert.Equal(HealthStatus.Healthy, MotherHealth.Fleet(true, () => [sofa]).Status);
    }

    [Fact]
    public void One_that_stands_still_is_asked_nothing()
    {
        Assert.Equal(HealthStatus.Unhealthy, MotherHealth.Fleet(false, () => throw new InvalidOperationException("asked")).Status);
        Assert.Equal(HealthStatus.Unhealthy, IzzyHealth.Connection(false, () => throw new InvalidOperationException("asked")).Status);
        Assert.Equal(HealthStatus.Unhealthy, IzzyHealth.Threads(false).Status);
    }

    [Theory]
    [InlineData(MotherStatus.Connected, HealthStatus.Healthy)]
    [InlineData(MotherStatus.Missing, HealthStatus.Degraded)]
    [InlineData(MotherStatus.Unverified, HealthStatus.Degraded)]
    public void An_IZZY_is_degraded_while_it_hears_no_Mother(MotherStatus mother, HealthStatus expected) =>
        Assert.Equal(expected, IzzyHealth.Connection(true, () => mother).Status);
}
