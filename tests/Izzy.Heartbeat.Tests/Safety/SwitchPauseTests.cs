using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rules S3 and S7: freezes, held-up listeners and suspends; what waited in the socket counts for nothing.</summary>
public class SwitchPauseTests
{
    [Fact]
    public void A_freeze_longer_than_the_limit_stops_as_frozen_whoever_looks_first()
    {
        Action<SwitchRig>[] first = [r => r.Look(), r => r.Hello(), r => r.Reset(), r => r.CheckIn(), r => r.Switch.Read(r.At)];
        for (var i = 0; i < first.Length; i++)
        {
            var rig = Permitted();
            rig.Freeze(Limit + 1);
            first[i](rig);
            Assert.Equal(StopCause.Frozen, rig.Switch.LastCause);
            Assert.False(rig.IsValid);
        }
    }

    [Fact]
    public void A_suspend_longer_than_the_limit_stops_as_suspended()
    {
        var rig = Permitted();
        rig.Suspend(Limit + 1);
        Assert.Equal(StopCause.Suspended, rig.Look().Stopped);
    }

    [Fact]
    public void A_suspend_shorter_than_the_limit_does_not_stop_by_itself()
    {
        var rig = Permitted();
        rig.Suspend(Limit / 2);
        rig.Look();
        rig.FindEmpty();
        rig.Beats(Limit);
        Assert.Empty(rig.Stops);
    }

    [Fact]
    public void A_long_freeze_with_a_short_suspend_in_it_is_a_freeze()
    {
        var rig = Permitted();
        rig.Suspend(Limit / 2).Freeze(Limit);
        Assert.Equal(StopCause.Frozen, rig.Look().Stopped);
    }

    [Fact]
    public void A_silence_that_a_short_pause_ends_is_a_silence()
    {
        var rig = Permitted();
        rig.Pass(600).Freeze(500);
        Assert.Equal(StopCause.Silence, rig.Look().Stopped);
    }

    [Fact]
    public void A_reset_asked_during_a_pause_that_was_short_but_ended_in_silence_is_refused_although_beats_are_fresh_again()
    {
        var rig = Permitted();
        rig.Pass(100).Freeze(Limit - 50);
        Assert.Equal(StopCause.Silence, rig.Look().Stopped);
        rig.FindEmpty();
        rig.Hello();
        Assert.Equal(MotherStatus.Connected, rig.Switch.Mother);
        Assert.Equal(ResetRefusal.JustResumed, rig.Reset());
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void Beats_that_waited_through_a_freeze_count_for_nothing()
    {
        var rig = Permitted();
        rig.Freeze(Limit + 1);
        for (var i = 0; i < 10; i++)
            Assert.Null(rig.Hello().Connected);
        Assert.False(rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.JustResumed, rig.Reset());
    }

    [Fact]
    public void Beats_that_waited_through_a_pause_shorter_than_the_limit_do_not_move_the_deadline()
    {
        var rig = Permitted();
        rig.Freeze(LongestGap + 1);
        rig.Hello();
        rig.Hello();
        rig.FindEmpty();
        rig.Pass(Limit - LongestGap - 1);
        Assert.True(rig.IsValid);
        rig.Pass(1);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void A_gap_of_two_ticks_is_ordinary_lateness_and_a_beat_after_it_counts()
    {
        var rig = Permitted();
        rig.Freeze(LongestGap);
        rig.Hello();
        rig.Pass(Limit);
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void Beats_that_waited_while_the_listener_alone_was_held_up_do_not_move_the_deadline()
    {
        var rig = Permitted();
        rig.HoldListener(900);
        rig.Hello();
        rig.Hello();
        rig.FindEmpty();
        rig.Pass(100);
        Assert.True(rig.IsValid);
        rig.Pass(1);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void A_listener_under_a_flood_of_junk_is_not_held_up()
    {
        var rig = Permitted();
        for (var i = 0; i < 100; i++)
        {
            rig.Freeze(20);
            rig.Switch.Read(rig.At);
            if (i % 9 == 0)
                rig.Hello();
        }

        Assert.True(rig.IsValid);
    }

    [Fact]
    public void A_beat_counts_again_once_the_socket_was_found_empty()
    {
        var rig = Permitted();
        rig.Freeze(Limit + 1).Look();
        rig.Hello();
        Assert.False(rig.Switch.IsFresh);
        rig.FindEmpty();
        rig.Hello();
        Assert.True(rig.Switch.IsFresh);
    }

    [Fact]
    public void An_empty_look_that_began_before_the_stop_does_not_end_the_draining()
    {
        var rig = Permitted();
        var before = rig.At;
        rig.Pass(50).Trip(StopCause.LocalStop);
        rig.Switch.FoundEmpty(before);
        rig.Hello();
        Assert.False(rig.Switch.IsFresh);
    }

    [Fact]
    public void A_beat_read_before_a_trip_and_heard_after_it_counts_for_nothing()
    {
        // The listener holds a beat in its hand while the watchdog trips.
        var rig = Permitted();
        rig.Pass(Limit);
        rig.Freeze(1).Look();
        rig.Hello();
        Assert.False(rig.Switch.IsFresh);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void The_owner_is_answered_while_draining_so_that_she_knows_the_state()
    {
        var rig = Permitted();
        rig.Freeze(Limit + 1);
        Assert.Equal(Answer.Here, rig.Hello().Answer);
        Assert.Equal(Answer.None, rig.Hello(Stranger).Answer);
    }

    [Fact]
    public void A_stop_that_waited_in_the_socket_counts()
    {
        var rig = Permitted();
        rig.Freeze(Limit / 2);
        rig.Estop();
        Assert.Equal([StopCause.StopReceived], rig.Stops);
    }

    [Fact]
    public void A_freeze_before_the_first_permit_tells_nothing_and_still_makes_old_beats_old()
    {
        var rig = new SwitchRig();
        rig.Freeze(10 * Limit);
        rig.Hello();
        Assert.False(rig.Switch.IsFresh);
        Assert.Empty(rig.Stops);
    }

    [Fact]
    public void A_clock_read_earlier_by_a_thread_that_comes_later_changes_nothing()
    {
        var rig = Permitted();
        var early = rig.At;
        rig.Pass(500);
        rig.Hello();
        rig.Switch.Look(early);
        rig.Pass(Limit);
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void Every_pause_longer_than_the_limit_latches_and_no_old_beat_ever_permits()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var rig = Permitted(ResetPolicy.Auto);
            rig.Beats(random.Next(2_000));
            rig.Freeze(Limit + 1 + random.Next(9 * Limit));
            var queued = random.Next(60);
            for (var beat = 0; beat < queued; beat++)
                rig.Hello();
            rig.Look();
            Assert.Equal(StopCause.Frozen, rig.Switch.LastCause);
            Assert.False(rig.Switch.IsPermitted || rig.Switch.IsFresh);
            Assert.NotEqual(ResetRefusal.None, rig.Reset());
        }
    }

    [Fact]
    public void A_pause_or_a_suspend_of_exactly_the_limit_in_a_longer_silence_is_a_silence()
    {
        var rig = Permitted();
        rig.Pass(50).Freeze(Limit);
        Assert.Equal(StopCause.Silence, rig.Look().Stopped);

        rig = Permitted();
        rig.Pass(50).Suspend(Limit);
        Assert.Equal(StopCause.Silence, rig.Look().Stopped);
    }

    [Fact]
    public void What_passed_between_the_making_and_the_start_is_no_pause_and_what_waited_meanwhile_is_no_beat()
    {
        var rig = new SwitchRig();
        rig.Freeze(60_000).Switch.Start(rig.At);
        rig.Hello();
        Assert.False(rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());

        rig = new SwitchRig();
        rig.Freeze(60_000).Switch.Start(rig.At);
        rig.FindEmpty();
        rig.Hello();
        Assert.True(rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_reset_is_granted_exactly_a_second_after_a_pause()
    {
        var rig = Permitted();
        rig.Trip(StopCause.LocalStop);
        rig.Freeze(LongestGap + 1);
        rig.Look();
        rig.FindEmpty();
        rig.Beats(1_000, period: 100);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_stop_that_waited_through_a_pause_changes_no_owner()
    {
        var rig = new SwitchRig();
        rig.Freeze(LongestGap + 1);
        rig.Look();
        rig.Estop(Stranger);
        Assert.Null(rig.Switch.Owner);
        rig.FindEmpty();
        rig.Estop(Stranger);
        Assert.Equal(Stranger, rig.Switch.Owner);
    }
}
