using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Cli.Telemetry;

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
            var collector = CollectorVariables.Read();
            using var session = CommandLine.Made(parsed, () => new ClientSession(client, options, collector));
            session.Run();
            return ExitCodes.Fine;
        });
        return command;
    }
}
