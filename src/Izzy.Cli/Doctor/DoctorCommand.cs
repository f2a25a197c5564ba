using System.CommandLine;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Doctor;

/// <summary>The command <c>doctor</c>: looks whether this machine and its network can carry a heartbeat.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var seconds = Setting.Number("--seconds", "How long to listen for a Mother and to measure this machine's lateness.", "N", 10, 1, 3600);
        var izzies = Setting.Number("--izzies", "How large a fleet Mother is to hear.", "N", 100, 1, IzzyRegistry.Capacity);
        var panel = Setting.Port("--panel-port", "The TCP port of the operator's panel.", PanelSettings.DefaultPort);
        var ports = new PortSettings();
        var state = StateSetting.Create();
        var json = Setting.Flag("--json", "Write findings alone, a line of JSON each.");
        var command = new Command("doctor", "Checks whether this machine and its network can carry a heartbeat, and says what to do.")
        {
            seconds, izzies, panel, ports.ToClient, ports.FromClient, state, json,
        };
        command.Runs((parsed, settings) =>
        {
            var asJson = settings.Get(json);
            var examination = new Examination
            {
                Span = TimeSpan.FromSeconds(settings.Get(seconds)),
                Izzies = settings.Get(izzies),
                PanelPort = settings.Get(panel),
                ToClientPort = settings.Get(ports.ToClient),
                FromClientPort = settings.Get(ports.FromClient),
                StateDirectory = StateSetting.Directory(settings.Get(state)),
            };
            var output = EventPrinter.OpenStandardOutput();
            var findings = new List<Finding>();
            foreach (var finding in examination.Run())
            {
                findings.Add(finding);
                Outputs.TryWrite(output, asJson ? FindingText.ToJson(finding, SystemClock.Instance.UtcNow) : FindingText.ToText(finding));
            }

            Outputs.TryWrite(output, asJson ? FindingText.SumJson(findings, SystemClock.Instance.UtcNow) : FindingText.Sum(findings));
            return findings.Exists(finding => finding.Verdict == Verdict.Fault) ? ExitCodes.BadPacketOrState : ExitCodes.Fine;
        });
        return command;
    }
}
