using System.CommandLine;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;

namespace Izzy.Cli.Completion;

/// <summary>The command <c>completion</c>: prints what makes a shell complete <c>izzy</c>.</summary>
internal static class CompletionCommand
{
    private const string Bash = "bash";

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell: bash." };
        shell.CompletionSources.Add(Bash);
        var command = new Command("completion", "Prints the completion for a shell: eval \"$(izzy completion bash)\" in ~/.bashrc.") { shell };
        command.Runs((parsed, _) =>
        {
            var wanted = parsed.GetRequiredValue(shell);
            if (wanted != Bash)
                throw new CommandException(new Problem($"There is no completion for {Cells.Quote(wanted)}.", "Write bash."));
            using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream("izzy.bash")!);
            Outputs.TryWrite(EventPrinter.OpenStandardOutput(), script.ReadToEnd().TrimEnd());
            return ExitCodes.Fine;
        });
        return command;
    }
}
