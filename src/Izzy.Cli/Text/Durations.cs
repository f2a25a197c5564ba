using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Izzy.Cli.Text;

/// <summary>Durations as people write them: <c>250ms</c>, <c>1s</c>, <c>1.5s</c>.</summary>
internal static class Durations
{
    private const string Example = "Write a number and its unit, such as 250ms or 1.5s.";

    /// <summary>Nothing in a heartbeat lasts a day; what is longer is a slip of the finger.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Reads a duration above zero, up to a day.</summary>
    public static bool TryParse(string text, out TimeSpan value, [NotNullWhen(false)] out Problem? problem)
    {
        value = default;
        problem = Read(text.Trim(), ref value) is { } wrong ? new Problem(wrong, Example) : null;
        return problem is null;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same again: below a second in <c>ms</c>, else in <c>s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        var inSeconds = value.Duration() >= TimeSpan.FromSeconds(1);
        var number = (decimal)value.Ticks / (inSeconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond);
        return number.ToString("0.#######", CultureInfo.InvariantCulture) + (inSeconds ? "s" : "ms");
    }

    private static string? Read(string text, ref TimeSpan value)
    {
        if (text.Length == 0)
            return "A duration is empty.";
        var shown = Cells.Quote(text);
        var (unit, ticks) = text.EndsWith("ms", StringComparison.Ordinal) ? ("ms", TimeSpan.TicksPerMillisecond)
            : text.EndsWith('s') ? ("s", TimeSpan.TicksPerSecond)
            : ("", 0);
        var number = text[..^unit.Length].TrimEnd();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            return IsDigits(number)
                ? $"The duration {shown} is too long; it may be up to a day."
                : $"{shown} is no duration: {(unit.Length == 0 ? "it does not end in ms or s" : $"what stands before {unit} is no number")}.";
        }

        if (unit.Length == 0)
            return $"The duration {shown} has no unit.";
        if (count < 0)
            return $"The duration {shown} is negative.";
        // Compared before it is multiplied, which could overflow.
        if (count > (decimal)s_longest.Ticks / ticks)
            return $"The duration {shown} is too long; it may be up to a day.";
        value = TimeSpan.FromTicks((long)(count * ticks));
        return value == TimeSpan.Zero ? $"The duration {shown} is zero." : null;
    }

    private static bool IsDigits(string number) => number.Length > 0 && number.All(c => char.IsAsciiDigit(c) || c == '.');
}
