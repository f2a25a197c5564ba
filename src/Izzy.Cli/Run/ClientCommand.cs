using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Cli.Telemetry;
using Izzy.Cli.Text;

namespace Izzy.Cli.Run;

/// <summary>The command <c>client</c>: the robot's side.</summary>
internal static class ClientCommand
{
    public static Command Create()
    {
        var flags = new ClientFlags();
        var command = new Command("client", "The robot's side: hears Mother, answers her, stops on silence.");
        foreach (var option in flags.All)
            command.Add(option);
        command.Runs((parsed, settings) =>
        {
            var (client, options) = flags.Read(settings);
            if (ServiceManager.IsThere && settings.IsFromElsewhere(flags.OnStop))
            {
                // The manager would not run it where the process is killed together with its guard.
                throw new CommandException(new Problem(
                    $"{settings.SourceOf(flags.OnStop)}: The service manager that started this client does not know of this stop command.",
                    "Give --on-stop to 'izzy install client' instead, which writes it into the unit, and take it out there."));
            }

            var collector = CollectorVariables.Read();
            using var session = CommandLine.Made(parsed, () => new ClientSession(client, options, collector));
            session.Run();
            return ExitCodes.Fine;
        });
        return command;
    }
}
