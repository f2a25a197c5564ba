using System.Diagnostics.CodeAnalysis;
using Izzy.Cli.Text;

namespace Izzy.Cli.Decode;

/// <summary>Bytes as people copy them out of other programs: <c>10697a</c>, <c>10:69:7a</c>, <c>0x10 0x69 0x7A</c>.</summary>
internal static class Hex
{
    /// <summary>Reads bytes. Nothing at all is an empty datagram.</summary>
    /// <param name="text">Digits of either case in groups of whole bytes, with spaces, colons, commas or hyphens between them and perhaps 0x before each.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="message">What is wrong, and at which character.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out string? message)
    {
        bytes = null;
        var digits = new List<byte>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (IsBetween(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            if (text.AsSpan(i).StartsWith("0x", StringComparison.OrdinalIgnoreCase))
                i += 2;
            var first = i;
            for (; i < text.Length && !IsBetween(text[i]); i++)
            {
                if (!char.IsAsciiHexDigit(text[i]))
                {
                    message = $"The character {Quote(text, i)} at position {i + 1} is no hexadecimal digit.";
                    return false;
                }

                digits.Add((byte)Convert.ToInt32(text[i].ToString(), 16));
            }

            if (i == first || (i - first) % 2 != 0)
            {
                var count = i - first;
                message = $"The group at position {start + 1} has {count} hexadecimal digit{(count == 1 ? "" : "s")}, and a byte takes two.";
                return false;
            }
        }

        bytes = new byte[digits.Count / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((digits[2 * i] << 4) | digits[(2 * i) + 1]);
        message = null;
        return true;
    }

    // The byte order mark is what some shells put before all that they pipe.
    private static bool IsBetween(char c) => char.IsWhiteSpace(c) || c is ':' or ',' or '-' or '\uFEFF';

    private static string Quote(string text, int i) =>
        Cells.Quote(char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? text.Substring(i, 2) : text[i].ToString());
}
