using Izzy.Cli.Drill;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Cli.Tests.Drill.DrillStage;

namespace Izzy.Cli.Tests.Drill;

/// <summary>What a drill does once nothing is against it, and that it never undoes what somebody else wants.</summary>
public sealed class DrillRunTests
{
    [Fact]
    public void Stop_confirm_reset_return()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll(8.5);
        stage.Change(1, izzy => izzy with { ConfirmedAfter = Ms(12.25) });
        stage.Pass(100);
        stage.ChangeAll(izzy => izzy with { HereAge = Ms(0), State = izzy.State with { Status = IzzyStatus.Available } });
        stage.Pass(200);

        var report = stage.Report;
        Assert.Equal((DrillResult.Passed, MotherStands.Beating, Started), (report.Result, report.MotherNow, report.Time));
        Assert.Equal((2, 2, 12.25), (report.Count, report.Confirmed, report.SlowestMs));
        Assert.Equal(100, report.ResetAfterMs);
        Assert.Equal([8.5, 12.25], report.Izzies.Select(izzy => izzy.ConfirmedAfterMs!.Value));
        Assert.All(report.Izzies, izzy => Assert.Equal((IzzyStatus.Available, true, IzzyStatus.Available), (izzy.Before, izzy.HeardAgain, izzy.Status)));
        Assert.Equal((1, 1), (stage.Stops, stage.Resets));
    }

    [Fact]
    public void It_asks_a_person_and_looks_at_everything_again_after_that()
    {
        var stage = new DrillStage(isConfirmed: false).Pass(5_000);
        Assert.Equal([DrillOrder.Look, DrillOrder.Ask, DrillOrder.End], stage.Orders);
        stage.Run.Confirm(true);
        stage.Pass(950);
        Assert.Equal(0, stage.Stops);
        stage.Change(0, izzy => izzy with { State = izzy.State with { Status = IzzyStatus.Moving } });
        stage.Pass(200);
        Assert.Contains("'sofa'", stage.Refusal.What, StringComparison.Ordinal);
        Assert.Equal(0, stage.Stops);
    }

    [Fact]
    public void It_drifts_while_the_person_reads_and_nobody_is_stopped()
    {
        var stage = new DrillStage(isConfirmed: false).Pass(5_000);
        stage.Run.Confirm(true);
        stage.Pass(500);
        stage.Change(0, izzy => izzy with { State = izzy.State with { X = 150 } });
        stage.Pass(1_000);
        Assert.Contains("moves although", stage.Refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_yes_stops_nobody()
    {
        var stage = new DrillStage(isConfirmed: false).Pass(5_000);
        stage.Run.Confirm(false);
        stage.Pass(5_000);
        Assert.Contains("Nothing was stopped", stage.Refusal.What, StringComparison.Ordinal);
        Assert.Equal(0, stage.Stops);
    }

    [Fact]
    public void With_one_unconfirmed_it_waits_out_Mothers_silence_and_never_resets()
    {
        var stage = new DrillStage().PassToStop();
        stage.Change(0, izzy => izzy with { ConfirmedAfter = Ms(3) });
        stage.Pass(2_900);
        Assert.Null(stage.Run.Report);
        stage.Pass(300);

        Assert.Equal((DrillResult.Failed, MotherStands.Stopped, 0), (stage.Report.Result, stage.Report.MotherNow, stage.Resets));
        Assert.Contains("'wagon'", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("sofa", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.Contains("wired button", stage.Report.ToDo, StringComparison.Ordinal);
        Assert.Equal((1, 3.0), (stage.Report.Confirmed, stage.Report.SlowestMs));
        Assert.All(stage.Report.Izzies, izzy => Assert.Null(izzy.HeardAgain));
    }

    [Fact]
    public void A_confirmation_without_the_key_is_none_and_the_report_says_why()
    {
        var stage = new DrillStage();
        stage.ChangeAll(izzy => izzy with { Verified = true });
        stage.Change(0, izzy => izzy with { Verified = false });
        stage.PassToStop();
        stage.ConfirmAll();
        stage.Pass(5_000);

        Assert.Equal((DrillResult.Failed, MotherStands.Stopped, 0), (stage.Report.Result, stage.Report.MotherNow, stage.Resets));
        Assert.StartsWith("Confirmed but UNVERIFIED: 'sofa';", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("wagon", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.Contains("--key-file", stage.Report.ToDo, StringComparison.Ordinal);
        Assert.Equal((1, 1), (stage.Report.Confirmed, stage.Report.Unverified));
    }

    [Fact]
    public void Beside_one_without_the_key_the_silent_one_is_named_too()
    {
        var stage = new DrillStage();
        stage.ChangeAll(izzy => izzy with { Verified = false });
        stage.PassToStop();
        stage.Change(0, izzy => izzy with { ConfirmedAfter = Ms(3) });
        stage.Pass(5_000);
        Assert.StartsWith("The stop was NOT confirmed by 'wagon'. Confirmed but UNVERIFIED: 'sofa';", stage.Report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_proves_itself_meanwhile_must_confirm_anew()
    {
        var stage = new DrillStage();
        stage.ChangeAll(izzy => izzy with { Verified = true });
        stage.Change(0, izzy => izzy with { Verified = false });
        stage.PassToStop();
        stage.ConfirmAll();
        stage.Pass(200);
        stage.Change(0, izzy => izzy with { Verified = true, ConfirmedAfter = null });
        stage.Pass(200);
        Assert.Equal(0, stage.Resets);
        stage.Change(0, izzy => izzy with { ConfirmedAfter = Ms(450) });
        stage.Pass(100);
        Assert.Equal(1, stage.Resets);
    }

    [Fact]
    public void One_that_moves_after_all_has_not_confirmed_and_is_named()
    {
        var stage = new DrillStage().PassToStop();
        stage.Change(0, izzy => izzy with { ConfirmedAfter = Ms(4), State = izzy.State with { Status = IzzyStatus.Estop } });
        stage.Pass(100);
        stage.Change(0, izzy => izzy with { ConfirmedAfter = null, State = izzy.State with { Status = IzzyStatus.Moving } });
        stage.Change(1, izzy => izzy with { ConfirmedAfter = Ms(150), State = izzy.State with { Status = IzzyStatus.Estop } });
        stage.Pass(5_000);

        Assert.Equal((DrillResult.Failed, MotherStands.Stopped, 0), (stage.Report.Result, stage.Report.MotherNow, stage.Resets));
        Assert.Contains("NOT confirmed by 'sofa'.", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain(DrillOrder.Reset, stage.Orders);
        Assert.Equal((1, 150.0), (stage.Report.Confirmed, stage.Report.SlowestMs));
    }

    [Fact]
    public void What_was_confirmed_of_a_stop_before_the_drill_is_nothing()
    {
        var stage = new DrillStage();
        stage.ConfirmAll();
        // Struck from the list just before the drill's stop, so that nothing newer is seen of it.
        stage.OnStop = () =>
        {
            stage.View = stage.View with { StopCause = StopCause.LocalStop, StopRequests = 8, Izzies = [stage.View.Izzies[0]] };
            return new DrillAnswer.Stopped(8);
        };
        stage.PassToStop();
        stage.Pass(5_000);
        Assert.Contains("NOT confirmed by 'wagon'.", stage.Report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_tells_of_a_longer_limit_only_then_is_waited_for_so_much_longer()
    {
        var stage = new DrillStage { OnReset = () => new DrillAnswer.Refused(ResetRefusal.NotConfirmed) }.PassToStop();
        stage.ConfirmAll();
        stage.View = stage.View with { SilenceToOutwait = Ms(5_000) };
        stage.Pass(4_900);
        Assert.Null(stage.Run.Report);
        stage.OnReset = null;
        stage.Pass(100);
        Assert.Equal((DrillRun.Phases.Returning, 1), (stage.Run.Phase, stage.Resets));
    }

    [Fact]
    public void One_that_is_struck_from_the_list_meanwhile_has_not_confirmed()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll();
        stage.View = stage.View with { Izzies = [stage.View.Izzies[0]] };
        stage.Pass(5_000);
        Assert.Equal((DrillResult.Failed, 0, 2), (stage.Report.Result, stage.Resets, stage.Report.Count));
    }

    [Fact]
    public void One_that_is_found_after_the_stop_must_confirm_too()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll();
        stage.View = stage.View with { Izzies = [.. stage.View.Izzies, Standing("late", 9)] };
        stage.Pass(5_000);
        Assert.Contains("'late'", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.Equal(0, stage.Resets);
    }

    [Fact]
    public void Another_stop_during_the_drill_is_seen_and_never_reset()
    {
        var stage = new DrillStage().PassToStop();
        stage.View = stage.View with { StopRequests = stage.View.StopRequests + 1 };
        stage.ConfirmAll();
        stage.Pass(5_000);
        Assert.Equal((DrillResult.Aborted, MotherStands.Stopped, 0), (stage.Report.Result, stage.Report.MotherNow, stage.Resets));
    }

    [Fact]
    public void Another_stop_that_only_Mother_has_seen_yet_is_told_by_her_answer()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll();
        stage.OnReset = () =>
        {
            stage.View = stage.View with { StopRequests = stage.View.StopRequests + 1 };
            return new DrillAnswer.StoppedAgain();
        };
        stage.Pass(5_000);
        Assert.Equal((DrillResult.Aborted, MotherStands.Stopped), (stage.Report.Result, stage.Report.MotherNow));
        Assert.Null(stage.Report.ResetAfterMs);
    }

    [Fact]
    public void A_stop_after_its_reset_is_no_pass()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll();
        stage.Pass(100);
        Assert.Equal(1, stage.Resets);
        stage.View = stage.View with { StopCause = StopCause.ControlLoopSilent, StopRequests = 9 };
        stage.Pass(100);
        Assert.Equal((DrillResult.Aborted, MotherStands.Stopped), (stage.Report.Result, stage.Report.MotherNow));
        Assert.Contains("control-loop-silent", stage.Report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_who_resets_first_ends_it()
    {
        var stage = new DrillStage().PassToStop();
        stage.View = stage.View with { StopCause = null };
        stage.Pass(100);
        Assert.Equal((DrillResult.Aborted, MotherStands.Beating, 0), (stage.Report.Result, stage.Report.MotherNow, stage.Resets));
    }

    [Fact]
    public void A_stop_that_somebody_else_made_in_the_same_moment_is_theirs()
    {
        var stage = new DrillStage { OnStop = () => new DrillAnswer.AlreadyStopped() };
        stage.Pass(5_000);
        Assert.Contains("Somebody else", stage.Refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_thread_refuses_the_reset_and_says_so()
    {
        var stage = new DrillStage { OnReset = () => new DrillAnswer.Refused(ResetRefusal.ThreadDied) }.PassToStop();
        stage.ConfirmAll();
        stage.Pass(100);
        Assert.Equal((DrillResult.Aborted, MotherStands.Stopped), (stage.Report.Result, stage.Report.MotherNow));
        Assert.Contains("thread-died", stage.Report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_that_she_never_grants_fails_in_time()
    {
        var stage = new DrillStage { OnReset = () => new DrillAnswer.Refused(ResetRefusal.NotConfirmed) }.PassToStop();
        stage.ConfirmAll();
        stage.Pass(4_000);
        Assert.Equal((DrillResult.Failed, MotherStands.Stopped), (stage.Report.Result, stage.Report.MotherNow));
    }

    [Fact]
    public void Who_waits_for_a_reset_of_its_own_has_passed_once_the_time_for_the_others_is_over()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll();
        stage.Pass(50);
        stage.ChangeAll(izzy => izzy with { HereAge = Ms(0) });
        stage.Pass(1_850);
        Assert.Null(stage.Run.Report);
        stage.Pass(100);
        Assert.Equal(DrillResult.Passed, stage.Report.Result);
        Assert.All(stage.Report.Izzies, izzy => Assert.Equal(IzzyStatus.Estop, izzy.Status));
    }

    [Fact]
    public void Who_answers_no_beat_after_the_reset_fails_and_an_answer_from_before_is_none()
    {
        var stage = new DrillStage().PassToStop();
        stage.ConfirmAll();
        stage.Pass(50);
        stage.Change(0, izzy => izzy with { HereAge = Ms(0) });
        for (var i = 0; i < 40; i++)
        {
            // Its last answer grows old with the time.
            stage.Change(1, izzy => izzy with { HereAge = Ms(60_000 + (i * 50)) });
            stage.Pass(50);
        }

        Assert.Equal((DrillResult.Failed, MotherStands.Beating), (stage.Report.Result, stage.Report.MotherNow));
        Assert.Contains("'wagon'", stage.Report.Verdict, StringComparison.Ordinal);
        Assert.Equal([true, false], stage.Report.Izzies.Select(izzy => izzy.HeardAgain!.Value));
    }

    [Fact]
    public void A_Mother_who_falls_silent_after_the_stop_was_not_reset()
    {
        var stage = new DrillStage().PassToStop();
        stage.Answers = false;
        stage.Pass(2_900);
        Assert.Null(stage.Run.Report);
        stage.Pass(300);
        Assert.Equal((DrillResult.Aborted, MotherStands.Unknown, 0), (stage.Report.Result, stage.Report.MotherNow, stage.Resets));
        Assert.Contains("did not reset", stage.Report.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_or_a_reset_without_an_answer_is_nothing_that_is_known()
    {
        var stop = new DrillStage { OnStop = () => new DrillAnswer.None() }.Pass(2_000);
        Assert.Equal((DrillResult.Aborted, MotherStands.Unknown), (stop.Report.Result, stop.Report.MotherNow));
        var reset = new DrillStage { OnReset = () => new DrillAnswer.None() }.PassToStop();
        reset.ConfirmAll();
        reset.Pass(100);
        Assert.Equal((DrillResult.Aborted, MotherStands.Unknown), (reset.Report.Result, reset.Report.MotherNow));
    }

    [Fact]
    public void Broken_off_it_leaves_stopped_what_it_stopped()
    {
        var early = new DrillStage().Pass(500);
        early.Run.Abort("the program ends");
        Assert.Contains("Nothing was stopped", early.Refusal.What, StringComparison.Ordinal);
        var late = new DrillStage().PassToStop();
        late.Run.Abort("the program ends");
        Assert.Equal((DrillResult.Aborted, MotherStands.Stopped, 0), (late.Report.Result, late.Report.MotherNow, late.Resets));
    }
}
