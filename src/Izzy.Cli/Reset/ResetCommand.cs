using System.CommandLine;
using Izzy.Cli.Control;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Wording;

namespace Izzy.Cli.Reset;

/// <summary>The command <c>reset</c>: resets a client that runs on this machine.</summary>
internal static class ResetCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The name of the IZZY." };
        var port = new PortSettings().ToClient;
        var state = StateSetting.Create();
        var command = new Command("reset", "Resets a client that runs on this machine, for a button or a service without a keyboard.") { name, port, state };
        command.Runs((parsed, settings) =>
        {
            var directory = StateSetting.Directory(settings.Get(state));
            var wanted = parsed.GetRequiredValue(name);
            var sockets = Find(directory).Where(socket => socket.Name == wanted && (!settings.IsGiven(port) || socket.Path.EndsWith(ClientSocket.FileName(wanted, settings.Get(port)), StringComparison.Ordinal))).ToList();
            return sockets switch
            {
                [] => throw Nobody(wanted, directory),
                [var socket] => Ask(socket.Path, wanted, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error),
                _ => throw new CommandException(
                    new Problem($"{sockets.Count} clients called {Cells.Quote(wanted)} run here.", "Choose one by its --to-client-port."), ExitCodes.BadPacketOrState),
            };
        });
        return command;
    }

    private static List<(string Path, string Name)> Find(string directory)
    {
        var found = new List<(string, string)>();
        if (!Directory.Exists(directory))
            return found;
        foreach (var path in Directory.EnumerateFiles(directory, ClientSocket.Pattern))
        {
            if (ControlSocket.Ask(path, "name") is { } name)
                found.Add((path, name));
        }

        return found;
    }

    private static int Ask(string path, string name, TextWriter output, TextWriter error)
    {
        var answer = ControlSocket.Ask(path, ClientSocket.ResetLine(SystemClock.Instance.Moment.Now));
        if (answer == ClientSocket.Granted)
        {
            try
            {
                output.WriteLine($"{Escape.ForTerminal(name)} is permitted.");
                output.Flush();
            }
            catch (Exception closed) when (Outputs.IsGone(closed))
            {
                // A button has nobody who reads; the exit code says it.
            }

            return ExitCodes.Fine;
        }

        var known = answer?.StartsWith(ClientSocket.RefusedPrefix, StringComparison.Ordinal) == true && Words<ResetRefusal>.TryFind(answer[ClientSocket.RefusedPrefix.Length..], out var reason)
            ? Refusals.Describe(reason)
            : "it did not answer";
        Failure.Report(error, $"{Cells.Quote(name)} was not reset: {known}.", "Mend that, wait a second, and reset it again.");
        return ExitCodes.BadPacketOrState;
    }

    private static CommandException Nobody(string wanted, string directory)
    {
        var others = Find(directory).Select(socket => Cells.Quote(socket.Name)).ToList();
        return new CommandException(
            new Problem(
                $"No client called {Cells.Quote(wanted)} runs on this machine with the state directory {directory}.",
                others.Count == 0 ? "Start it, or name its state directory by --state." : $"These run: {string.Join(", ", others)}."),
            ExitCodes.BadPacketOrState);
    }
}
