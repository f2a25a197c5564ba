using Izzy.Cli.Drill;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Cli.Tests.Drill.DrillStage;

namespace Izzy.Cli.Tests.Drill;

/// <summary>What keeps a drill from stopping anybody.</summary>
public sealed class ConditionsTests
{
    private readonly DrillStage _stage = new();

    [Fact]
    public void Without_an_IZZY_there_is_nothing_to_drill()
    {
        _stage.View = _stage.View with { Izzies = [] };
        IsRefused("knows no IZZY");
    }

    [Fact]
    public void A_Mother_who_is_stopped_already_is_left_as_she_is()
    {
        _stage.View = _stage.View with { StopCause = StopCause.ControlLoopSilent };
        IsRefused("stopped already (control-loop-silent)");
    }

    [Theory]
    [InlineData(Presence.Missing, "never heard: 'wagon'", "forget")]
    [InlineData(Presence.Late, "Not heard just now: 'wagon'", "forget")]
    [InlineData(Presence.Lost, "Not heard just now: 'wagon'", "forget")]
    public void Who_is_not_there_is_named(Presence presence, string what, string toDo)
    {
        _stage.Change(1, izzy => izzy with { Presence = presence });
        IsRefused(what);
        Assert.Contains(toDo, _stage.Refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_late_for_a_moment_keeps_nobody_from_the_drill_and_it_takes_no_longer()
    {
        _stage.Pass(500);
        Is(1, Presence.Late).Pass(100);
        Is(1, Presence.Present).Pass(400);
        Assert.Equal(0, _stage.Stops);
        _stage.Pass(50);
        Assert.Equal(1, _stage.Stops);
    }

    [Fact]
    public void The_second_begins_with_a_look_at_which_nobody_is_late()
    {
        Is(1, Presence.Late).Pass(100);
        Is(1, Presence.Present).Pass(1_000);
        Assert.Equal(0, _stage.Stops);
        _stage.Pass(50);
        Assert.Equal(1, _stage.Stops);
    }

    [Fact]
    public void And_it_ends_with_one_too()
    {
        _stage.Pass(1_000);
        Is(1, Presence.Late).Pass(300);
        Assert.Equal(0, _stage.Stops);
        Is(1, Presence.Present).Pass(50);
        Assert.Equal(1, _stage.Stops);
    }

    [Fact]
    public void Who_is_late_after_the_word_yes_is_waited_for_too()
    {
        var stage = new DrillStage(isConfirmed: false).Pass(5_000);
        stage.Run.Confirm(true);
        stage.Change(1, izzy => izzy with { Presence = Presence.Late });
        stage.Pass(300);
        stage.Change(1, izzy => izzy with { Presence = Presence.Present });
        stage.PassToStop();
    }

    [Fact]
    public void Late_for_five_seconds_without_a_break_is_too_late()
    {
        Is(1, Presence.Late).Pass(4_000);
        Is(1, Presence.Present).Pass(50);
        Is(0, Presence.Late).Pass(5_000);
        Assert.Null(_stage.Run.Refusal);
        _stage.Pass(50);
        Assert.Contains("Not heard just now: 'sofa'", _stage.Refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_late_and_then_lost_is_not_waited_for()
    {
        Is(1, Presence.Late).Pass(300);
        Assert.Null(_stage.Run.Refusal);
        Is(1, Presence.Lost).Pass(50);
        Assert.Contains("Not heard just now: 'wagon'", _stage.Refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_moves_is_named_at_once_though_another_is_late()
    {
        _stage.Change(0, izzy => izzy with { State = izzy.State with { Status = IzzyStatus.Moving } });
        Is(1, Presence.Late).Pass(50);
        Assert.Contains("Something moves: 'sofa'", _stage.Refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_drifts_while_it_is_late_is_named()
    {
        _stage.Pass(500);
        Is(1, Presence.Late).Pass(100);
        _stage.Change(1, izzy => izzy with { State = Moved(izzy.State, 11, 0, 0, 0) });
        Is(1, Presence.Present);
        IsRefused("moves although it reports AVAILABLE or the like: 'wagon'");
    }

    [Theory]
    [InlineData(IzzyStatus.Moving, 0)]
    [InlineData(IzzyStatus.Following, 0)]
    [InlineData(IzzyStatus.Available, 1)]
    [InlineData(IzzyStatus.Available, -300)]
    public void Who_says_that_it_moves_is_named(IzzyStatus status, int speed)
    {
        _stage.Change(0, izzy => izzy with { State = izzy.State with { Status = status, Speed = speed } });
        IsRefused("Something moves: 'sofa'");
    }

    [Theory]
    [InlineData(11, 0, 0, 0)]
    [InlineData(0, -11, 0, 0)]
    [InlineData(0, 0, 11, 0)]
    [InlineData(8, 8, 0, 0)]
    [InlineData(0, 0, 0, 3)]
    [InlineData(0, 0, 0, -3)]
    [InlineData(int.MaxValue, int.MinValue, 0, 0)]
    public void Who_says_that_it_stands_and_yet_moves_is_named(int x, int y, int z, int heading)
    {
        _stage.Pass(500);
        _stage.Change(1, izzy => izzy with { State = Moved(izzy.State, x, y, z, heading) });
        IsRefused("moves although it reports AVAILABLE or the like: 'wagon'");
    }

    [Theory]
    [InlineData(10, 0, 0)]
    [InlineData(-7, 7, 2)]
    [InlineData(0, 0, -2)]
    [InlineData(0, 0, 360)]
    public void A_position_that_is_measured_may_tremble(int x, int y, int heading)
    {
        _stage.Pass(500);
        _stage.Change(1, izzy => izzy with { State = Moved(izzy.State, x, y, 0, heading) });
        _stage.PassToStop();
    }

    [Fact]
    public void Who_was_found_between_the_looks_has_not_been_watched()
    {
        _stage.Pass(500);
        _stage.View = _stage.View with { Izzies = [.. _stage.View.Izzies, Standing("late", 9)] };
        IsRefused("Found just now: 'late'");
    }

    [Fact]
    public void At_a_slow_beat_the_looks_lie_as_far_apart_as_two_answers()
    {
        _stage.View = _stage.View with { Interval = Ms(1_000) };
        _stage.Pass(2_500);
        Assert.Equal(0, _stage.Stops);
        _stage.Pass(100);
        Assert.Equal(1, _stage.Stops);
    }

    [Fact]
    public void A_Mother_who_does_not_answer_is_no_Mother()
    {
        _stage.Answers = false;
        IsRefused("does not answer");
    }

    [Fact]
    public void A_patient_drill_waits_for_what_passes_and_refuses_what_does_not()
    {
        var patient = new DrillStage(isConfirmed: true, patience: 10_000);
        patient.Change(0, izzy => izzy with { Presence = Presence.Lost });
        patient.Pass(5_000);
        patient.Change(0, izzy => izzy with { Presence = Presence.Present });
        patient.Pass(1_100);
        Assert.Equal(1, patient.Stops);

        var inVain = new DrillStage(isConfirmed: true, patience: 10_000);
        inVain.Change(0, izzy => izzy with { Presence = Presence.Lost });
        inVain.Pass(9_900);
        Assert.Null(inVain.Run.Refusal);
        inVain.Pass(200);
        Assert.Contains("'sofa'", inVain.Refusal.What, StringComparison.Ordinal);

        var late = new DrillStage(isConfirmed: true, patience: 10_000);
        late.Change(0, izzy => izzy with { Presence = Presence.Late });
        late.Pass(10_000);
        Assert.Null(late.Run.Refusal);
        late.Pass(50);
        Assert.Contains("'sofa'", late.Refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_harmless_and_hundreds_are_counted()
    {
        _stage.View = _stage.View with { Izzies = [.. Enumerable.Range(0, 300).Select(i => Standing($"\u001b[2J{i}", i) with { Presence = Presence.Lost })] };
        IsRefused(@"'\u001b[2J0', ");
        Assert.EndsWith(" and 295 more.", _stage.Refusal.What, StringComparison.Ordinal);
    }

    private DrillStage Is(int index, Presence presence)
    {
        _stage.Change(index, izzy => izzy with { Presence = presence });
        return _stage;
    }

    private static IzzyState Moved(IzzyState state, int x, int y, int z, int heading) =>
        state with { X = unchecked(state.X + x), Y = unchecked(state.Y + y), Z = state.Z + z, Heading = (state.Heading + heading) % 360 };

    private void IsRefused(string what)
    {
        _stage.Pass(10_000);
        Assert.Contains(what, _stage.Refusal.What, StringComparison.Ordinal);
        Assert.Equal(0, _stage.Stops);
        Assert.Null(_stage.Run.Report);
    }
}
