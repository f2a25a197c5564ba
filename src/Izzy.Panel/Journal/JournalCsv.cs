using System.Globalization;
using System.Text;
using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Panel.Journal;

/// <summary>Events for a spreadsheet: a header, ISO times, each number with its unit, and no cell that could be a formula.</summary>
internal static class JournalCsv
{
    // The byte order mark tells a spreadsheet that this is UTF-8; without it a name like Türbühne is shown wrong.
    private const string Header = "\ufeffnumber,time (ISO 8601 UTC),event,izzy,id,address,status,value,unit,text";

    /// <param name="entries">The events.</param>
    /// <param name="hasKey">Whether Mother has a key: then a last column says of whom or what is verified.</param>
    public static string Write(IEnumerable<JournalEntry> entries, bool hasKey = false)
    {
        var csv = new StringBuilder(Header).Append(hasKey ? ",verified\r\n" : "\r\n");
        foreach (var (number, happened, text) in entries)
        {
            var (izzy, id, address, status) = About(happened);
            var (value, unit) = Measured(happened);
            csv.Append(CultureInfo.InvariantCulture, $"{number},{happened.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'},{happened.Kind}");
            csv.Append(CultureInfo.InvariantCulture, $",{Cell(izzy)},{Cell(id)},{Cell(address)},{Cell(status)},{value},{unit},{Cell(text)}{(hasKey ? $",{Verified(happened)}" : "")}\r\n");
        }

        return csv.ToString();
    }

    /// <summary>
    /// A text as a cell. Spreadsheets take what begins with one of these signs for a formula, and run it; an apostrophe makes it text.
    /// </summary>
    internal static string Cell(string text)
    {
        var isFormula = text.Length > 0 && text.TrimStart() is var trimmed && (trimmed.Length == 0 || trimmed[0] is '=' or '+' or '-' or '@' or '|' or '%' || text[0] is '\t' or '\r' or '\n');
        var safe = isFormula ? $"'{text}" : text;
        return isFormula || safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static (string Izzy, string Id, string Address, string Status) About(HeartbeatEvent happened) => happened switch
    {
        HeartbeatEvent.AboutIzzy e => (Escape.ForTerminal(e.Name), e.Id.ToString(), e.Address, Words.Of(e.Status)),
        HeartbeatEvent.IzziesLate e => Several(e.Izzies),
        HeartbeatEvent.IzziesLost e => Several(e.Izzies),
        HeartbeatEvent.Beating e => ("", e.Id.ToString(), "", ""),
        HeartbeatEvent.MotherConflict e => ("", e.Mother.ToString(), e.Address, ""),
        HeartbeatEvent.Rejected e => ("", "", e.Address, Words.Of(e.Reason)),
        HeartbeatEvent.Stopped e => ("", "", "", Words.Of(e.Cause)),
        HeartbeatEvent.ResetRefused e => ("", "", "", Words.Of(e.Reason)),
        _ => ("", "", "", ""),
    };

    private static (string Izzy, string Id, string Address, string Status) Several(IReadOnlyList<HeartbeatEvent.SilentIzzy> izzies) => (
        string.Join("; ", izzies.Select(izzy => Escape.ForTerminal(izzy.Name))),
        string.Join("; ", izzies.Select(izzy => izzy.Id)),
        string.Join("; ", izzies.Select(izzy => izzy.Address)),
        string.Join("; ", izzies.Select(izzy => Words.Of(izzy.Status))));

    private static string Verified(HeartbeatEvent happened) => happened switch
    {
        HeartbeatEvent.AboutIzzy { Verified: { } verified } => verified ? "yes" : "no",
        HeartbeatEvent.Beating { Verified: true } => "yes",
        _ => "",
    };

    private static (string Value, string Unit) Measured(HeartbeatEvent happened) => happened switch
    {
        HeartbeatEvent.Beating e => Ms(e.IntervalMs),
        HeartbeatEvent.IzzyLate e => Ms(e.SilenceMs),
        HeartbeatEvent.IzzyLost e => Ms(e.SilenceMs),
        HeartbeatEvent.IzziesLate e => Ms(e.Izzies.Max(izzy => izzy.SilenceMs)),
        HeartbeatEvent.IzziesLost e => Ms(e.Izzies.Max(izzy => izzy.SilenceMs)),
        HeartbeatEvent.IzzyReturned e => Ms(e.SilenceMs),
        HeartbeatEvent.StopConfirmed e => Ms(e.AfterMs),
        HeartbeatEvent.ResetRefused { WaitMs: { } wait } => Ms(wait),
        HeartbeatEvent.Paused e => Ms(e.PausedMs),
        HeartbeatEvent.ClockStepped e => Ms(e.ByMs),
        HeartbeatEvent.Rejected e => (e.Count.ToString(CultureInfo.InvariantCulture), "datagrams"),
        HeartbeatEvent.EventsLost e => (e.Count.ToString(CultureInfo.InvariantCulture), "events"),
        _ => ("", ""),
    };

    private static (string Value, string Unit) Ms(double ms) => (ms.ToString(CultureInfo.InvariantCulture), "ms");
}
