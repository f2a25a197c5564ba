using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S8: the control loop's own check-in, and the warning that a limit is too short for the beats.</summary>
public class SwitchControlLoopTests
{
    [Fact]
    public void A_control_loop_that_checks_in_at_its_limit_never_stops_the_IZZY_and_one_later_does()
    {
        var rig = Permitted(control: 150);
        for (var i = 0; i < 100; i++)
        {
            rig.Pass(150);
            rig.Hello();
            rig.CheckIn();
        }

        Assert.True(rig.IsValid);
        rig.Pass(151);
        Assert.Equal([StopCause.ControlLoopSilent], rig.Stops);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void A_check_in_that_comes_too_late_stops_rather_than_saves()
    {
        var rig = Permitted(control: 150);
        rig.Pass(150).Freeze(1);
        Assert.Equal(StopCause.ControlLoopSilent, rig.CheckIn().Stopped);
    }

    [Fact]
    public void The_watchdog_wakes_for_the_control_loop_too()
    {
        var rig = Permitted(control: 60);
        Assert.Equal(rig.Now + Ms(60) + TimeSpan.FromTicks(1), rig.Switch.WakeAt(rig.Now));
    }

    [Fact]
    public void A_reset_is_refused_while_the_control_loop_is_silent()
    {
        var rig = new SwitchRig(control: 150);
        rig.Hello();
        Assert.Equal(ResetRefusal.CauseRemains, rig.Reset());
        rig.Pass(1_000);
        rig.Hello();
        rig.CheckIn();
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void Without_a_control_limit_nobody_need_check_in()
    {
        var rig = Permitted().Beats(60_000);
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void Beats_slower_than_two_thirds_of_the_limit_are_told_once()
    {
        var rig = new SwitchRig();
        rig.Beats(10_000, period: 700);
        Assert.Equal([Ms(700)], rig.TooSlow);
    }

    [Fact]
    public void Beats_in_good_time_are_not_told_even_if_some_are_lost()
    {
        var rig = new SwitchRig();
        for (var i = 0; i < 30; i++)
            rig.Beats(180).Beats(180).Pass(540).Hello();
        Assert.Empty(rig.TooSlow);
    }

    [Fact]
    public void Another_Mothers_spacing_is_measured_anew()
    {
        var rig = new SwitchRig();
        rig.Beats(5_000, period: 700);
        rig.Pass(2 * Limit + 100);
        rig.Beats(10_000, Stranger, period: 800);
        Assert.Equal([Ms(700), Ms(800)], rig.TooSlow);
    }
}
