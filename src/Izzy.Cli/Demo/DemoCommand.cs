using System.CommandLine;
using Izzy.Cli.Actors;
using Izzy.Cli.Drill;
using Izzy.Cli.Live;
using Izzy.Cli.Output;
using Izzy.Cli.Run;
using Izzy.Cli.Settings;
using Izzy.Cli.Telemetry;
using Izzy.Heartbeat;

namespace Izzy.Cli.Demo;

/// <summary>The command <c>demo</c>: a Mother and a moving fleet, in one process on loopback.</summary>
internal static class DemoCommand
{
    // Longer than one of the fleet is off the network: a drill waits until it is back.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var count = Setting.Number("--izzies", "How many simulated IZZYs.", "N", 6, 1, Cast.Most);
        var seconds = Setting.Number("--seconds", "End after so many seconds, with a summary. Default: when asked to.", "N", 1, 86_400);
        var key = KeyFileSetting.Create();
        var json = Setting.Flag("--json", "Write event lines alone, as JSON.");
        var command = new Command("demo", "One Mother and a moving fleet of simulated IZZYs on this machine; see in ten seconds what this does.") { count, seconds, key, json };
        var panel = new PanelSettings();
        foreach (var option in panel.All)
            command.Add(option);
        command.Runs((parsed, settings) =>
        {
            // All of them before anything starts: one that is bad must not be found out in the middle of a show.
            var (asJson, izzies, longest, shown) = (settings.Get(json), settings.Get(count), settings.Get(seconds), panel.Read(settings));
            var collector = CollectorVariables.Read();
            var (preset, keyFile) = (HeartbeatPreset.Rehearsal, settings.Get(key));
            Summary summary;
            using (var fleet = CommandLine.Made(parsed, () => new Fleet(izzies, preset, keyFile)))
            {
                summary = new Summary(fleet.Mother.Subscribe());
                var about = new ScreenState
                {
                    Title = "Demo: Mother",
                    Interval = fleet.Mother.Options.Interval,
                    ToClientPort = fleet.Clients.First().LocalEndPoint.Port,
                    FromClientPort = fleet.Mother.LocalEndPoint.Port,
                };
                using var session = new MotherSession(fleet.Mother, about, asJson, recorder: null, shown, new TypedDrillOptions(s_patience, fleet.Hold), collector);
                fleet.Start();
                session.ShowPanel();
                session.Run(longest is { } known ? TimeSpan.FromSeconds(known) : null);
                fleet.Dispose();
            }

            // Not disposed of: that would write once more to an output that is closed.
            summary.Write(EventPrinter.OpenStandardOutput(), asJson);
            return ExitCodes.Fine;
        });
        return command;
    }
}
