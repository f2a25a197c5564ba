using Izzy.Heartbeat.Safety;
using Izzy.Panel.Endpoints;

namespace Izzy.Panel.Tests.Endpoints;

public sealed class HealthTests
{
    [Fact]
    public void She_is_alive_while_both_threads_step() => Assert.True(Facts.Mother().IsAlive);

    [Fact]
    public void A_thread_that_hangs_ended_or_never_began_is_not_alive()
    {
        var mother = Facts.Mother();
        Assert.False((mother with { Server = new(true, TimeSpan.FromSeconds(4)) }).IsAlive);
        Assert.False((mother with { Server = new(false, TimeSpan.Zero) }).IsAlive);
        Assert.False((mother with { Server = new(true, null) }).IsAlive);
        Assert.False((mother with { Listener = new(true, TimeSpan.FromSeconds(3)) }).IsAlive);
    }

    [Fact]
    public void A_slow_beat_is_not_taken_for_a_thread_that_hangs() =>
        Assert.True((Facts.Mother() with { Interval = TimeSpan.FromSeconds(10), Server = new(true, TimeSpan.FromSeconds(9.9)) }).IsAlive);

    [Fact]
    public void A_missing_IZZY_is_degraded_and_not_dead_and_named_to_whoever_may_know()
    {
        var mother = Facts.Mother(Facts.Izzy(), Facts.Izzy("wagon", presence: Presence.Lost, id: 2), Facts.Missing("chair"));
        var ready = Health.Ready(mother, tellsNames: true);
        Assert.Equal("degraded", ready.Status);
        Assert.Equal(["chair", "wagon"], ready.Missing);
        Assert.Null(Health.Ready(mother, tellsNames: false).Missing);
        Assert.True(mother.IsAlive);
    }

    [Fact]
    public void With_a_key_one_without_it_is_degraded_and_named_to_whoever_may_know()
    {
        var mother = Facts.Mother(Facts.Izzy() with { IsVerified = true }, Facts.Izzy("wagon", id: 2) with { IsVerified = false }) with { HasKey = true };
        var ready = Health.Ready(mother, tellsNames: true);
        Assert.Equal("degraded", ready.Status);
        Assert.Equal(["wagon"], ready.Unverified);
        Assert.Null(Health.Ready(mother, tellsNames: false).Unverified);
        Assert.Equal("ready", Health.Ready(mother with { Izzies = [mother.Izzies[0]] }, tellsNames: true).Status);
    }

    [Fact]
    public void Beats_that_reach_nobody_are_degraded_and_told_to_everyone()
    {
        var ready = Health.Ready(Facts.Mother(Facts.Izzy()) with { HasWayOut = false }, tellsNames: false);
        Assert.Equal(("degraded", true), (ready.Status, ready.NoInterface));
        Assert.Null(Health.Ready(Facts.Mother(Facts.Missing("chair")), tellsNames: true).NoInterface);
    }

    [Fact]
    public void With_all_here_she_is_ready_and_with_a_thread_gone_she_is_not()
    {
        Assert.Equal("ready", Health.Ready(Facts.Mother(Facts.Izzy()), true).Status);
        Assert.Equal("broken", Health.Ready(Facts.Mother(Facts.Izzy()) with { Listener = new(false, null) }, true).Status);
    }
}
