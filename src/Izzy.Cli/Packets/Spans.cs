using System.Globalization;

namespace Izzy.Cli.Packets;

/// <summary>Times between packets for people and for programs: tenths of a millisecond are what a good network differs by.</summary>
internal static class Spans
{
    /// <summary>Up to ten seconds in milliseconds, so that columns can be compared; <c>--</c> where it is not known.</summary>
    public static string Text(TimeSpan? span) => span switch
    {
        null => "--",
        { } known when known.Duration() < TimeSpan.FromSeconds(10) => known.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms",
        { } known => known.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>Milliseconds with up to three decimals.</summary>
    public static double Ms(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);

    /// <summary>The time of day with microseconds; <c>--</c> where it is not known.</summary>
    /// <param name="time">The time.</param>
    /// <param name="zone">Whose time of day; null for this machine's.</param>
    public static string TimeOfDay(DateTimeOffset? time, TimeZoneInfo? zone = null) => time is { } known
        ? TimeZoneInfo.ConvertTime(known, zone ?? TimeZoneInfo.Local).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
        : "--:--:--.------";

    /// <summary>ISO 8601, UTC, with microseconds.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
