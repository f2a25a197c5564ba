using Izzy.Heartbeat;

namespace Izzy.Cli.Settings;

/// <summary>Where state is kept, the same for every command.</summary>
internal static class StateSetting
{
    public static Setting<string?> Create() =>
        Setting.Text("--state", "Where ids, a stop and the sockets for 'izzy reset' and 'izzy drill' are kept. Default: $XDG_STATE_HOME/izzy or ~/.local/state/izzy.", "DIR");

    public static string Directory(string? given) => Path.GetFullPath(given ?? new IzzyClientOptions { Name = "" }.StateDirectory!);
}
