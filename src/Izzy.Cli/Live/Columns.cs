using Izzy.Wording;

namespace Izzy.Cli.Live;

/// <summary>
/// The columns of the live table for the width of a terminal. Who it is, how it is and what to check come first; where that
/// is narrow, numbers that only interest its builder give way.
/// </summary>
/// <param name="Name">The width of the column of names.</param>
/// <param name="HasPosition">Whether there is room for position and heading.</param>
/// <param name="HasSpeed">Whether there is room for the speed.</param>
/// <param name="Check">The width of the column that says what is known and what to check.</param>
internal sealed record Columns(int Name, bool HasPosition, bool HasSpeed, int Check)
{
    /// <summary>The width of the column of states: that of the longest word.</summary>
    public const int State = 13;

    private const int Shape = 1;
    // On either side of a column, and the border between two.
    private const int Padding = 3;

    private static readonly (string Heading, int Width) s_age = ("age", 7);
    private static readonly (string Heading, int Width)[] s_position = [("x mm", 7), ("y mm", 7), ("heading °", 9)];
    private static readonly (string Heading, int Width) s_speed = ("mm/s", 5);

    /// <summary>The columns with numbers.</summary>
    public IReadOnlyList<(string Heading, int Width)> Numbers =>
        [s_age, .. HasPosition ? s_position : [], .. HasSpeed ? [s_speed] : Array.Empty<(string, int)>()];

    /// <summary>Whether what is to be checked may take several lines; otherwise it is cut.</summary>
    public bool Wraps => HasPosition;

    /// <summary>The columns for a terminal of this width.</summary>
    public static Columns For(int width)
    {
        var columns = new Columns(width < 96 ? 16 : 20, HasPosition: width >= 118, HasSpeed: width >= 90, 0);
        var others = Shape + State + columns.Name + columns.Numbers.Sum(number => number.Width);
        return columns with { Check = Math.Max(4, width - others - (Padding * (columns.Numbers.Count + 4)) - 1) };
    }

    /// <summary>How many lines an IZZY takes at most.</summary>
    public int LinesOf(Lamp lamp) =>
        // Broken between words, each line loses up to a word at its end.
        !Wraps || lamp.Check.Length <= Check ? 1 : 1 + (lamp.Check.Length / Math.Max(1, Check - 8));
}
