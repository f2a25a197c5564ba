using System.Globalization;
using System.Text;
using Izzy.Cli.Install;

namespace Izzy.Cli.Tests.Install;

public sealed class UnitWordsTests
{
    [Theory]
    [InlineData("sofa", "sofa")]
    [InlineData("--limit", "--limit")]
    [InlineData("Türbühne", "Türbühne")]
    [InlineData("so fa", "\"so fa\"")]
    [InlineData("", "\"\"")]
    [InlineData("100%", "100%%")]
    [InlineData("$HOME", "$$HOME")]
    [InlineData("say \"no\"", "\"say \\\"no\\\"\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData(@"a\n", @"""a\\n""")]
    [InlineData("a\nb\u0001", @"""a\nb\x01""")]
    [InlineData("a\u007f", @"""a\x7f""")]
    [InlineData("a\u0085\u009f", "a\u0085\u009f")]
    [InlineData(";", "\";\"")]
    [InlineData("#", "\"#\"")]
    public void A_word_is_quoted_as_systemd_reads_it(string word, string expected) => Assert.Equal(expected, UnitWords.Word(word));

    [Fact]
    public void Whatever_is_written_is_read_again_as_it_was()
    {
        var random = new Random(7);
        const string letters = "ab %$\"'\\;#\n\t\u0001\u007f\u0085ü-";
        for (var i = 0; i < 10_000; i++)
        {
            var words = Enumerable.Range(0, random.Next(1, 4)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => letters[random.Next(letters.Length)]))).ToList();
            Assert.Equal(words, Read(UnitWords.Line(words)));
        }
    }

    [Theory]
    [InlineData("sofa-left", "^sofa-left$")]
    [InlineData("so fa", "^so_fa-[0-9a-f]{8}$")]
    [InlineData("../../etc/passwd", "^______etc_passwd-[0-9a-f]{8}$")]
    [InlineData("a.service\n", "^a_service_-[0-9a-f]{8}$")]
    public void A_name_becomes_a_readable_part_of_a_file_name(string name, string expected) => Assert.Matches(expected, UnitWords.NamePart(name));

    [Fact]
    public void Names_that_read_alike_have_units_of_their_own() => Assert.NotEqual(UnitWords.NamePart("so fa"), UnitWords.NamePart("so.fa"));

    [Fact]
    public void Text_for_people_is_one_line_in_which_nothing_means_anything() => Assert.Equal("a%%b?c?d", UnitWords.Text("a%b\nc\\d"));

    /// <summary>As systemd.service(5) says that a command line is read: a second writing of the rules, not the code's own.</summary>
    private static List<string> Read(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '\0' && c == ' ')
            {
                Add();
                continue;
            }

            word ??= new StringBuilder();
            if (quote == '\0' && c is '"' or '\'' && word.Length == 0)
                quote = c;
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (c == '\\')
                word.Append(Unescape(line, ref i));
            else
                word.Append(c);
        }

        Add();
        return words;

        void Add()
        {
            if (word is not null)
                words.Add(word.ToString().Replace("%%", "%", StringComparison.Ordinal).Replace("$$", "$", StringComparison.Ordinal));
            word = null;
        }
    }

    private static char Unescape(string line, ref int i)
    {
        var c = line[++i];
        if (c != 'x')
            return c switch { 'n' => '\n', 't' => '\t', '\\' or '"' or '\'' => c, _ => throw new FormatException($"\\{c} means nothing.") };
        i += 2;
        return (char)int.Parse(line.AsSpan(i - 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
