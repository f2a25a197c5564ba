using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S4: every cause stops at once, latches, and is told once.</summary>
public class SwitchStopTests
{
    [Fact]
    public void The_owners_ESTOP_stops_at_once_and_is_answered_as_ESTOP()
    {
        var rig = Permitted();
        var outcome = rig.Estop();
        Assert.True(outcome.Tripped);
        Assert.Equal(StopCause.StopReceived, outcome.Stopped);
        Assert.Equal(Answer.Estop, outcome.Answer);
        Assert.False(rig.IsValid);
        Assert.Equal(MotherStatus.Missing, rig.Switch.Mother);
    }

    [Fact]
    public void Every_further_ESTOP_is_answered_and_told_no_more()
    {
        var rig = Permitted();
        for (var i = 0; i < 5; i++)
            Assert.Equal(Answer.Estop, rig.Estop().Answer);
        Assert.Equal([StopCause.StopReceived], rig.Stops);
        Assert.Equal(1, rig.Trips);
    }

    [Fact]
    public void A_strangers_ESTOP_stops_nothing_while_there_is_an_owner()
    {
        var rig = Permitted();
        var outcome = rig.Estop(Stranger);
        Assert.Equal(RejectReason.StrangeMother, outcome.Rejected);
        Assert.True(rig.IsValid);
        // Nobody obeyed her, which both Mothers must know.
        Assert.Equal((Stranger, Answer.HereToStranger), (outcome.Stranger, outcome.Answer));
    }

    [Fact]
    public void A_strangers_ESTOP_that_waited_in_the_socket_is_no_alarm()
    {
        var rig = Permitted();
        rig.Freeze(LongestGap + 1);
        var outcome = rig.Estop(Stranger);
        Assert.Equal(RejectReason.StrangeMother, outcome.Rejected);
        Assert.Equal((null, Answer.None), (outcome.Stranger, outcome.Answer));
    }

    [Fact]
    public void Anyones_ESTOP_counts_while_there_is_no_owner()
    {
        var rig = new SwitchRig(only: Owner);
        var outcome = rig.Estop(Stranger);
        Assert.Equal((RejectReason.None, Answer.None), (outcome.Rejected, outcome.Answer));
        // It counts: what may have waited behind it is no fresh beat.
        rig.Hello();
        Assert.False(rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
        rig.Pass(1_000).Hello();
        Assert.True(rig.Switch.IsFresh);
    }

    [Fact]
    public void A_stop_before_the_first_permit_latches_untold()
    {
        var rig = new SwitchRig(ResetPolicy.Auto);
        rig.Hello();
        rig.Trip(StopCause.LocalStop);
        rig.FindEmpty();
        rig.Beats(5 * Limit);
        Assert.Empty(rig.Stops);
        Assert.Equal(0, rig.Trips);
        // Latched: by itself it would have been permitted long ago.
        Assert.False(rig.Switch.IsPermitted);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Theory]
    [MemberData(nameof(Causes), MemberType = typeof(SwitchRig))]
    public void Every_cause_stops_and_is_told_once_until_the_next_permit(StopCause cause)
    {
        var rig = Permitted();
        Assert.True(rig.Trip(cause).Tripped);
        rig.Trip(cause);
        rig.Trip(cause);
        Assert.Equal([cause], rig.Stops);
        Assert.Equal(cause, rig.Switch.LastCause);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void Another_cause_while_stopped_is_told_as_well_and_trips_no_second_time()
    {
        var rig = Permitted().Pass(Limit + 1);
        var outcome = rig.Trip(StopCause.LocalStop);
        Assert.False(outcome.Tripped);
        Assert.Equal(StopCause.LocalStop, outcome.Stopped);
        Assert.Equal([StopCause.Silence, StopCause.LocalStop], rig.Stops);
    }

    [Fact]
    public void After_a_reset_the_same_cause_is_told_again()
    {
        var rig = Permitted();
        rig.Estop();
        rig.Pass(50).Beats(400);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        rig.Estop();
        Assert.Equal([StopCause.StopReceived, StopCause.StopReceived], rig.Stops);
    }

    [Fact]
    public void A_stop_breaks_freshness_so_that_beats_sent_before_it_do_not_allow_a_reset()
    {
        var rig = Permitted();
        rig.Estop();
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
    }

    [Fact]
    public void The_set_of_causes_knows_what_it_holds()
    {
        var causes = default(StopCauses);
        Assert.True(causes.AreOnly(StopCause.Silence, StopCause.StopReceived));
        Assert.True(causes.Add(StopCause.Silence));
        Assert.False(causes.Add(StopCause.Silence));
        Assert.True(causes.Contains(StopCause.Silence));
        Assert.False(causes.Contains(StopCause.Frozen));
        Assert.True(causes.AreOnly(StopCause.Silence, StopCause.StopReceived));
        Assert.True(causes.Add(StopCause.Detached));
        Assert.False(causes.AreOnly(StopCause.Silence, StopCause.StopReceived));
    }
}
