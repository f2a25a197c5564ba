using System.Globalization;

namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>Durations as people write them, in settings and on the command line alike: <c>250ms</c>, <c>1s</c>, <c>1.5s</c>.</summary>
internal static class Durations
{
    /// <summary>How one looks, for whoever wrote another.</summary>
    public const string Example = "Write a number and its unit, such as 250ms or 1.5s.";

    /// <summary>Nothing in a heartbeat lasts a day; what is longer is a slip of the finger.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Reads a duration above zero, up to a day.</summary>
    /// <param name="text">What was written, without spaces around it.</param>
    /// <param name="shown">The same as it may stand in a message.</param>
    /// <param name="value">What it means.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, string shown, out TimeSpan value)
    {
        value = default;
        if (text.Length == 0)
            return "A duration is empty.";
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
