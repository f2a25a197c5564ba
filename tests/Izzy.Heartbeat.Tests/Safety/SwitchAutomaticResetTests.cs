using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S11: three cases, each after beats fresh for a whole limit.</summary>
public class SwitchAutomaticResetTests
{
    [Fact]
    public void At_power_up_it_permits_itself_after_a_whole_limit_of_fresh_beats_and_not_before()
    {
        var rig = new SwitchRig(ResetPolicy.Auto);
        rig.Hello();
        rig.Beats(Limit - 1, period: 111);
        Assert.False(rig.Switch.IsPermitted);
        rig.Pass(1);
        Assert.False(rig.Switch.IsPermitted);
        rig.Hello();
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void After_silence_it_permits_itself_after_a_whole_limit_of_fresh_beats() => AssertResetsItself(rig => rig.Pass(Limit + 1));

    [Fact]
    public void After_a_stop_it_permits_itself_once_the_same_owner_has_beaten_for_a_whole_limit() => AssertResetsItself(rig => rig.Estop());

    [Fact]
    public void After_silence_and_a_stop_together_it_permits_itself() => AssertResetsItself(rig =>
    {
        rig.Pass(Limit + 1);
        rig.Estop();
    });

    [Fact]
    public void A_gap_in_the_beats_starts_the_whole_limit_again()
    {
        var rig = new SwitchRig(ResetPolicy.Auto);
        rig.Hello();
        rig.Beats(900, period: 90).Pass(Limit + 1);
        rig.Hello();
        rig.Beats(Limit - 1, period: 90);
        Assert.False(rig.Switch.IsPermitted);
        rig.Beats(180, period: 90);
        Assert.True(rig.Switch.IsPermitted);
    }

    [Theory]
    [MemberData(nameof(CausesThatNeedAPerson), MemberType = typeof(SwitchRig))]
    public void Every_other_cause_needs_a_person_even_together_with_silence(StopCause cause)
    {
        var rig = Permitted(ResetPolicy.Auto);
        rig.Trip(cause);
        rig.Pass(Limit + 1).Beats(10 * Limit);
        Assert.True(rig.Switch.IsFresh);
        Assert.False(rig.Switch.IsPermitted);
    }

    [Fact]
    public void A_stop_repeated_once_a_second_keeps_it_stopped_even_among_beats()
    {
        var rig = Permitted(ResetPolicy.Auto);
        for (var second = 0; second < 20; second++)
        {
            rig.Estop();
            rig.Beats(990, period: 90);
            Assert.False(rig.Switch.IsPermitted);
        }
    }

    [Fact]
    public void With_the_manual_policy_it_never_permits_itself()
    {
        var rig = new SwitchRig();
        rig.Beats(100 * Limit);
        Assert.False(rig.Switch.IsPermitted);
    }

    [Fact]
    public void A_control_loop_that_never_checked_in_holds_it_back()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, control: 300);
        rig.Beats(5 * Limit);
        Assert.False(rig.Switch.IsPermitted);
        rig.CheckIn();
        rig.Hello();
        Assert.True(rig.Switch.IsPermitted);
    }

    private static void AssertResetsItself(Action<SwitchRig> stop)
    {
        var rig = Permitted(ResetPolicy.Auto);
        stop(rig);
        Assert.False(rig.Switch.IsPermitted);
        rig.Pass(50);
        rig.Hello();
        rig.Beats(Limit - 1, period: 111);
        Assert.False(rig.Switch.IsPermitted);
        rig.Beats(200, period: 50);
        Assert.True(rig.IsValid);
        Assert.Equal(2, rig.Lease.Number);
    }
}
