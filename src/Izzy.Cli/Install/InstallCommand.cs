using System.CommandLine;
using System.Text.RegularExpressions;
using Izzy.Cli.Guard;
using Izzy.Cli.Output;
using Izzy.Cli.Run;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;

namespace Izzy.Cli.Install;

/// <summary>The command <c>install</c>: writes, or prints, the unit by which systemd runs Mother or a client.</summary>
internal static partial class InstallCommand
{
    public static Command Create() => new("install", "Makes a client or Mother a service of systemd on this machine.") { CreateClient(), CreateMother() };

    private static Command CreateClient()
    {
        var flags = new ClientFlags();
        var how = new InstallFlags();
        var devices = new Option<string[]>("--device") { Description = "A device that the stop command needs, such as /dev/gpiochip0; repeat for more.", HelpName = "PATH", AllowMultipleArgumentsPerToken = false };
        var groups = new Option<string[]>("--group") { Description = "A group that may use it, such as gpio; repeat for more.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };
        var command = new Command("client", "The unit of a client, with the options of 'izzy client'.");
        foreach (var option in (IEnumerable<Option>)[.. flags.All, devices, groups, .. how.All])
            command.Add(option);
        command.Runs((parsed, settings) =>
        {
            var (client, session) = flags.Read(settings);
            CommandLine.Checked(parsed, client.CheckWithoutKey);
            RefuseState(settings, flags.State);
            CheckKey(parsed, settings, flags.KeyFile, how);
            var opened = Checked(parsed.GetValue(devices), DevicePath(), "device", "/dev/gpiochip0");
            if (session.OnStop is { } onStop)
                CheckStop(parsed, onStop, hasDevice: opened.Length > 0, how.IsForImage(parsed));
            if (session.Attach)
                throw new CommandException(new Problem($"{settings.SourceOf(flags.Attach)}: A service has no program at its input.", "Leave it out, and make a service of the robot's program, which starts izzy client --attach itself."));
            var unit = new ServiceUnit($"izzy-client-{UnitWords.NamePart(client.Name)}.service", $"Izzy client {client.Name}", how.Program(parsed), Typed("client", flags.All.Except([flags.KeyFile]), settings, flags.Reset))
            {
                AfterStop = session.OnStop is { } stop ? ["/usr/bin/env", $"IZZY_STOP_CAUSE={GuardProtocol.ProcessEnded}", $"IZZY_NAME={client.Name}", "/bin/sh", "-c", stop] : null,
                KeyFile = client.KeyFile,
                Restarts = client.ResetPolicy != ResetPolicy.Auto,
                Devices = opened,
                Groups = Checked(parsed.GetValue(groups), GroupName(), "group", "gpio"),
            };
            if (unit is { Groups.Count: > 0, Devices.Count: 0 })
                throw new CommandException(new Problem("--group is for a device, and none is named.", "Name it by --device, such as --device /dev/gpiochip0, or leave --group out."));
            return how.Install(parsed, unit);
        });
        return command;
    }

    private static Command CreateMother()
    {
        var flags = new MotherFlags();
        var how = new InstallFlags();
        var command = new Command("mother", "The unit of Mother, with the options of 'izzy mother'.");
        foreach (var option in flags.All.Concat(how.All))
            command.Add(option);
        command.Runs((parsed, settings) =>
        {
            // For an image, the interfaces are another machine's.
            var choice = flags.Read(settings, checksInterfaces: !how.IsForImage(parsed));
            CommandLine.Checked(parsed, choice.Mother.CheckWithoutKey);
            RefuseState(settings, flags.State);
            CheckKey(parsed, settings, flags.KeyFile, how);
            RefuseToken(settings, flags.Panel);
            if (choice.Record is { } record && record.Contains('/', StringComparison.Ordinal))
                throw new CommandException(new Problem($"{settings.SourceOf(flags.Record)}: The service may write in its own directory alone, /var/lib/{ServiceUnit.StateName}.", "Write a file name without a directory, such as --record show.jsonl."));
            return how.Install(parsed, new ServiceUnit("izzy-mother.service", "Izzy Mother", how.Program(parsed), Typed("mother", flags.All.Except([flags.KeyFile]), settings))
            {
                KeyFile = choice.Mother.KeyFile,
            });
        });
        return command;
    }

    /// <summary>What was given, wherever it was given, as flags: the service runs as the command would that is typed here.</summary>
    /// <param name="command">The command that the service runs.</param>
    /// <param name="options">All that can be given to it.</param>
    /// <param name="settings">What was given.</param>
    /// <param name="always">What is written out where nobody gave it, too, so that no variable or file of the service changes it.</param>
    internal static IReadOnlyList<string> Typed(string command, IEnumerable<Option> options, SettingSources settings, params ReadOnlySpan<ISetting> always)
    {
        var words = new List<string> { command };
        foreach (var setting in options.Cast<ISetting>())
        {
            if ((settings.TextsOf(setting) ?? (always.Contains(setting) ? [setting.DefaultText!] : null)) is not { } texts)
                continue;
            if (setting is Setting<bool> flag)
                words.AddRange(settings.Get(flag) ? [setting.Name] : []);
            else
                words.AddRange(texts.SelectMany(text => text.StartsWith('-') ? [$"{setting.Name}={text}"] : (string[])[setting.Name, text]));
        }

        return words;
    }

    private static void CheckStop(ParseResult parsed, string command, bool hasDevice, bool isForImage)
    {
        if (ServiceStop.Check(command, isForImage) is { } problem)
            throw new CommandException(problem);
        if (!hasDevice)
            Failure.Report(parsed.InvocationConfiguration.Error, ServiceStop.WithoutDevice);
    }

    private static void RefuseState(SettingSources settings, Setting<string?> state)
    {
        if (settings.IsGiven(state))
            throw new CommandException(new Problem($"{settings.SourceOf(state)}: The service keeps its state in /var/lib/{ServiceUnit.StateName}, where it alone may write.", "Leave it out."));
    }

    // On an image the key may come later, and who only looks need not be able to read it.
    private static void CheckKey(ParseResult parsed, SettingSources settings, Setting<string?> setting, InstallFlags how)
    {
        if (settings.Get(setting) is not { } path)
            return;
        if (!KeyPath().IsMatch(path))
            throw new CommandException(new Problem($"{settings.SourceOf(setting)}: {Cells.Quote(path)} is no path that a unit can have.", "Write a whole path of letters, digits and . _ + - alone, such as /etc/izzy/key."));
        if (!how.IsForImage(parsed) && !how.IsDryRun(parsed))
            _ = KeyFile.Read(path);
    }

    private static void RefuseToken(SettingSources settings, PanelSettings panel)
    {
        if (settings.IsGiven(panel.Token))
            throw new CommandException(new Problem($"{settings.SourceOf(panel.Token)}: A unit can be read by everyone on this machine.", "Leave it out, and write IZZY_PANEL_TOKEN=... into /etc/izzy/izzy-mother.env, readable by root alone."));
    }

    private static string[] Checked(string[]? given, Regex allowed, string what, string example) =>
        (given ?? []).FirstOrDefault(text => !allowed.IsMatch(text)) is { } wrong
            ? throw new CommandException(new Problem($"--{what}: {Cells.Quote(wrong)} is no {what} that a unit can name.", $"Write one such as {example}."))
            : given ?? [];

    [GeneratedRegex(@"^/dev/[A-Za-z0-9/_.-]+\z")]
    private static partial Regex DevicePath();

    [GeneratedRegex(@"^/[A-Za-z0-9/._+-]+\z")]
    private static partial Regex KeyPath();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,30}\z")]
    private static partial Regex GroupName();
}
