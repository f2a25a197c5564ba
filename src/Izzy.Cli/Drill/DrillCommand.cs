using System.CommandLine;
using Izzy.Cli.Control;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Wording;

namespace Izzy.Cli.Drill;

/// <summary>The command <c>drill</c>: the check of the stop before a show, on the Mother who runs on this machine.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        // Not a setting: a confirmation that stands in a file or in the environment is nobody's.
        var yes = new Option<bool>("--yes") { Description = "Do not ask. Only when nothing moves and everyone knows that all will be stopped." };
        var ports = new PortSettings();
        var state = StateSetting.Create();
        var json = Setting.Flag("--json", "Write the report as one line of JSON.");
        var command = new Command("drill", "The check before a show, with nothing moving: stops everyone, waits for each to confirm, resets Mother, and prints a report to keep.")
        {
            yes, ports.ToClient, ports.FromClient, state, json,
        };
        command.Runs((parsed, settings) =>
        {
            var (error, isConfirmed, asJson) = (parsed.InvocationConfiguration.Error, parsed.GetValue(yes), settings.Get(json));
            if (!isConfirmed && Console.IsInputRedirected)
                throw new CommandException(new Problem("There is no terminal at which the drill could be confirmed.", "Give --yes, once nothing moves and everyone knows that all will be stopped."));
            int? toClient = settings.IsGiven(ports.ToClient) ? settings.Get(ports.ToClient) : null;
            int? fromClient = settings.IsGiven(ports.FromClient) ? settings.Get(ports.FromClient) : null;
            var mother = FindMother(StateSetting.Directory(settings.Get(state)), toClient, fromClient);
            var driver = new DrillDriver(
                new SocketTarget(mother),
                view => IsConfirmed(view, error),
                line => Outputs.TryWrite(error, line),
                time =>
                {
                    Thread.Sleep(time);
                    return true;
                });
            var run = driver.Run(isConfirmed);
            if (run.Refusal is { } refusal)
                throw new CommandException(refusal, ExitCodes.BadPacketOrState);
            // Where the report goes to a file, the person at the terminal wants to know, too.
            if (Console.IsOutputRedirected)
                Outputs.TryWrite(error, DrillText.Verdict(run.Report!));
            if (!Outputs.TryWrite(parsed.InvocationConfiguration.Output, asJson ? DrillText.ToJson(run.Report!) : DrillText.ToText(run.Report!)))
                Failure.Report(error, "The report could not be written; the exit code tells how the drill ended.", "Make room on the disk, or name another file, and drill again for a report to keep.");
            return run.Report!.Result == DrillResult.Passed ? ExitCodes.Fine : ExitCodes.BadPacketOrState;
        });
        return command;
    }

    private static string FindMother(string directory, int? toClientPort, int? fromClientPort)
    {
        var pattern = toClientPort is null && fromClientPort is null ? MotherSocket.Pattern
            : $"mother-{toClientPort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*"}-{fromClientPort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*"}.sock";
        var sockets = Directory.Exists(directory) ? Directory.GetFiles(directory, pattern) : [];
        var mothers = sockets.Where(path => ControlSocket.Ask(path, MotherSocket.Name) is not null).ToList();
        return mothers switch
        {
            [var mother] => mother,
            [] when sockets.Length > 0 => throw new CommandException(
                new Problem($"A Mother was started with the state directory {directory}, and does not answer.", "She was killed, or hangs: look at her terminal, start her again if need be, and drill then."),
                ExitCodes.BadPacketOrState),
            [] => throw new CommandException(
                new Problem($"No Mother runs on this machine with the state directory {directory}{(pattern == MotherSocket.Pattern ? "" : " and these ports")}.", "Start her by izzy mother, or name her state directory by --state."),
                ExitCodes.BadPacketOrState),
            _ => throw new CommandException(new Problem($"{mothers.Count} Mothers run here.", "Choose one by her --to-client-port or --from-client-port."), ExitCodes.BadPacketOrState),
        };
    }

    private static bool IsConfirmed(MotherView view, TextWriter error)
    {
        Outputs.TryWrite(error, $"These will be stopped: {string.Join(", ", view.Izzies.Select(izzy => DrillText.Name(izzy.Name, izzy.Id)).Order(StringComparer.Ordinal))}.");
        Outputs.TryWrite(error, "Each must confirm; then Mother is reset, and each waits for its own reset. Nothing may move, and everyone must know.");
        Outputs.TryWrite(error, "Type yes to begin:");
        return string.Equals(Console.In.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }
}
