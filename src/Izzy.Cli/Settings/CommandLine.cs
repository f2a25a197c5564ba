using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Izzy.Cli.Output;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting.Settings;
using Izzy.Heartbeat.State;

namespace Izzy.Cli.Settings;

/// <summary>Runs commands so that the contract of exit codes and error lines holds for all of them.</summary>
internal static class CommandLine
{
    // Response files would make a name that begins with @ a file to be read; bundling would take -json apart.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Parses and runs what was typed.</summary>
    /// <param name="root">The command <c>izzy</c> with all others in it.</param>
    /// <param name="arguments">What was typed.</param>
    /// <param name="output">Standard output, or a test's.</param>
    /// <param name="error">Standard error, or a test's.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(Command root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var parsed = root.Parse(arguments, s_parser);
        // Asking for help or the version clears errors: the action then is another one.
        if (parsed.Action is ParseErrorAction || (parsed.Action is null && parsed.Errors.Count > 0))
        {
            Failure.Report(error, Describe(parsed));
            return ExitCodes.Usage;
        }

        // Signals are the commands' own business: leaving is a stop, and it must not be cut short.
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception closed) when (parsed.Action != parsed.CommandResult.Command.Action && Outputs.IsGone(closed))
        {
            // Help or the version, which nobody wants to read.
            return ExitCodes.Fine;
        }
    }

    /// <summary>Gives a command its action, with its settings at hand. What it throws for a person is reported as the contract says.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">What it does; it returns one of <see cref="ExitCodes"/>.</param>
    public static void Runs(this Command command, Func<ParseResult, SettingSources, int> run) => command.SetAction(parsed =>
    {
        try
        {
            return run(parsed, SettingSources.Load(parsed, CurrentDirectory()));
        }
        catch (CommandException exception)
        {
            return Report(exception.Problem, exception.ExitCode);
        }
        catch (KeyFileException exception)
        {
            return Report(new Problem(exception.What, exception.Remedy), ExitCodes.Usage);
        }
        catch (HeartbeatStartException exception)
        {
            return Report(new Problem(exception.Message, exception.Remedy), ExitCodes.Taken);
        }

        int Report(Problem problem, int exitCode)
        {
            Failure.Report(parsed.InvocationConfiguration.Error, problem);
            return exitCode;
        }
    });

    /// <summary>
    /// Makes an object of the library from options; one that is out of its range ends the command with the library's own words,
    /// which say what is allowed.
    /// </summary>
    public static T Made<T>(ParseResult parsed, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception) when (exception is not KeyFileException)
        {
            throw new CommandException(OutOfRange(exception, parsed));
        }
    }

    /// <summary>The same for options that are only checked.</summary>
    public static void Checked(ParseResult parsed, Action check) => Made(parsed, () =>
    {
        check();
        return true;
    });

    /// <summary>What to say of something typed that means nothing to the command, with what it may have been meant to be.</summary>
    public static Problem Unknown(ParseResult parsed, string typed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(each => each.Name));
        return new Problem(
            $"{Cells.Quote(typed)} is neither a command nor an option of '{NameOf(parsed.CommandResult)}'.",
            Spelling.Nearest(typed, known) is { } near ? $"Did you mean {near}? {SeeHelp(parsed)}" : SeeHelp(parsed));
    }

    /// <summary>Null where somebody removed it, or it must not be looked at: then there is no settings file either.</summary>
    private static string? CurrentDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Problem Describe(ParseResult parsed)
    {
        var message = parsed.Errors[0].Message;
        if (parsed.UnmatchedTokens is not [var unmatched, ..])
            return new Problem(message, SeeHelp(parsed));
        return Unknown(parsed, unmatched);
    }

    private static string SeeHelp(ParseResult parsed) => $"See '{NameOf(parsed.CommandResult)} --help' for what can be given.";

    // Not the name of the root command, which is that of the file it runs from.
    private static string NameOf(CommandResult result) => result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : "izzy";

    // By itself, so that a command with nothing wrong loads nothing of the host's.
    private static Problem OutOfRange(ArgumentException exception, ParseResult parsed) => new(Validation.WhatOf(exception), SeeHelp(parsed));
}
