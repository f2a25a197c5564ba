using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S10, seen through the switch.</summary>
public class SwitchOwnershipTests
{
    [Fact]
    public void A_strangers_beat_is_an_alarm_and_is_answered_so_that_she_learns_of_the_owner()
    {
        var rig = Permitted();
        var outcome = rig.Hello(Stranger);
        Assert.Equal(Stranger, outcome.Stranger);
        Assert.Equal(Answer.HereToStranger, outcome.Answer);
        Assert.Equal(Owner, rig.Switch.Owner);
    }

    [Fact]
    public void While_the_owner_beats_a_stranger_never_takes_over()
    {
        var rig = Permitted();
        for (var i = 0; i < 100; i++)
        {
            rig.Pass(90);
            rig.Hello(Stranger);
            rig.Pass(90);
            rig.Hello();
        }

        Assert.True(rig.IsValid);
        Assert.Equal(Owner, rig.Switch.Owner);
    }

    [Fact]
    public void A_stranger_takes_over_only_once_the_IZZY_stands_stopped()
    {
        var rig = Permitted(ResetPolicy.Auto);
        while (rig.Switch.Owner == Owner)
        {
            rig.Pass(10);
            rig.Hello(Stranger);
            Assert.True(rig.Now < Ms(50_000 + (3 * Limit)));
        }

        Assert.False(rig.Switch.IsPermitted);
        Assert.Equal([StopCause.Silence], rig.Stops);
        Assert.Equal(OwnerKind.New, rig.Connected[^1]);
    }

    [Fact]
    public void Under_a_new_owner_only_a_person_permits()
    {
        var rig = Permitted(ResetPolicy.Auto).Pass(2 * Limit + 100);
        rig.Hello(Stranger);
        rig.Beats(10 * Limit, Stranger);
        Assert.Equal(OwnerKind.New, rig.Connected[^1]);
        Assert.False(rig.Switch.IsPermitted);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void A_new_owner_whom_a_person_accepted_is_an_owner_like_any_other()
    {
        var rig = Permitted(ResetPolicy.Auto).Pass(2 * Limit + 100);
        rig.Hello(Stranger);
        rig.Beats(400, Stranger);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        rig.Pass(Limit + 1);
        rig.Beats(2 * Limit, Stranger);
        Assert.True(rig.Switch.IsPermitted);
    }

    [Fact]
    public void The_former_owner_who_takes_it_back_is_new_again()
    {
        var rig = Permitted(ResetPolicy.Auto).Pass(2 * Limit + 100);
        rig.Hello(Stranger);
        rig.Pass(2 * Limit + 100);
        rig.Hello();
        rig.Beats(3 * Limit);
        Assert.Equal([OwnerKind.First, OwnerKind.New, OwnerKind.New], rig.Connected);
        Assert.False(rig.Switch.IsPermitted);
    }

    [Fact]
    public void A_stopped_Mothers_ESTOP_once_a_second_keeps_the_IZZY_hers_even_at_a_short_limit()
    {
        var rig = Permitted(limit: 500);
        for (var second = 0; second < 20; second++)
        {
            rig.Estop();
            for (var i = 0; i < 10; i++)
            {
                rig.Pass(100);
                Assert.Equal(RejectReason.StrangeMother, rig.Hello(Stranger).Rejected);
            }
        }

        Assert.Equal(Owner, rig.Switch.Owner);
    }

    [Fact]
    public void Only_the_named_Mother_is_ever_the_owner()
    {
        var rig = new SwitchRig(only: Owner);
        Assert.Equal(Owner, rig.Switch.Owner);
        rig.Beats(5 * Limit, Stranger);
        Assert.False(rig.Switch.IsFresh);
        Assert.Equal(MotherStatus.Unverified, rig.Switch.Mother);
        rig.Hello();
        Assert.Equal(OwnerKind.First, rig.Connected[^1]);
        rig.Pass(10 * Limit);
        Assert.Equal(RejectReason.StrangeMother, rig.Hello(Stranger).Rejected);
    }

    [Fact]
    public void A_strangers_beats_that_waited_through_a_freeze_take_nothing_over()
    {
        var rig = Permitted();
        rig.Freeze(10 * Limit);
        rig.Hello(Stranger);
        rig.FindEmpty();
        rig.Hello(Stranger);
        Assert.Equal(Owner, rig.Switch.Owner);
        rig.Hello();
        Assert.Equal(OwnerKind.Same, rig.Connected[^1]);
    }

    [Fact]
    public void After_a_suspend_with_an_empty_socket_a_stranger_who_is_heard_first_takes_nothing_over()
    {
        var rig = Permitted();
        rig.Estop();
        rig.Pass(50).Suspend(10 * Limit).Look();
        rig.FindEmpty();
        rig.Hello(Stranger);
        Assert.Equal(Owner, rig.Switch.Owner);
        rig.Pass(Limit);
        rig.Hello(Stranger);
        Assert.Equal(Owner, rig.Switch.Owner);
        rig.Pass(1);
        rig.Hello(Stranger);
        Assert.Equal(Stranger, rig.Switch.Owner);
    }

    [Fact]
    public void A_restarted_Mother_with_her_old_id_is_the_same()
    {
        var rig = Permitted().Pass(5 * Limit);
        rig.Hello();
        Assert.Equal(OwnerKind.Same, rig.Connected[^1]);
    }
}
