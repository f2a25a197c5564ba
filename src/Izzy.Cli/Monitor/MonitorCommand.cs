using System.CommandLine;
using Izzy.Capture.Analysis;
using Izzy.Capture.Live;
using Izzy.Cli.Doctor;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Monitor;

/// <summary>The command <c>monitor</c>: listens beside whoever runs, and disturbs nobody.</summary>
internal static class MonitorCommand
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var interfaces = Setting.Texts("--interface", "Listen on this network interface only; repeat for more. Default: every one.", "NAME");
        var ports = new PortSettings();
        var limit = Setting.Duration("--limit", "Tell where a client with this limit would have stopped.", HeartbeatPreset.Rehearsal.Limit);
        var keyFile = KeyFileSetting.CreateForLookers();
        var every = Setting.Duration("--every", "How often to sum up.", s_every);
        var seconds = Setting.Number("--seconds", "End after so many seconds. Default: when asked to.", "N", 1, 86_400);
        var write = Setting.Text("--write", "Write what passes to this file, which Wireshark and 'izzy decode' open.", "FILE");
        var listen = Setting.Flag("--listen", "Without the right to capture: hear with an ordinary socket what arrives at the port of IZZYs. It holds that port meanwhile.");
        var json = Setting.Flag("--json", "Write lines of JSON: one for each packet, and the sums.");
        var command = new Command("monitor", "Listens beside a running Mother or client: shows each packet with its timing, and can write a capture.")
        {
            interfaces, ports.ToClient, ports.FromClient, limit, keyFile, every, seconds, write, listen, json,
        };
        command.Runs((parsed, settings) =>
        {
            var names = settings.Get(interfaces);
            InterfaceSetting.Check(names);
            var options = new MonitorOptions(
                new HeartbeatPorts(settings.Get(ports.ToClient), settings.Get(ports.FromClient)), LimitSetting.Get(settings, limit), settings.Get(json), settings.Get(every))
            {
                Keys = KeyFileSetting.Read(settings, keyFile),
            };
            var (path, byPort, longest) = (settings.Get(write), settings.Get(listen), settings.Get(seconds));
            if (byPort && (path is not null || names.Count > 0))
            {
                throw new CommandException(new Problem(
                    $"{settings.SourceOf(listen)} hears datagrams without their frames, so there is nothing for {(path is null ? settings.SourceOf(interfaces) : settings.SourceOf(write))}.",
                    "Run it with sudo and without --listen."));
            }

            var errors = new ErrorLines(parsed.InvocationConfiguration.Error);
            using var tap = Open(options.Ports, names, byPort);
            if (byPort)
                errors.Add($"Only what arrives at UDP port {options.Ports.ToClient} of this machine is heard, and no answer. The port is taken meanwhile: no client can start here.");
            var file = path is null ? null : CaptureFile.Open(path, errors.Add);
            using var session = new MonitorSession(tap, options, file, errors);
            return session.Run(longest is { } known ? TimeSpan.FromSeconds(known) : null) ? ExitCodes.Fine : ExitCodes.BadPacketOrState;
        });
        return command;
    }

    private static ITap Open(HeartbeatPorts ports, IReadOnlyList<string> interfaces, bool byPort)
    {
        try
        {
            if (byPort)
                return PortTap.Open(ports.ToClient);
            if (OperatingSystem.IsLinux())
                return PacketTap.Open(ports, interfaces);
        }
        catch (TapRefusedException refused)
        {
            throw new CommandException(new Problem(refused.Message, byPort ? refused.Remedy : Remedy(refused, ports)), ExitCodes.Taken);
        }

        throw new CommandException(new Problem("Only on Linux can packets be listened to beside their receiver.", "Capture with Wireshark, and explain the file with 'izzy decode FILE'."));
    }

    /// <summary>Whether the beats alone could be heard without any right is known here, and need not be tried by hand.</summary>
    private static string Remedy(TapRefusedException refused, HeartbeatPorts ports)
    {
        // Never on the program itself: a service without capabilities could not start it any more.
        var setcap = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "izzy" ? ", or by sudo setcap cap_net_raw+ep on a copy of izzy's folder; whoever may run that copy can listen to all traffic" : "";
        return $"{refused.Remedy.TrimEnd('.')}{setcap}. " + (PortHolder.IsTaken(tcp: false, ports.ToClient)
            ? $"UDP port {ports.ToClient} is taken, so an ordinary socket cannot hear it either."
            : $"With --listen it hears what arrives at UDP port {ports.ToClient} alone, and holds that port meanwhile.");
    }
}
