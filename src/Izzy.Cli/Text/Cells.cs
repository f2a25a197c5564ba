using System.Globalization;
using Izzy.Wording;
using Spectre.Console;

namespace Izzy.Cli.Text;

/// <summary>Makes text fit into the columns of a terminal, where a letter takes one or two.</summary>
internal static class Cells
{
    /// <summary>What somebody typed or sent, escaped, cut to a readable length and in quotation marks.</summary>
    public static string Quote(string text) => $"'{Shorten(Escape.ForTerminal(text), 60)}'";

    /// <summary>Cuts text that was escaped already to so many columns of a terminal, with <c>…</c> where something is missing.</summary>
    public static string Shorten(string escaped, int columns)
    {
        if (columns <= 0)
            return "";
        // A text with fewer letters than half the columns always fits, and most names are such.
        if (escaped.Length <= columns / 2 || Width(escaped) <= columns)
            return escaped;

        var width = 1; // the ellipsis
        var end = 0;
        var elements = StringInfo.GetTextElementEnumerator(escaped);
        while (elements.MoveNext())
        {
            width += Width(elements.GetTextElement());
            if (width > columns)
                break;
            end = elements.ElementIndex + elements.GetTextElement().Length;
        }

        return escaped[..end] + "…";
    }

    /// <summary>How many columns of a terminal text takes that was escaped already.</summary>
    public static int Width(string escaped) => escaped.GetCellWidth();
}
