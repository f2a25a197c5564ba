using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Izzy.Bench.Measure;

/// <summary>Prints figures for people and for programs.</summary>
internal static class Report
{
    public static void Print(IEnumerable<Figure> figures)
    {
        var console = AnsiConsole.Console;
        console.Profile.Width = Math.Max(console.Profile.Width, 150);
        var table = new Table().Border(TableBorder.Simple).AddColumns("bench", "what", "unit").AddColumns(Right("ours"), Right("floor"), Right("ratio")).AddColumns("goal", "");
        foreach (var each in figures)
        {
            table.AddRow(
                Markup.Escape(each.Bench), Markup.Escape(each.What), Markup.Escape(each.Unit), Number(each.Ours), Number(each.Floor), Number(each.Ratio),
                Markup.Escape(each.Goal ?? ""), each.IsMet switch { true => "met", false => "[bold]MISSED[/]", null => "" });
        }

        console.Write(table);

        static TableColumn Right(string name) => new TableColumn(name).RightAligned();
    }

    /// <summary>As <c>docs/performance.md</c> has it.</summary>
    public static string Markdown(IEnumerable<Figure> figures) => string.Join('\n',
    [
        "| bench | what | unit | ours | floor | ratio | goal | |",
        "|---|---|---|---|---|---|---|---|",
        .. figures.Select(each => $"| {each.Bench} | {each.What} | {each.Unit} | {Number(each.Ours)} | {Number(each.Floor)} | {Number(each.Ratio)} | {each.Goal} | {each.IsMet switch { true => "met", false => "**missed**", null => "" }} |"),
    ]);

    public static string Json(Figure each) => JsonSerializer.Serialize(
        new { bench = each.Bench, what = each.What, unit = each.Unit, ours = Finite(each.Ours), floor = Finite(each.Floor), ratio = Finite(each.Ratio), goal = each.Goal, isMet = each.IsMet });

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 4) : null;

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 1000 or <= -1000 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 1 or <= -1 => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
