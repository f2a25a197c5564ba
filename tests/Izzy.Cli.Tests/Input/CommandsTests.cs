using Izzy.Cli.Input;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Tests.Input;

public class CommandsTests
{
    private delegate bool Reader(string line, out InputCommand? command, out Problem? problem);

    private static readonly Reader[] s_all = [Commands.TryReadMother, Commands.TryReadClient, Commands.TryReadAttached];

    [Theory]
    [InlineData("stop")]
    [InlineData("STOP")]
    [InlineData("  stop!! ")]
    [InlineData("stop all")]
    public void Whatever_begins_with_stop_is_a_stop_everywhere(string line) =>
        Assert.All(s_all, read => Assert.IsType<InputCommand.Stop>(Read(read, line)));

    [Fact]
    public void Reset_and_blank_lines_are_the_same_everywhere()
    {
        Assert.All(s_all, read => Assert.IsType<InputCommand.Reset>(Read(read, " Reset ")));
        Assert.All(s_all, read => Assert.IsType<InputCommand.Nothing>(Read(read, "  ")));
    }

    [Theory]
    [InlineData("reset now")]
    [InlineData("resets")]
    [InlineData("res")]
    [InlineData("unstop")]
    [InlineData("r")]
    public void Nothing_else_is_taken_for_a_reset(string line) => Assert.All(s_all, read => Assert.NotNull(WrongWith(read, line)));

    [Fact]
    public void Mother_is_told_to_forget_by_name()
    {
        Assert.Equal(new InputCommand.Forget("old wagon {2}"), Read(Commands.TryReadMother, "forget old wagon {2}"));
        Assert.IsType<InputCommand.Quit>(Read(Commands.TryReadMother, "quit"));
        Assert.Contains("needs the name", WrongWith(Commands.TryReadMother, "forget").What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_is_explained_first_and_begins_with_yes_alone()
    {
        Assert.Equal(new InputCommand.Drill(false), Read(Commands.TryReadMother, "drill"));
        Assert.Equal(new InputCommand.Drill(true), Read(Commands.TryReadMother, " Drill  YES "));
        Assert.All((string[])["drill y", "drill yes please", "drill-yes", "drills"], line => WrongWith(Commands.TryReadMother, line));
        Assert.NotNull(WrongWith(Commands.TryReadClient, "drill yes"));
    }

    [Fact]
    public void A_client_is_told_its_status()
    {
        Assert.Equal(new InputCommand.ChangeStatus(IzzyStatus.Broken), Read(Commands.TryReadClient, "status BROKEN"));
        Assert.IsType<InputCommand.Quit>(Read(Commands.TryReadClient, "quit"));
        foreach (var line in new[] { "status", "status estop", "status 2", "status moving fast" })
            Assert.Contains("status available", WrongWith(Commands.TryReadClient, line).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_means_nothing_is_quoted_harmlessly_with_what_can_be_typed()
    {
        var problem = WrongWith(Commands.TryReadMother, "go \u001b[2J");

        Assert.Equal(@"'go \u001b[2J' is no command.", problem.What);
        Assert.Contains("forget NAME", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attached_program_reports_and_checks_in()
    {
        Assert.IsType<InputCommand.CheckIn>(Read(Commands.TryReadAttached, "check-in"));
        Assert.Equal(
            new InputCommand.Report(new IzzyState(IzzyStatus.Moving, 1, 2, 3, 90, 250)),
            Read(Commands.TryReadAttached, """report {"status":"MOVING","position":{"x":1,"y":2,"z":3},"heading":90,"speed":250}"""));
        Assert.Equal(new InputCommand.Report(new IzzyState(IzzyStatus.Estop)), Read(Commands.TryReadAttached, """report{"status":"estop"}"""));
        Assert.NotNull(WrongWith(Commands.TryReadAttached, "quit"));
    }

    [Fact]
    public void An_attached_program_reports_its_line()
    {
        var command = Read(Commands.TryReadAttached, """
            report {"status":"FOLLOWING","following":{"pidKp":1.5,"pidKi":0,"pidKd":2,"error":3,"errorAngle":4,"sensor1Min":5,"sensor1Max":6,"sensor1Reading":7,"sensor2Min":8,"sensor2Max":9,"sensor2Reading":1e1}}
            """);

        Assert.Equal(new LineFollowing(1.5f, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10), Assert.IsType<InputCommand.Report>(command).State.Following);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("null", "must be an object")]
    [InlineData("{}", "no status")]
    [InlineData("""{"status":2}""", "must be one of")]
    [InlineData("""{"status":"FLYING"}""", "must be one of")]
    [InlineData("""{"status":"MOVING","name":"x"}""", "'name'")]
    [InlineData("""{"status":"MOVING","status":"MOVING"}""", "no JSON")]
    [InlineData("""{"status":"MOVING","speed":1.5}""", "whole number")]
    [InlineData("""{"status":"MOVING","speed":"5"}""", "whole number")]
    [InlineData("""{"status":"MOVING","heading":null}""", "whole number")]
    [InlineData("""{"status":"MOVING","speed":2147483648}""", "2147483647")]
    [InlineData("""{"status":"MOVING","position":{"x":-2147483649}}""", "position.x")]
    [InlineData("""{"status":"MOVING","position":[1,2,3]}""", "position is")]
    [InlineData("""{"status":"MOVING","position":{"w":1}}""", "'w'")]
    [InlineData("""{"status":"FOLLOWING","following":{"pidKp":1}}""", "no pidKi")]
    [InlineData("""{"status":"FOLLOWING","following":{"pidKp":1e99}}""", "following.pidKp")]
    [InlineData("""{"status":"\ud800"}""", "no Unicode")]
    [InlineData("""{"\ud800":1}""", "no Unicode")]
    [InlineData("""{"status":"MOVING"} x""", "no JSON")]
    [InlineData("""{"status":{"a":{"b":{"c":{"d":1}}}}}""", "no JSON")]
    public void What_is_wrong_with_a_report_is_said(string json, string expected)
    {
        var problem = WrongWith(Commands.TryReadAttached, $"report {json}");

        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.StartsWith("Send such as report {", problem.Remedy, StringComparison.Ordinal);
    }

    private static InputCommand Read(Reader read, string line)
    {
        Assert.True(read(line, out var command, out var problem), problem?.What);
        Assert.Null(problem);
        return command!;
    }

    private static Problem WrongWith(Reader read, string line)
    {
        Assert.False(read(line, out var command, out var problem));
        Assert.Null(command);
        return problem!;
    }
}
