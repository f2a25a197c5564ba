using System.Globalization;
using System.Text;
using Izzy.Cli.Text;

namespace Izzy.Cli.Install;

/// <summary>Writes words so that systemd reads the same again (<c>systemd.service(5)</c>, "Command lines"; <c>systemd.unit(5)</c>, "Specifiers").</summary>
internal static class UnitWords
{
    /// <summary>A whole command line.</summary>
    /// <exception cref="CommandException">A word has a letter that no command line can have.</exception>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    /// <summary>One word of a command line: as it stands where nothing in it means anything, in quotation marks elsewhere.</summary>
    /// <exception cref="CommandException">It has a letter that no command line can have.</exception>
    public static string Word(string word)
    {
        if (word.Contains('\0', StringComparison.Ordinal))
            throw new CommandException(new Problem($"{Cells.Quote(word)} has a NUL in it, which no command line can have.", "Take it out of the name or the command."));
        var escaped = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            escaped.Append(c switch
            {
                // A specifier and a variable begin with these.
                '%' => "%%",
                '$' => "$$",
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\t' => "\\t",
                // In ASCII alone: \x is a byte, and what lies behind is written as UTF-8.
                _ when c < ' ' || c == '\u007f' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => c.ToString(),
            });
        }

        return word.Length > 0 && word.All(IsPlain) ? escaped.ToString() : $"\"{escaped}\"";
    }

    /// <summary>Text that is no command: one line, in which nothing means anything.</summary>
    public static string Text(string text) => string.Concat(text.Select(c => c == '%' ? "%%" : c == '\\' || char.IsControl(c) ? "?" : c.ToString()));

    /// <summary>Text as a part of a unit's name: readable, with a digest where that alone would be another's, too.</summary>
    public static string NamePart(string name)
    {
        var readable = string.Concat(name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return readable == name ? name : $"{readable}-{Heartbeat.State.StateFile.Digest(name)}";
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c > '\u007f' || "-_./:=,+@%$".Contains(c, StringComparison.Ordinal);
}
