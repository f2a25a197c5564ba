using System.CommandLine;
using Izzy.Cli.Doors;
using Izzy.Cli.Live;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Transport;
using Izzy.Panel;

namespace Izzy.Cli.Run;

/// <summary>The command <c>mother</c>: the control side.</summary>
internal static class MotherCommand
{
    public static Command Create()
    {
        var preset = Setting.Preset("--preset", "The beat period, and the longest limit that IZZYs are expected to have.");
        var interval = Setting.Duration("--interval", "The beat period. Default: that of the preset.");
        var longest = Setting.Duration("--longest-limit", "The longest limit of any IZZY; a reset without all confirmations waits for it, and 3 s at least. Default: that of the preset.");
        var id = Setting.Id("--id", "Her id. Default: the one kept in the state directory.");
        var interfaces = Setting.Texts("--interface", "Broadcast out of this network interface only; repeat for more. Default: every one that is up.", "NAME");
        var targets = Setting.Addresses("--to", "Send beats to this address instead of broadcasting them; repeat for more.");
        var expected = Setting.Texts("--expect", "The name of an IZZY that should be there; repeat for more.", "NAME");
        var ports = new PortSettings();
        var state = StateSetting.Create();
        var record = Setting.Text("--record", "Append every event to this file, a line of JSON each.", "FILE");
        var json = Setting.Flag("--json", "Write event lines alone, as JSON.");
        var panel = new PanelSettings();
        var command = new Command("mother", "The control side: beats, shows who answers, stops everyone.")
        {
            preset, interval, longest, id, interfaces, targets, expected, ports.ToClient, ports.FromClient, state, record, json,
        };
        foreach (var option in panel.All)
            command.Add(option);
        command.Runs((parsed, settings) =>
        {
            var chosen = settings.Get(preset);
            CheckInterfaces(settings.Get(interfaces));
            if (settings.Get(interfaces).Count > 0 && settings.Get(targets).Count > 0)
                throw new CommandException(new Problem($"{settings.SourceOf(interfaces)} holds for broadcasts, and with {settings.SourceOf(targets)} nothing is broadcast.", "Give one of them, not both."));
            var options = new MotherOptions
            {
                Interval = settings.Get(interval) ?? chosen.Interval,
                LongestLimit = settings.Get(longest) ?? chosen.Limit,
                Id = settings.Get(id),
                Interfaces = settings.Get(interfaces),
                Targets = settings.Get(targets),
                Expected = settings.Get(expected),
                ToClientPort = settings.Get(ports.ToClient),
                FromClientPort = settings.Get(ports.FromClient),
                StateDirectory = StateSetting.Directory(settings.Get(state)),
            };
            return Run(parsed, options, settings.Get(record), settings.Get(json), panel.Read(settings));
        });
        return command;
    }

    private static int Run(ParseResult parsed, MotherOptions options, string? record, bool json, PanelOptions? panel)
    {
        using var recorder = record is null ? null : Recorder.Open(record);
        using var mother = CommandLine.Made(parsed, () => new Heartbeat.Mother(options));
        var about = new ScreenState { Interval = options.Interval, ToClientPort = options.ToClientPort, FromClientPort = options.FromClientPort };
        using var session = new MotherSession(mother, about, json, recorder, panel);
        WarnOfReferenceClients(options.Interval, parsed.InvocationConfiguration.Error);
        mother.Start();
        session.ShowPanel();
        using (OpenDoor(options.StateDirectory!, mother, parsed.InvocationConfiguration.Error))
            session.Run();
        mother.Dispose();
        return ExitCodes.Fine;
    }

    // Without it there is no drill from elsewhere, but there is one at her own terminal, and a beat: so this is told, not fatal.
    private static Door? OpenDoor(string directory, Heartbeat.Mother mother, TextWriter error)
    {
        try
        {
            return MotherDoor.Open(directory, mother);
        }
        catch (HeartbeatStartException exception)
        {
            Failure.Report(error, exception.Message, exception.Remedy);
            return null;
        }
    }

    // At run time an interface may come and go; one that no machine ever called so is a slip of the pen.
    private static void CheckInterfaces(IReadOnlyList<string> names)
    {
        if (InterfaceAddress.UnknownNames(names, out var existing) is [var unknown, ..])
        {
            throw new CommandException(new Problem(
                $"No network interface is called {Cells.Quote(unknown)}.", $"Choose among {string.Join(", ", existing)}, or leave --interface out for all that are up."));
        }
    }

    private static void WarnOfReferenceClients(TimeSpan interval, TextWriter error)
    {
        if (interval < TimeSpan.FromMilliseconds(100))
            Failure.Report(error, $"Note: at a beat each {Durations.Format(interval)}, IZZYs that run the reference client fall behind.", "They answer at most ten beats a second; for these, use --preset rehearsal.");
    }
}
