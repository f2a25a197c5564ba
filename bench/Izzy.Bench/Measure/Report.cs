using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Izzy.Bench.Measure;

/// <summary>Prints figures for people and for programs.</summary>
internal static class Report
{
    private static readonly string[] s_numbers = ["ours", "floor", "ratio", "others"];

    /// <summary>A table: its heads, then its rows.</summary>
    public static IReadOnlyList<string[]> Table(IEnumerable<Figure> figures) =>
    [
        ["bench", "what", "unit", "ours", "floor", "ratio", "goal", "", "others"],
        .. figures.Select(each => (string[])
        [
            each.Bench, each.What, each.Unit, Number(each.Ours), Number(each.Floor), Number(each.Ratio), each.Goal ?? "",
            each.IsMet switch { true => "met", false => "MISSED", null => "" }, Percent(each.Others),
        ]),
    ];

    /// <summary>
    /// What has a goal, over several runs: the least, the median and the most of each number, and the most that others had of the machine.
    /// </summary>
    public static IReadOnlyList<string[]> Spread(IEnumerable<Figure> figures) =>
    [
        ["bench", "what", "unit", "ours", "floor", "ratio", "goal", "met", "others"],
        .. figures.Where(each => each.Goal is not null).GroupBy(each => (each.Bench, each.What, each.Unit, each.Goal))
            .Select(row => (string[])
            [
                row.Key.Bench, row.Key.What, row.Key.Unit,
                Three(row.Select(each => (double?)each.Ours)), Three(row.Select(each => each.Floor)), Three(row.Select(each => each.Ratio)),
                row.Key.Goal!, $"{row.Count(each => each.IsMet == true)} of {row.Count()}", Percent(row.Max(each => each.Others)),
            ]),
    ];

    public static void Print(IReadOnlyList<string[]> table)
    {
        var console = AnsiConsole.Console;
        console.Profile.Width = Math.Max(console.Profile.Width, 150);
        var drawn = new Table().Border(TableBorder.Simple);
        foreach (var head in table[0])
            drawn.AddColumn(s_numbers.Contains(head) ? new TableColumn(head).RightAligned() : new TableColumn(head));
        foreach (var row in table.Skip(1))
            drawn.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(drawn);
        console.WriteLine("others: what other processes, and the host of a virtual machine, had of all processors meanwhile.");
        console.WriteLine("Measure anew what was measured beside much of it.");
    }

    /// <summary>As <c>docs/performance.md</c> has it.</summary>
    public static string Markdown(IReadOnlyList<string[]> table) =>
        string.Join('\n', table.Take(1).Append([.. table[0].Select(_ => "---")]).Concat(table.Skip(1)).Select(Line));

    private static string Line(string[] row) => $"| {string.Join(" | ", row)} |";

    public static string Json(Figure each, int run) => JsonSerializer.Serialize(new
    {
        run,
        bench = each.Bench,
        what = each.What,
        unit = each.Unit,
        ours = Finite(each.Ours),
        floor = Finite(each.Floor),
        ratio = Finite(each.Ratio),
        goal = each.Goal,
        isMet = each.IsMet,
        othersPercent = Finite(each.Others),
    });

    private static string Three(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        if (known.Count == 0)
            return "";
        var all = new Distribution(known);
        return $"{Number(all.Min)} / {Number(all.Median)} / {Number(all.Max)}";
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 4) : null;

    private static string Percent(double? value) => value is { } number ? number.ToString("0.#", CultureInfo.InvariantCulture) + " %" : "";

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 1000 or <= -1000 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 1 or <= -1 => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
