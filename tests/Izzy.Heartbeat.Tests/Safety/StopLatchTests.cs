using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rules S13 to S15.</summary>
public class StopLatchTests
{
    private readonly StopLatch _latch = new(Ms(3_000));

    [Fact]
    public void It_starts_open()
    {
        Assert.False(_latch.IsLatched);
        Assert.Null(_latch.Current);
    }

    [Fact]
    public void A_stop_latches_with_its_time_cause_and_number()
    {
        Assert.True(_latch.Stop(StopCause.LocalStop, Ms(7)));
        Assert.Equal(new StopInForce(1, Ms(7), StopCause.LocalStop) { Since = Ms(7), LastBeat = Ms(7) }, _latch.Current);
    }

    [Fact]
    public void A_second_stop_is_no_new_one_and_the_first_stands()
    {
        _latch.Stop(StopCause.LocalStop, Ms(7));
        Assert.False(_latch.Stop(StopCause.ControlLoopSilent, Ms(9)));
        Assert.Equal((1, Ms(7), StopCause.LocalStop), (_latch.Current!.Number, _latch.Current.At, _latch.Current.Cause));
    }

    [Fact]
    public void A_thread_that_dies_during_a_stop_is_not_forgotten_by_its_reset()
    {
        _latch.Stop(StopCause.LocalStop, Ms(7));
        _latch.Stop(StopCause.ThreadDied, Ms(9));
        Assert.Equal(ResetRefusal.ThreadDied, _latch.Reset(Ms(100_000), 1, 0));
        Assert.True(_latch.IsLatched);
    }

    [Fact]
    public void Every_request_for_a_stop_is_counted_new_or_not_and_a_reset_forgets_none()
    {
        _latch.Stop(StopCause.LocalStop, Ms(7));
        _latch.Stop(StopCause.LocalStop, Ms(8));
        Assert.Equal(2, _latch.Requests);
        _latch.Reset(Ms(100_000), 1, 0);
        _latch.Stop(StopCause.ThreadDied, Ms(9));
        Assert.Equal(3, _latch.Requests);
    }

    [Fact]
    public void A_Mother_who_leaves_is_silent_and_no_reset_is_granted_any_more()
    {
        _latch.Beat(Ms(0));
        _latch.Leave(Ms(7));
        Assert.True(_latch.IsLatched);
        Assert.Equal(ResetRefusal.CauseRemains, _latch.Reset(Ms(100_000), 1, 0));
        Assert.True(_latch.IsLatched);
    }

    [Fact]
    public void To_leave_is_a_request_so_that_a_reset_asked_before_it_undoes_nothing()
    {
        _latch.Leave(Ms(7));
        Assert.Equal(1, _latch.Requests);
    }

    [Fact]
    public void The_next_Mother_finds_a_stop_that_was_not_reset_and_no_leaving()
    {
        Assert.False(_latch.IsKept);
        _latch.Stop(StopCause.LocalStop, Ms(0));
        Assert.True(_latch.IsKept);
        _latch.Reset(Ms(2_999), 1, 1);
        Assert.True(_latch.IsKept);
        _latch.Reset(Ms(3_000), 1, 0);
        Assert.False(_latch.IsKept);
        _latch.Leave(Ms(3_001));
        Assert.False(_latch.IsKept);
        _latch.Stop(StopCause.LocalStop, Ms(3_002));
        Assert.True(_latch.IsKept);
    }

    [Fact]
    public void A_stop_before_the_leaving_is_found_by_the_next_Mother()
    {
        _latch.Stop(StopCause.LocalStop, Ms(0));
        _latch.Leave(Ms(1));
        Assert.True(_latch.IsKept);
        Assert.Equal(ResetRefusal.CauseRemains, _latch.Reset(Ms(100_000), 1, 0));
    }

    [Fact]
    public void A_restored_stop_is_found_again()
    {
        _latch.Restore(Ms(0));
        Assert.True(_latch.IsKept);
    }

    [Fact]
    public void A_dead_thread_refuses_every_reset()
    {
        _latch.Stop(StopCause.ThreadDied, Ms(7));
        Assert.Equal(ResetRefusal.ThreadDied, _latch.Reset(Ms(100_000), 1, 0));
    }

    [Fact]
    public void A_reset_while_beating_is_refused() => Assert.Equal(ResetRefusal.NotStopped, _latch.Reset(Ms(0), 1, 0));

    [Fact]
    public void Once_every_IZZY_confirmed_a_reset_is_granted_at_once()
    {
        Stopped();
        Assert.Equal(ResetRefusal.None, _latch.Reset(Ms(10), 6, 0));
        Assert.False(_latch.IsLatched);
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    public void Without_every_confirmation_a_reset_waits_for_the_silence_in_which_each_stops_by_itself(int known, int unconfirmed)
    {
        Stopped();
        Assert.Equal(ResetRefusal.NotConfirmed, _latch.Reset(Ms(2_999), known, unconfirmed));
        Assert.True(_latch.IsLatched);
        Assert.Equal(ResetRefusal.None, _latch.Reset(Ms(3_000), known, unconfirmed));
    }

    [Fact]
    public void The_wait_counts_from_the_last_beat_and_is_told()
    {
        _latch.Beat(Ms(0));
        _latch.Beat(Ms(180));
        _latch.Stop(StopCause.LocalStop, Ms(300));
        Assert.Equal(Ms(2_880), _latch.Foresee(_latch.Current, Ms(300), 1, 1).Wait);
    }

    [Fact]
    public void A_Mother_who_never_beat_waits_as_if_the_one_before_her_had_beaten_just_now()
    {
        _latch.Stop(StopCause.LocalStop, Ms(5));
        Assert.Equal(ResetRefusal.NotConfirmed, _latch.Reset(Ms(3_004), 0, 0));
        Assert.Equal(ResetRefusal.None, _latch.Reset(Ms(3_005), 0, 0));
    }

    [Fact]
    public void Shortly_after_the_first_beat_confirmations_open_nothing_for_a_robot_may_not_have_been_heard_yet()
    {
        _latch.Beat(Ms(0));
        _latch.Beat(Ms(2_000));
        _latch.Stop(StopCause.LocalStop, Ms(2_100));
        Assert.Equal(new ResetOutlook(ResetRefusal.NotConfirmed, Ms(1), 0), _latch.Foresee(_latch.Current, Ms(2_999), 6, 0));
        Assert.Equal(ResetRefusal.None, _latch.Reset(Ms(3_000), 6, 0));
    }

    [Fact]
    public void One_that_takes_longer_to_stop_is_waited_for_though_it_says_so_only_after_the_stop()
    {
        Stopped();
        Assert.Equal(Ms(3_000), _latch.SilenceToOutwait);
        _latch.Outwait(Ms(5_000));
        Assert.Equal(Ms(5_000), _latch.SilenceToOutwait);
        Assert.Equal(ResetRefusal.NotConfirmed, _latch.Reset(Ms(4_999), 1, 1));
        Assert.Equal(ResetRefusal.None, _latch.Reset(Ms(5_000), 1, 1));
    }

    [Fact]
    public void The_last_beat_may_have_been_under_way_for_a_quarter_of_a_second_longer_than_the_next_and_two_ticks_in_a_socket() =>
        Assert.Equal(Ms(250) + new SwitchOptions(default, Ms(60_000), default).LongestGap, StopLatch.SilenceMargin);

    [Fact]
    public void One_that_stops_sooner_makes_nobody_s_wait_shorter()
    {
        _latch.Outwait(Ms(5_000));
        _latch.Outwait(Ms(4_000));
        Assert.Equal(Ms(5_000), _latch.SilenceToOutwait);
        Stopped();
        Assert.Equal(Ms(1), _latch.Foresee(_latch.Current, Ms(4_999), 1, 1).Wait);
    }

    [Fact]
    public void A_restored_stop_waits_as_if_the_last_beat_went_out_just_now()
    {
        _latch.Restore(Ms(0));
        Assert.True(_latch.IsLatched);
        Assert.Equal(ResetRefusal.NotConfirmed, _latch.Reset(Ms(2_999), 0, 0));
        Assert.Equal(ResetRefusal.None, _latch.Reset(Ms(3_000), 0, 0));
    }

    [Fact]
    public void Each_stop_has_its_own_number_so_that_an_old_confirmation_proves_nothing()
    {
        Stopped();
        _latch.Reset(Ms(10), 1, 0);
        _latch.Stop(StopCause.LocalStop, Ms(20));
        Assert.Equal(2, _latch.Current!.Number);
    }

    private void Stopped()
    {
        _latch.Beat(Ms(-10_000));
        _latch.Beat(Ms(0));
        _latch.Stop(StopCause.LocalStop, Ms(5));
    }
}
