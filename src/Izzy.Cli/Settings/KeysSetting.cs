using System.CommandLine;
using Izzy.Cli.Output;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.State;

namespace Izzy.Cli.Settings;

/// <summary>The key of verified mode for those who look on: it checks what passes, and signs nothing.</summary>
internal static class KeysSetting
{
    public static Setting<string?> Create() =>
        Setting.Text("--key-file", "Check the MACs of verified mode with the venue's key in this file. Default: tell that packets are signed, and check nothing.", "FILE");

    /// <exception cref="CommandException">The file cannot be used; the message says why and what to do.</exception>
    public static VerificationKeys? Read(ParseResult parsed, SettingSources settings, Setting<string?> keyFile) =>
        settings.Get(keyFile) is { } path ? CommandLine.Made(parsed, () => KeyFile.Read(path)) : null;
}
