using System.CommandLine;
using Izzy.Cli.Output;
using Izzy.Cli.Text;

namespace Izzy.Cli.Install;

/// <summary>Whether, where and over what a unit is written. From the command line alone: none of it is a setting of the service.</summary>
internal sealed class InstallFlags
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the unit and where it would go, and write nothing." };
    private readonly Option<string?> _root = new("--root") { Description = "The directory that stands for /, for an image that is being made. Default: /.", HelpName = "DIR" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite a unit that differs." };
    private readonly Option<string?> _program = new("--program") { Description = "The program file that the service runs. Default: this one.", HelpName = "PATH" };

    /// <summary>For the definition of a command.</summary>
    public IReadOnlyList<Option> All => [_dryRun, _root, _force, _program];

    /// <summary>Whether it is for another system than the one that runs.</summary>
    public bool IsForImage(ParseResult parsed) => parsed.GetValue(_root) is not null;

    /// <summary>Whether nothing is written.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>What the service runs.</summary>
    /// <exception cref="CommandException">It is nothing that a unit can have.</exception>
    public IReadOnlyList<string> Program(ParseResult parsed) => ServiceProgram.Find(parsed.GetValue(_program));

    /// <summary>Prints or writes the unit, and says what to do next.</summary>
    /// <exception cref="CommandException">It cannot be written, or would not run.</exception>
    public int Install(ParseResult parsed, ServiceUnit unit)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var root = parsed.GetValue(_root);
        if (root is not null && !Directory.Exists(root))
            throw new CommandException(new Problem($"--root: There is no directory {Cells.Quote(root)}.", "Make it, or name another one."));
        var file = new UnitFile(Path.GetFullPath(root ?? "/"), unit.FileName);
        // On an image the program may come later.
        var problem = root is null ? ServiceProgram.Check(unit.Program) : null;
        if (IsDryRun(parsed))
        {
            Outputs.TryWrite(output, $"# {file.Path}\n{unit.ToText()}\n{string.Join('\n', Next(root, unit).Select(line => $"# {line}"))}");
            if (problem is not null)
                Failure.Report(error, problem);
            return ExitCodes.Fine;
        }

        if (problem is not null)
            throw new CommandException(problem);
        file.Write(unit.ToText(), parsed.GetValue(_force));
        Outputs.TryWrite(output, $"{file.Path} is written.\n{string.Join('\n', Next(root, unit))}");
        return ExitCodes.Fine;
    }

    private static string[] Next(string? root, ServiceUnit unit) => root is null
        ? ["Next, as root:", "  systemctl daemon-reload", $"  systemctl enable --now {unit.FileName}", $"  journalctl -u {unit.FileName} -f"]
        : ["Next:", $"  systemctl --root={Path.GetFullPath(root)} enable {unit.FileName}"];
}
