namespace Izzy.Network.Tests.Processes;

/// <summary>The robot in Python that the guide shows, with a real Mother.</summary>
public sealed class PythonRobotTests
{
    [Fact]
    public void It_drives_once_it_is_reset_stops_when_Mother_stops_it_and_again_when_izzy_dies()
    {
        using var rig = new Rig();
        using var robot = PythonRobot.Start(rig);
        using var mother = rig.Mother();
        Assert.Equal("sofa", mother.WaitFor("izzy-found").GetProperty("name").GetString());
        // Manual, as the sample has it: nothing moves by itself.
        Thread.Sleep(1500);
        Assert.DoesNotContain(robot.Lines, line => line.Contains("mm/s", StringComparison.Ordinal));

        robot.Permit(rig);
        mother.WaitFor("izzy-status", which: moving => moving.GetProperty("status").GetString() == "MOVING");

        mother.Type("stop");
        mother.WaitFor("stop-confirmed");
        robot.WaitForLast("motors: off");

        mother.Release();
        robot.Permit(rig);
        Signals.Kill(robot.Izzy);
        robot.WaitForLast("motors: off");
        Assert.Equal(0, robot.WaitForExit());
        robot.WaitForLast("motors: off");
    }

    [Fact]
    public void No_stop_comes_between_the_question_for_the_permit_and_the_end_of_the_drive()
    {
        using var rig = new Rig();
        // Motors so slow that a stop that is not held back would all but surely come amid one drive of six.
        using var robot = PythonRobot.StartWith(
            rig,
            """
                def drive(self, speed):
                    self.show("begins")
                    time.sleep(0.2)
                    self.show("motors: 300 mm/s")
            """);
        using var mother = rig.Mother();
        mother.WaitFor("izzy-found");
        for (var stops = 0; stops < 6; stops++)
        {
            robot.Permit(rig);
            mother.Type("stop");
            mother.WaitFor("stop-confirmed", after: stops);
            robot.WaitForLast("motors: off");
            mother.Release();
        }

        Assert.All(robot.Lines.Zip(robot.Lines.Skip(1)), pair => Assert.True(pair.First != "begins" || pair.Second == "motors: 300 mm/s", $"{pair} in\n{string.Join('\n', robot.Lines)}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_izzy_or_the_program_is_frozen_and_Mother_is_killed_the_stop_command_has_run(bool isIzzy)
    {
        using var rig = new Rig();
        using var robot = PythonRobot.Start(rig);
        using var mother = rig.Mother();
        mother.WaitFor("izzy-found");
        robot.Permit(rig);
        Assert.DoesNotContain("relay: open", robot.Errors);
        var frozen = isIzzy ? robot.Izzy : robot.Pid;
        Signals.Freeze(frozen);
        Signals.Kill(mother.Pid);
        try
        {
            robot.WaitForError("relay: open");
        }
        finally
        {
            Signals.Thaw(frozen);
        }

        robot.WaitForLast("motors: off");
    }

    [Fact]
    public void A_program_that_is_asked_to_end_switches_the_motors_off_first()
    {
        using var rig = new Rig();
        using var robot = PythonRobot.Start(rig);
        using var mother = rig.Mother();
        mother.WaitFor("izzy-found");
        robot.Permit(rig);
        Signals.Send(robot.Pid, Signals.Term);
        Assert.Equal(0, robot.WaitForExit());
        robot.WaitForLast("motors: off");
        robot.WaitForError("relay: open");
    }

    [Fact]
    public void A_line_that_it_does_not_understand_switches_the_motors_off_and_ends_it()
    {
        using var rig = new Rig();
        using var robot = PythonRobot.StartBeside(rig, """echo '{"event":"permitted"}'; sleep 1; echo no event; exec sleep 60""");
        robot.WaitForLast("motors: 300 mm/s");
        robot.WaitForLast("motors: off");
        _ = robot.WaitForExit();
        robot.WaitForLast("motors: off");
        robot.WaitForError("json.decoder.JSONDecodeError");
    }

    [Fact]
    public void Lost_events_are_a_stop_for_it_and_for_izzy()
    {
        using var rig = new Rig();
        var said = rig.FileFor("said");
        using var robot = PythonRobot.StartBeside(rig, $$"""echo '{"event":"permitted"}'; sleep 1; echo '{"event":"events-lost","count":3}'; cat > {{said}}""");
        robot.WaitForLast("motors: 300 mm/s");
        robot.WaitForLast("motors: off");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(said) && File.ReadAllLines(said).Contains("stop"), IzzyProcess.Patience), string.Join('\n', robot.Errors));
    }

    [Fact]
    public void Motors_that_do_not_obey_the_one_who_hears_a_stop_end_it_and_open_the_relay()
    {
        using var rig = new Rig();
        using var robot = PythonRobot.StartWith(
            rig,
            """
                def off(self):
                    if threading.current_thread() is not threading.main_thread():
                        raise OSError("the controller does not answer")
                    super().off()
            """);
        using var mother = rig.Mother();
        mother.WaitFor("izzy-found");
        robot.Permit(rig);
        mother.Type("stop");
        _ = robot.WaitForExit();
        robot.WaitForLast("motors: off");
        robot.WaitForError("relay: open");
    }
}
