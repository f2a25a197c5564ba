using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.State;

namespace Izzy.Cli.Settings;

/// <summary>
/// Where the key of verified mode is. The key itself is no setting: variables, files of settings and command lines are read by many.
/// </summary>
internal static class KeyFileSetting
{
    /// <summary>For those who take part.</summary>
    public static Setting<string?> Create() =>
        Setting.Text("--key-file", "The file with the venue's key, made by 'izzy key new': verified mode. Default: plain mode, without a key.", "FILE");

    /// <summary>For those who look on: it checks what passes, and signs nothing.</summary>
    public static Setting<string?> CreateForLookers() =>
        Setting.Text(
            "--key-file",
            "Check the MACs of verified mode with the venue's key in this file. Default: tell that packets are signed, and check nothing.",
            "FILE");

    /// <summary>The keys in the file that was given, or null where none was.</summary>
    /// <exception cref="KeyFileException">The file cannot be used; the message says why and what to do.</exception>
    public static VerificationKeys? Read(SettingSources settings, Setting<string?> keyFile) =>
        settings.Get(keyFile) is { } path ? KeyFile.Read(path) : null;
}
