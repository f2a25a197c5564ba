using System.Globalization;
using System.Text;

namespace Izzy.Wording;

/// <summary>
/// Makes text that came from the network or from a keyboard harmless for a terminal or a page (rule S20): nothing in it moves the
/// cursor, turns the direction of writing round, or cannot be seen.
/// </summary>
internal static class Escape
{
    /// <summary>Some languages stack two or three marks on a letter; more than that paints over the lines above and below.</summary>
    private const int MostMarks = 3;

    /// <summary>Shows control characters, invisible ones, those that turn the direction, and halves of surrogate pairs as <c>\u001b</c>.</summary>
    /// <remarks>A backslash stays one, so that a name can be copied from the screen; the escapes are for reading, not for parsing.</remarks>
    public static string ForTerminal(string text)
    {
        StringBuilder? escaped = null;
        var marks = MostMarks; // none at the beginning, where a mark would stand on our own text
        for (var i = 0; i < text.Length;)
        {
            var isCharacter = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isCharacter ? rune.Utf16SequenceLength : 1;
            marks = isCharacter && IsMark(rune) ? marks + 1 : 0;
            if (!isCharacter || !IsHarmless(rune) || marks > MostMarks)
            {
                escaped ??= new StringBuilder(text, 0, i, text.Length + 16);
                for (var unit = i; unit < i + length; unit++)
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[unit]:x4}");
            }
            else
            {
                escaped?.Append(text, i, length);
            }

            i += length;
        }

        return escaped?.ToString() ?? text;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // Format holds zero-width characters, bidirectional overrides and isolates, the byte order mark and the tags.
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.SpaceSeparator => rune.Value is ' ' or 0x3000,
        // Letters and marks by their category, but without a shape: Hangul fillers, the grapheme joiner, Khmer and Mongolian
        // signs that are never shown, variation selectors, the empty braille pattern.
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x034F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x2800),
    };
}
