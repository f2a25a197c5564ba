using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Drill;

/// <summary>A drill's report as text for a binder, and as one line of JSON. Names are escaped.</summary>
internal static class DrillText
{
    // As Mother tells who has not confirmed: by then every ESTOP of the first burst was lost, or answered late.
    private const double SlowMs = 1000;

    private static readonly string[] s_headings = ["name", "before", "stop confirmed", "hears beats", "now"];

    /// <summary>The report as one line of JSON.</summary>
    public static string ToJson(DrillReport report) => JsonSerializer.Serialize(report, DrillJson.Default.DrillReport);

    /// <summary>The report as text, without an end of line behind it.</summary>
    public static string ToText(DrillReport report)
    {
        var text = new StringBuilder();
        var time = report.Time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"Drill of the software stop, {time}\nMother {report.Mother}, {report.Count} {(report.Count == 1 ? "IZZY" : "IZZYs")}\n\n");
        AppendTable(text, [s_headings, .. report.Izzies.Select(Row)]);
        text.Append(CultureInfo.InvariantCulture, $"\nConfirmed: {report.Confirmed} of {report.Count}{(report.Unverified > 0 ? $", {report.Unverified} more UNVERIFIED" : "")}{Slowest(report)}\n");
        text.Append(CultureInfo.InvariantCulture, $"Reset of Mother: {(report.ResetAfterMs is { } ms ? $"granted {Ms(ms)} after the stop" : "none by the drill")}\n");
        text.Append(CultureInfo.InvariantCulture, $"Mother now: {Words.Of(report.MotherNow)}\n\n{Verdict(report)}\n");
        if (report.ToDo.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"{report.ToDo}\n");
        if (report.Izzies.Any(izzy => izzy.ConfirmedAfterMs > SlowMs))
            text.Append("A confirmation took longer than a second: the first ESTOPs were lost. Check the Wi-Fi.\n");
        if (report.Izzies.Any(izzy => izzy.Before == IzzyStatus.Estop))
            text.Append("Who reported ESTOP before stood stopped already: that shows the way of the message only. Permit it, and drill again.\n");
        return text.Append(CultureInfo.InvariantCulture, $"\nThis shows: {report.Shows}\nIt does not show: {report.DoesNotShow}").ToString();
    }

    /// <summary>How it ended, in one line.</summary>
    public static string Verdict(DrillReport report) => $"{Words.Of(report.Result).ToUpperInvariant()}: {report.Verdict}";

    /// <summary>The name of an IZZY, escaped; the id of one that has not said its name.</summary>
    public static string Name(string name, Guid id) => name.Length == 0 ? id.ToString() : Escape.ForTerminal(name);

    private static string Slowest(DrillReport report) =>
        report.Izzies.Where(izzy => izzy.HasProvenStop).MaxBy(izzy => izzy.ConfirmedAfterMs) is { ConfirmedAfterMs: { } ms } slowest ? $"; slowest {Name(slowest.Name, slowest.Id)} after {Ms(ms)}" : "";

    private static string[] Row(DrilledIzzy izzy) =>
    [
        Name(izzy.Name, izzy.Id),
        Words.Of(izzy.Before),
        izzy.ConfirmedAfterMs is { } ms ? $"after {Ms(ms)}{(izzy.HasUnprovenStop ? ", UNVERIFIED" : "")}" : "NOT CONFIRMED",
        izzy.HeardAgain switch { true => "yes", false => "NO", null => "--" },
        izzy.Status switch
        {
            null => "--",
            IzzyStatus.Estop => "waits for its own reset",
            { } status => $"permitted again: {Words.Of(status)}",
        },
    ];

    private static void AppendTable(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, s_headings.Length).Select(column => rows.Max(row => Cells.Width(row[column]))).ToList();
        foreach (var row in rows)
            text.Append(string.Concat(row.Select((cell, column) => cell + new string(' ', widths[column] - Cells.Width(cell) + 2))).TrimEnd()).Append('\n');
    }

    private static string Ms(double ms) => FormattableString.Invariant($"{ms:0.0} ms");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class DrillJson : JsonSerializerContext;
