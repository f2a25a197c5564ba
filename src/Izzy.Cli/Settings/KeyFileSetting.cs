namespace Izzy.Cli.Settings;

/// <summary>Where the key of verified mode is, the same for every command. The key itself is no setting: variables, files of settings and command lines are read by many.</summary>
internal static class KeyFileSetting
{
    public static Setting<string?> Create() =>
        Setting.Text("--key-file", "The file with the venue's key, made by 'izzy key new': verified mode. Default: plain mode, without a key.", "FILE");
}
