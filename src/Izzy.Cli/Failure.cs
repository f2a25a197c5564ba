using Izzy.Cli.Output;
using Izzy.Cli.Text;
using Izzy.Wording;

namespace Izzy.Cli;

/// <summary>How <c>izzy</c> says that something cannot be done: on standard error, one line what, one line what to do.</summary>
internal static class Failure
{
    /// <summary>Writes the lines. An error output that is closed changes nothing: the exit code tells as well.</summary>
    public static void Report(TextWriter error, params ReadOnlySpan<string> lines)
    {
        try
        {
            foreach (var line in lines)
                error.WriteLine(OneLine(line));
            error.Flush();
        }
        catch (Exception closed) when (Outputs.IsGone(closed))
        {
            // There is nowhere left to say so.
        }
    }

    /// <inheritdoc cref="Report(TextWriter, ReadOnlySpan{string})"/>
    public static void Report(TextWriter error, Problem problem) => Report(error, problem.What, problem.Remedy);

    // Messages of the system can have several lines, and quote what somebody else wrote.
    private static string OneLine(string text) => Escape.ForTerminal(text.ReplaceLineEndings(" ").Trim());
}

/// <summary>Ends a command with a message for the person in front of the machine.</summary>
/// <param name="problem">What is wrong and what to do.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class CommandException(Problem problem, int exitCode = ExitCodes.Usage) : Exception(problem.What)
{
    /// <summary>What is wrong and what to do.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>What the command ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
