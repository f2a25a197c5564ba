using Izzy.Cli.Text;
using Izzy.Wording;

namespace Izzy.Cli.Tests.Text;

public class EscapeTests
{
    [Theory]
    [InlineData("sofa-left", "sofa-left")]
    [InlineData("Türbühne 舞台 🪑", "Türbühne 舞台 🪑")]
    [InlineData(@"a\b", @"a\b")]
    [InlineData("", "")]
    [InlineData("e\u0301", "e\u0301")]
    public void What_is_harmless_stays_as_it_is(string text, string expected) => Assert.Equal(expected, Escape.ForTerminal(text));

    [Theory]
    [InlineData("\u001b[2J", @"\u001b[2J")]
    [InlineData("a\r\nb\tc\0\u007f", @"a\u000d\u000ab\u0009c\u0000\u007f")]
    [InlineData("\u009b31m", @"\u009b31m")]
    [InlineData("a\u202eb\u2066", @"a\u202eb\u2066")]
    [InlineData("a\u200bb\ufeff\u00ad", @"a\u200bb\ufeff\u00ad")]
    [InlineData("a\u2028b\u00a0", @"a\u2028b\u00a0")]
    [InlineData("\U000E0041", @"\udb40\udc41")]
    [InlineData("\u3164\u2800", @"\u3164\u2800")]
    [InlineData("\u0301a", @"\u0301a")]
    public void What_moves_turns_or_hides_is_shown_as_an_escape(string text, string expected) => Assert.Equal(expected, Escape.ForTerminal(text));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_an_escape()
    {
        // Not as inline data, whose lone halves do not survive on their way into the test.
        Assert.Equal(@"\ud83da", Escape.ForTerminal("\ud83da"));
        Assert.Equal(@"a\ude00", Escape.ForTerminal("a\ude00"));
    }

    [Fact]
    public void More_marks_than_any_language_stacks_on_a_letter_are_escaped()
    {
        Assert.Equal("a" + new string('\u0301', 3) + @"\u0301\u0301", Escape.ForTerminal("a" + new string('\u0301', 5)));
    }

    [Fact]
    public void Every_character_of_the_basic_plane_comes_out_as_printable_text()
    {
        for (var c = 0; c <= char.MaxValue; c++)
            Assert.DoesNotContain(Escape.ForTerminal($"a{(char)c}b"), shown => char.IsControl(shown) || char.IsSurrogate(shown));
    }

    [Theory]
    [InlineData("sofa-left", 9, "sofa-left")]
    [InlineData("sofa-left", 8, "sofa-le…")]
    [InlineData("sofa-left", 1, "…")]
    [InlineData("sofa-left", 0, "")]
    [InlineData("舞台舞台", 8, "舞台舞台")]
    [InlineData("舞台舞台", 7, "舞台舞…")]
    [InlineData("舞台舞台", 6, "舞台…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    public void Names_are_shortened_by_the_columns_that_they_take(string text, int columns, string expected)
    {
        var shortened = Cells.Shorten(text, columns);

        Assert.Equal(expected, shortened);
        Assert.True(Cells.Width(shortened) <= columns);
    }
}
