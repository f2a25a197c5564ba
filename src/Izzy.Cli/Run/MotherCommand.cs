using System.CommandLine;
using Izzy.Cli.Control;
using Izzy.Cli.Drill;
using Izzy.Cli.Live;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Telemetry;
using Izzy.Cli.Text;
using Izzy.Heartbeat;

namespace Izzy.Cli.Run;

/// <summary>The command <c>mother</c>: the control side.</summary>
internal static class MotherCommand
{
    public static Command Create()
    {
        var flags = new MotherFlags();
        var command = new Command("mother", "The control side: beats, shows who answers, stops everyone.");
        foreach (var option in flags.All)
            command.Add(option);
        command.Runs((parsed, settings) => Run(parsed, flags.Read(settings)));
        return command;
    }

    private static int Run(ParseResult parsed, MotherChoice choice)
    {
        var options = choice.Mother;
        var collector = CollectorVariables.Read();
        var manager = ServiceManager.Find();
        using var recorder = choice.Record is null ? null : Recorder.Open(choice.Record);
        using var mother = CommandLine.Made(parsed, () => new Mother(options));
        var about = new ScreenState { Interval = options.Interval, ToClientPort = options.ToClientPort, FromClientPort = options.FromClientPort };
        using var session = new MotherSession(mother, about, choice.Json, recorder, choice.Panel, collector: collector);
        WarnOfReferenceClients(options.Interval, parsed.InvocationConfiguration.Error);
        mother.Start();
        session.ShowPanel();
        // Without it there is no drill from elsewhere, but there is one at her own terminal, and a beat: so this is told, not fatal.
        using var socket = ControlSocket.TryOpen(
            () => MotherSocket.Open(options.StateDirectory!, mother), parsed.InvocationConfiguration.Error);
        try
        {
            // Told before she leaves, and told without waiting.
            using (manager?.Keep(mother))
                session.Run();
        }
        finally
        {
            // Before the socket is taken off a disk that may hang.
            socket?.Close();
            mother.Dispose();
        }

        return ExitCodes.Fine;
    }

    private static void WarnOfReferenceClients(TimeSpan interval, TextWriter error)
    {
        if (interval < TimeSpan.FromMilliseconds(100))
            Failure.Report(error, $"Note: at a beat each {Durations.Format(interval)}, IZZYs that run the reference client fall behind.", "They answer at most ten beats a second; for these, use --preset rehearsal.");
    }
}
