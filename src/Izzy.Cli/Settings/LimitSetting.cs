using Izzy.Cli.Text;

namespace Izzy.Cli.Settings;

/// <summary>The limit of a client that is thought of and not run: the range is that of one that runs.</summary>
internal static class LimitSetting
{
    /// <summary>What to do about one that no client can have.</summary>
    public static readonly string Remedy =
        $"Write one from {Durations.Format(Heartbeat.Range.ShortestLimit)} to {Durations.Format(Heartbeat.Range.LongestLimit)}.";

    /// <exception cref="CommandException">No client can have it.</exception>
    public static TimeSpan Get(SettingSources settings, Setting<TimeSpan> limit)
    {
        var value = settings.Get(limit);
        return IsPossible(value)
            ? value
            : throw new CommandException(new Problem($"A limit of {Durations.Format(value)} is one that no client has.", Remedy).At(settings.SourceOf(limit)));
    }

    /// <summary>Whether a client can have it.</summary>
    public static bool IsPossible(TimeSpan limit) => limit >= Heartbeat.Range.ShortestLimit && limit <= Heartbeat.Range.LongestLimit;
}
