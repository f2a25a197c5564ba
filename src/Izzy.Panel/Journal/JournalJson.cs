using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Izzy.Panel.Journal;

/// <summary>Events as the page reads them: each as it stands in <c>docs/events.md</c>, with its number before and its line behind.</summary>
internal static class JournalJson
{
    public static string Write(IReadOnlyList<JournalEntry> entries, long first, long last)
    {
        var json = new StringBuilder("{\"events\":[");
        foreach (var entry in entries)
        {
            if (json[^1] != '[')
                json.Append(',');
            // The event's own object without its braces: its fields stand among ours.
            json.Append(CultureInfo.InvariantCulture, $"{{\"number\":{entry.Number},");
            json.Append(entry.Happened.ToJson().AsSpan()[1..^1]);
            json.Append(CultureInfo.InvariantCulture, $",\"text\":\"{JsonEncodedText.Encode(entry.Text)}\"}}");
        }

        return json.Append(CultureInfo.InvariantCulture, $"],\"first\":{first},\"last\":{last}}}").ToString();
    }
}
