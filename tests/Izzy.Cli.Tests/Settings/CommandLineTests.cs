using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Settings;

public class CommandLineTests
{
    [Theory]
    [InlineData("--bogus")]
    [InlineData("--number")]
    [InlineData("stray")]
    [InlineData("--number", "x")]
    [InlineData("\u001b[2J")]
    public void A_usage_error_is_one_line_what_and_one_line_what_to_do(params string[] arguments)
    {
        var (code, output, error) = Run(["go", .. arguments]);

        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Equal(2, error.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain('\u001b', error);
    }

    [Fact]
    public void No_command_at_all_is_a_usage_error() => Assert.Equal(ExitCodes.Usage, Run([]).Code);

    [Fact]
    public void Help_is_no_error_whatever_stands_beside_it()
    {
        var (code, output, error) = Run(["go", "--bogus", "--help"]);

        Assert.Equal((ExitCodes.Fine, ""), (code, error));
        Assert.Contains("--number", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_begins_with_an_at_sign_is_no_file_to_be_read() => Assert.DoesNotContain("file", Run(["go", "--number", "@x"]).Error, StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_started_ends_with_its_own_code()
    {
        var (code, _, error) = Run(["go"], () => throw new HeartbeatStartException("The port is taken.", "Choose another one."));

        Assert.Equal(ExitCodes.Taken, code);
        Assert.Equal(["The port is taken.", "Choose another one."], error.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Options_that_the_library_refuses_are_usage_errors_in_its_own_words()
    {
        var (code, _, error) = Run(["go"], () => CommandLine.Made<int>(new RootCommand().Parse([]), () => throw new ArgumentException("The limit is too short.", "limit")));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.StartsWith("The limit is too short." + Environment.NewLine, error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_output_that_is_closed_does_not_matter()
    {
        var error = new StringWriter();
        error.Dispose();

        Failure.Report(error, "What.", "To do.");
    }

    [Fact]
    public void Help_that_nobody_can_read_is_no_crash()
    {
        var output = new StringWriter();
        output.Dispose();

        Assert.Equal(ExitCodes.Fine, CommandLine.Run(new RootCommand(), ["--help"], output, TextWriter.Null));
    }

    private static (int Code, string Output, string Error) Run(string[] arguments, Func<int>? run = null)
    {
        var number = Setting.Number("--number", "A number.", "N", 1, 1, 9);
        var command = new Command("go") { number };
        command.Runs((_, settings) => settings.Get(number) > 0 && run is not null ? run() : ExitCodes.Fine);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(new RootCommand { command }, arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
