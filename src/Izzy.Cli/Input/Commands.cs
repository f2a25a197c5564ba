using System.Diagnostics.CodeAnalysis;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Input;

/// <summary>Reads the commands that come a line each on standard input.</summary>
/// <remarks>
/// Whatever begins with the word stop is a stop: a person in haste types <c>stop!</c> or <c>STOP ALL</c>. Every other command must
/// stand as it is, though in any case of letters; least of all may something else be taken for a reset.
/// </remarks>
internal static class Commands
{
    private const string MotherWords = "Type stop, reset, drill, forget NAME or quit.";
    private const string ClientWords = "Type reset, status available|moving|following|broken, stop or quit.";
    private const string SimulationWords = "Type reset, stop or quit.";
    private const string AttachedWords = "Send report {json}, check-in, reset or stop.";

    /// <summary>A line for Mother or the demo.</summary>
    public static bool TryReadMother(string line, [NotNullWhen(true)] out InputCommand? command, [NotNullWhen(false)] out Problem? problem)
    {
        var (word, rest) = Split(line);
        command = Common(word, rest) ?? (word, rest) switch
        {
            ("quit", "") => new InputCommand.Quit(),
            ("drill", "") => new InputCommand.Drill(false),
            ("drill", _) when rest.Equals("yes", StringComparison.OrdinalIgnoreCase) => new InputCommand.Drill(true),
            ("forget", { Length: > 0 } name) => new InputCommand.Forget(name),
            _ => null,
        };
        problem = command is not null ? null
            : (word, rest) == ("forget", "") ? new Problem("'forget' needs the name of an IZZY.", "Type forget NAME, with the name as it is shown.")
            : Unknown(line, MotherWords);
        return command is not null;
    }

    /// <summary>A line for a client that a person drives.</summary>
    public static bool TryReadClient(string line, [NotNullWhen(true)] out InputCommand? command, [NotNullWhen(false)] out Problem? problem)
    {
        var (word, rest) = Split(line);
        problem = null;
        command = Common(word, rest) ?? (word, rest) switch
        {
            ("quit", "") => new InputCommand.Quit(),
            ("status", _) => Status(rest, out problem),
            _ => null,
        };
        if (command is null)
            problem ??= Unknown(line, ClientWords);
        return command is not null;
    }

    /// <summary>A line from a program that drives the client (<c>--attach</c>).</summary>
    public static bool TryReadAttached(string line, [NotNullWhen(true)] out InputCommand? command, [NotNullWhen(false)] out Problem? problem)
    {
        var (word, rest) = Split(line);
        problem = null;
        command = Common(word, rest) ?? (word, rest) switch
        {
            ("check-in", "") => new InputCommand.CheckIn(),
            ("report", _) => ReportJson.TryParse(rest, out var state, out problem) ? new InputCommand.Report(state) : null,
            _ => null,
        };
        if (command is null)
            problem ??= Unknown(line, AttachedWords);
        return command is not null;
    }

    /// <summary>A line for a simulated fleet, which is reset and stopped as a whole.</summary>
    public static bool TryReadSimulation(string line, [NotNullWhen(true)] out InputCommand? command, [NotNullWhen(false)] out Problem? problem)
    {
        var (word, rest) = Split(line);
        command = Common(word, rest) ?? ((word, rest) == ("quit", "") ? new InputCommand.Quit() : null);
        problem = command is null ? Unknown(line, SimulationWords) : null;
        return command is not null;
    }

    private static (string Word, string Tail) Split(string line)
    {
        var text = line.Trim();
        // A report's JSON may follow its word at once.
        var end = text.AsSpan().IndexOfAny(" \t{");
        return end < 0 ? (text.ToLowerInvariant(), "") : (text[..end].ToLowerInvariant(), text[end..].Trim());
    }

    private static InputCommand? Common(string word, string rest) => (word, rest) switch
    {
        ("", "") => new InputCommand.Nothing(),
        ("reset", "") => new InputCommand.Reset(),
        _ when word.TrimEnd('!', '.', ',', ';', ':') == "stop" => new InputCommand.Stop(),
        _ => null,
    };

    private static InputCommand.ChangeStatus? Status(string rest, out Problem? problem)
    {
        // The other statuses are not a person's to choose: ESTOP is what a stop does, UNVERIFIED what it says before it was set up.
        problem = null;
        if (Words<IzzyStatus>.TryFind(rest, out var status) && status is IzzyStatus.Available or IzzyStatus.Moving or IzzyStatus.Following or IzzyStatus.Broken)
            return new InputCommand.ChangeStatus(status);
        problem = new Problem(
            rest.Length == 0 ? "'status' needs the new status." : $"{Cells.Quote(rest)} is no status that can be chosen.",
            "Type status available, status moving, status following or status broken.");
        return null;
    }

    private static Problem Unknown(string line, string words) => new($"{Cells.Quote(line.Trim())} is no command.", words);
}
