using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S5: a reset needs the cause gone and fresh beats, and is an edge.</summary>
public class SwitchResetTests
{
    [Fact]
    public void A_reset_with_fresh_beats_permits_under_a_new_number()
    {
        var rig = new SwitchRig();
        rig.Hello();
        var outcome = rig.Switch.Reset(rig.At, out var refusal);
        Assert.Equal(ResetRefusal.None, refusal);
        Assert.Equal(1, outcome.Permitted);
        Assert.True(rig.IsValid);
        rig.Trip(StopCause.LocalStop);
        rig.FindEmpty();
        rig.Hello();
        Assert.Equal(2, rig.Switch.Reset(rig.At, out _).Permitted);
        Assert.False(rig.Lease.IsValid(1, rig.Now));
        Assert.True(rig.Lease.IsValid(2, rig.Now));
    }

    [Fact]
    public void A_reset_starts_no_new_limit_the_last_beat_counts()
    {
        var rig = new SwitchRig();
        rig.Hello();
        rig.Pass(Limit - 10);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        rig.Pass(10);
        Assert.True(rig.IsValid);
        // Nobody looks: the permit itself must know.
        rig.Freeze(1);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void A_reset_while_permitted_is_refused_and_changes_nothing()
    {
        var rig = Permitted();
        Assert.Equal(ResetRefusal.NotStopped, rig.Reset());
        Assert.Equal(1, rig.Lease.Number);
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void A_reset_asked_before_the_beats_does_nothing_when_they_come()
    {
        var rig = new SwitchRig();
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
        rig.Beats(5 * Limit);
        Assert.False(rig.Switch.IsPermitted);
    }

    [Fact]
    public void A_reset_with_beats_older_than_the_limit_is_refused()
    {
        var rig = new SwitchRig();
        rig.Hello();
        rig.Pass(Limit + 1);
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
    }

    [Fact]
    public void A_held_button_never_gets_through_however_long_it_is_held()
    {
        var rig = new SwitchRig();
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
        for (var i = 0; i < 200; i++)
        {
            rig.Pass(50);
            if (i % 4 == 0)
                rig.Hello();
            Assert.Equal(ResetRefusal.Repeated, rig.Reset());
        }

        rig.Beats(999);
        Assert.Equal(ResetRefusal.Repeated, rig.Reset());
        rig.Beats(1_000);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_button_held_through_a_trip_does_not_reset_it()
    {
        var rig = Permitted();
        for (var i = 0; i < 100; i++)
        {
            rig.Pass(50);
            // Silence from 1 s to 3 s, beats before and after.
            if (i is < 20 or > 60)
                rig.Hello();
            Assert.NotEqual(ResetRefusal.None, rig.Reset());
        }

        Assert.Equal([StopCause.Silence], rig.Stops);
        Assert.False(rig.Switch.IsPermitted);
    }

    [Fact]
    public void A_reset_asked_during_a_freeze_and_read_after_it_is_refused()
    {
        var rig = Permitted();
        rig.Freeze(Limit + 1);
        Assert.NotEqual(ResetRefusal.None, rig.Reset());
        Assert.False(rig.Switch.IsPermitted);
    }

    [Fact]
    public void A_reset_within_a_second_of_a_freeze_is_refused_even_with_fresh_beats_and_granted_after_it()
    {
        var rig = Permitted();
        rig.Freeze(Limit + 1).Look();
        rig.FindEmpty();
        rig.Beats(500);
        Assert.True(rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.JustResumed, rig.Reset());
        rig.Beats(1_000);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Theory]
    [InlineData(StopCause.ThreadDied)]
    [InlineData(StopCause.Detached)]
    public void A_cause_that_cannot_go_refuses_every_reset(StopCause cause)
    {
        var rig = Permitted();
        rig.Trip(cause);
        rig.Pass(50).Beats(10 * Limit);
        Assert.True(rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.CauseRemains, rig.Reset());
        // It says so before anything that would pass by waiting: a repeated request, a pause.
        Assert.Equal(ResetRefusal.CauseRemains, rig.Reset());
        rig.Freeze(LongestGap + 1);
        Assert.Equal(ResetRefusal.CauseRemains, rig.Reset());
    }

    [Fact]
    public void A_control_loop_that_a_pause_made_silent_is_first_told_as_that_pause()
    {
        var rig = Permitted(control: 300);
        rig.Freeze(400);
        Assert.Equal(ResetRefusal.JustResumed, rig.Reset());
        rig.Beats(1_100);
        Assert.Equal(ResetRefusal.CauseRemains, rig.Reset());
        rig.Beats(1_100).CheckIn();
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_thread_that_died_before_the_first_permit_is_not_forgotten()
    {
        var rig = new SwitchRig();
        rig.Trip(StopCause.ThreadDied);
        rig.Pass(50);
        rig.Hello();
        Assert.Equal(ResetRefusal.CauseRemains, rig.Reset());
    }

    [Theory]
    [MemberData(nameof(CausesThatAPersonClears), MemberType = typeof(SwitchRig))]
    public void Every_other_cause_is_reset_by_a_person_once_beats_are_fresh(StopCause cause)
    {
        var rig = Permitted();
        rig.Trip(cause);
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
        rig.Pass(50).Beats(1_100);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        Assert.True(rig.IsValid);
    }
}
