using Izzy.Cli.Text;

namespace Izzy.Cli.Settings;

/// <summary>The limit of a client that is thought of and not run: the range is that of one that runs.</summary>
internal static class LimitSetting
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <exception cref="CommandException">No client can have it.</exception>
    public static TimeSpan Get(SettingSources settings, Setting<TimeSpan> limit)
    {
        var value = settings.Get(limit);
        return value >= s_shortest && value <= s_longest
            ? value
            : throw new CommandException(new Problem($"A limit of {Durations.Format(value)} is one that no client has.", "Give one from 20ms to 60s.").At(settings.SourceOf(limit)));
    }
}
