using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Reader = Izzy.Heartbeat.Hosting.Settings.Durations;

namespace Izzy.Cli.Text;

/// <summary>Durations as people write them, read as the settings of a host are: <c>250ms</c>, <c>1s</c>, <c>1.5s</c>.</summary>
internal static class Durations
{
    /// <summary>Reads a duration above zero, up to a day.</summary>
    public static bool TryParse(string text, out TimeSpan value, [NotNullWhen(false)] out Problem? problem)
    {
        var written = text.Trim();
        problem = Reader.Read(written, Cells.Quote(written), out value) is { } wrong ? new Problem(wrong, Reader.Example) : null;
        return problem is null;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same again: below a second in <c>ms</c>, else in <c>s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        var inSeconds = value.Duration() >= TimeSpan.FromSeconds(1);
        var number = (decimal)value.Ticks / (inSeconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond);
        return number.ToString("0.#######", CultureInfo.InvariantCulture) + (inSeconds ? "s" : "ms");
    }
}
