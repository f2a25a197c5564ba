using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Run;

/// <summary>The command <c>client</c>: the robot's side.</summary>
internal static class ClientCommand
{
    public static Command Create()
    {
        var name = Setting.Text("--name", "Its name, as Mother shows it. Required.", "NAME");
        var preset = Setting.Preset("--preset", "The limit, and the beat period that goes with it.");
        var limit = Setting.Duration("--limit", "The longest silence tolerated. Default: that of the preset.");
        var id = Setting.Id("--id", "Its id. Default: the one kept in the state directory.");
        var mother = Setting.Id("--mother", "The only Mother that may own it. Default: the first one heard.");
        var reset = Setting.Choice("--reset", "Who permits it after power-up and after a stop.", ResetPolicy.Manual, ("manual", ResetPolicy.Manual), ("auto", ResetPolicy.Auto));
        var onStop = Setting.Text("--on-stop", "Run this command when it stops, also when this process is killed or frozen.", "COMMAND");
        var checkIn = Setting.Duration("--check-in", "With --attach: stop when the program does not say check-in at least this often. Default: not watched.");
        var spread = Setting.Duration("--answer-spread", "Over how long a fleet of more than a thousand spreads its answers to one beat, up to 100ms. Default: each answers at once.");
        var attach = Setting.Flag("--attach", "A program drives it through standard input and output, with events as JSON; the end of input stops it.");
        var ports = new PortSettings();
        var state = StateSetting.Create();
        var json = Setting.Flag("--json", "Write event lines alone, as JSON.");
        var command = new Command("client", "The robot's side: hears Mother, answers her, stops on silence.")
        {
            name, preset, limit, id, mother, reset, onStop, checkIn, spread, attach, ports.ToClient, ports.FromClient, state, json,
        };
        command.Runs((parsed, settings) =>
        {
            var chosen = settings.Get(preset);
            var options = new IzzyClientOptions
            {
                Name = settings.Get(name) ?? throw new CommandException(new Problem("An IZZY needs a name.", "Give it one by --name, such as --name sofa-left.")),
                Limit = settings.Get(limit) ?? chosen.Limit,
                // Where only a limit is given, nobody knows the period yet; beats that come too slowly for it are told then.
                Interval = settings.IsGiven(preset) ? chosen.Interval : null,
                Id = settings.Get(id),
                Mother = settings.Get(mother),
                ResetPolicy = settings.Get(reset),
                CheckInLimit = settings.Get(checkIn),
                AnswerSpread = settings.Get(spread) ?? TimeSpan.Zero,
                ToClientPort = settings.Get(ports.ToClient),
                FromClientPort = settings.Get(ports.FromClient),
                StateDirectory = StateSetting.Directory(settings.Get(state)),
            };
            if (options.CheckInLimit is not null && !settings.Get(attach))
                throw new CommandException(new Problem("--check-in needs a program that checks in.", "Give --attach as well, or leave --check-in out."));
            using var session = CommandLine.Made(parsed, () => new ClientSession(options, new ClientSessionOptions(settings.Get(json) || settings.Get(attach), settings.Get(attach), settings.Get(onStop))));
            session.Run();
            return ExitCodes.Fine;
        });
        return command;
    }
}
