using System.CommandLine;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Heartbeat.State;
using Izzy.Wording;

namespace Izzy.Cli.Keys;

/// <summary>The command <c>key</c>: makes the file with the key of verified mode. It never shows one.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Makes the file with the key of verified mode.") { CreateNew() };

    private static Command CreateNew()
    {
        var file = new Argument<string>("FILE") { Description = "Where the key goes; no file may be there yet." };
        var command = new Command("new", "Makes a new key, in a file that this user alone can read.") { file };
        command.Runs((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            KeyFile.Create(path);
            Outputs.TryWrite(parsed.InvocationConfiguration.Output, Next(Escape.ForTerminal(Path.GetFullPath(path))));
            return ExitCodes.Fine;
        });
        return command;
    }

    private static string Next(string path) =>
        $"""
        {path} has a new key, which this user alone can read.
        Next, on the machines of Mother and of each of her IZZYs, and on no other:
          copy it there over ssh, and give it mode 600
          compare the copies by: sha256sum {path}
          start with --key-file, or anew by izzy install with it
        Who has a copy can let robots move. Put it into no message, repository or backup.
        """;
}
