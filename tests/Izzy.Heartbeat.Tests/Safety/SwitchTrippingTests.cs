using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Silence: at T never, after T always, and once each.</summary>
public class SwitchTrippingTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    [InlineData(500)]
    [InlineData(1_000)]
    [InlineData(3_500)]
    [InlineData(60_000)]
    public void One_millisecond_before_the_limit_never_trips_the_limit_itself_never_and_one_after_always(int limit)
    {
        var rig = Permitted(limit: limit);
        var beat = rig.Now;
        RunTo(rig, beat + Ms(limit - 1), limit);
        Assert.True(rig.Switch.IsPermitted && rig.IsValid);
        RunTo(rig, beat + Ms(limit), limit);
        Assert.True(rig.Switch.IsPermitted && rig.IsValid);
        RunTo(rig, beat + Ms(limit + 1), limit);
        Assert.False(rig.Switch.IsPermitted || rig.IsValid);
        Assert.Equal([StopCause.Silence], rig.Stops);
    }

    [Fact]
    public void The_watchdog_wakes_one_clock_step_after_the_limit_and_then_trips()
    {
        var rig = Permitted();
        var beat = rig.Now;
        rig.Pass(Limit - 10);
        var wake = rig.Switch.WakeAt(rig.Now);
        Assert.Equal(beat + Ms(Limit) + TimeSpan.FromTicks(1), wake);
        rig.Freeze((wake - rig.Now).TotalMilliseconds);
        Assert.True(rig.Look().Tripped);
    }

    [Fact]
    public void The_watchdog_looks_at_least_once_a_tick()
    {
        var rig = new SwitchRig();
        Assert.Equal(rig.Now + Ms(100), rig.Switch.WakeAt(rig.Now));
        Assert.Equal(Ms(5), new SwitchOptions(Self, Ms(20)).Tick);
    }

    [Fact]
    public void The_beat_after_the_limit_trips_before_it_is_accepted()
    {
        var rig = Permitted();
        rig.Pass(Limit - 100);
        rig.Freeze(101);
        rig.Hello();
        Assert.Equal([StopCause.Silence], rig.Stops);
        Assert.False(rig.Switch.IsFresh);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void A_trip_is_told_once_with_the_silence()
    {
        var rig = Permitted();
        rig.Pass(Limit - 10).Freeze(17);
        var outcome = rig.Look();
        Assert.True(outcome.Tripped);
        Assert.Equal(StopCause.Silence, outcome.Stopped);
        Assert.Equal(Ms(Limit + 7), outcome.Silence);
        rig.Pass(10 * Limit);
        Assert.Equal(1, rig.Trips);
        Assert.Single(rig.Stops);
    }

    [Fact]
    public void Beats_never_clear_a_stop()
    {
        var rig = Permitted().Pass(Limit + 1).Beats(20 * Limit);
        Assert.False(rig.Switch.IsPermitted);
        Assert.True(rig.Switch.IsFresh);
        Assert.Equal([OwnerKind.First, OwnerKind.Same], rig.Connected);
    }

    [Fact]
    public void Mother_is_missing_after_the_limit()
    {
        var rig = Permitted();
        Assert.Equal(MotherStatus.Connected, rig.Switch.Mother);
        rig.Pass(Limit + 1);
        Assert.Equal(MotherStatus.Missing, rig.Switch.Mother);
    }

    [Fact]
    public void A_reader_who_sees_the_permit_expire_first_makes_the_next_beat_a_trip()
    {
        var rig = Permitted();
        // The reader's clock is a step ahead of the time at which the beat was stamped.
        Assert.False(rig.Lease.IsValid(rig.Lease.Number, rig.Now + Ms(Limit) + TimeSpan.FromTicks(1)));
        var outcome = rig.Hello();
        Assert.True(outcome.Tripped);
        Assert.Equal(StopCause.Silence, outcome.Stopped);
        Assert.False(rig.Switch.IsFresh);
    }

    [Fact]
    public void The_last_cause_stays_readable_after_recovery()
    {
        var rig = Permitted().Pass(Limit + 1).Beats(400);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        Assert.Equal(StopCause.Silence, rig.Switch.LastCause);
    }

    [Fact]
    public void A_stop_that_a_look_finds_and_one_that_the_same_input_brings_both_stand()
    {
        var rig = Permitted();
        rig.Pass(Limit - 10).Freeze(11);
        rig.Estop();
        Assert.Equal([StopCause.Silence, StopCause.StopReceived], rig.Stops);
        Assert.Equal(1, rig.Trips);
    }

    [Fact]
    public void Four_beats_lost_in_a_row_are_survived_and_five_are_not()
    {
        // T = 5.5 P: a gap of five periods is shorter, one of six is longer.
        for (var lost = 0; lost <= 6; lost++)
        {
            var rig = Permitted(limit: 990);
            rig.Pass(180 * (lost + 1));
            rig.Hello();
            Assert.Equal(lost <= 4, rig.Switch.IsPermitted);
        }
    }

    private static void RunTo(SwitchRig rig, TimeSpan end, int limit)
    {
        while (rig.Now < end)
        {
            var step = Math.Min(limit / 5.0, (end - rig.Now).TotalMilliseconds);
            rig.Pass(Math.Min(step, 50));
        }
    }

    [Fact]
    public void The_watchdog_looks_once_a_tick_however_far_the_limit_is()
    {
        var rig = Permitted();
        Assert.Equal(rig.Now + Ms(100), rig.Switch.WakeAt(rig.Now));
    }

    [Fact]
    public void Whatever_comes_first_after_a_silence_finds_it_without_a_look_before()
    {
        var rig = Permitted();
        rig.Pass(900);
        Assert.Equal(StopCause.Silence, rig.Freeze(150).Switch.Hear(MessageType.Hello, Owner, Guid.Empty, rig.At).Stopped);
        Assert.False(rig.Switch.IsPermitted);

        rig = Permitted();
        rig.Pass(900);
        var stop = rig.Freeze(150).Switch.Trip(StopCause.LocalStop, rig.At);
        // The beats had ceased before: of this stop no silence is told.
        Assert.Null(stop.Silence);
        Assert.False(rig.Switch.IsFresh);
        Assert.Equal(StopCause.LocalStop, rig.Switch.LastCause);
    }
}
