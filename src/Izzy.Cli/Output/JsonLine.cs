using System.Buffers;
using System.Text;
using System.Text.Json;
using Izzy.Heartbeat;

namespace Izzy.Cli.Output;

/// <summary>A line of JSON. Everything that is not plain ASCII is escaped, so that it is harmless wherever it is shown.</summary>
internal static class JsonLine
{
    /// <summary>An event as those of the library are: its time and its name first.</summary>
    /// <param name="time">When.</param>
    /// <param name="name">Its name.</param>
    /// <param name="fields">Writes its other fields.</param>
    public static string Event(DateTimeOffset time, string name, Action<Utf8JsonWriter> fields) => Of(json =>
    {
        json.WriteString("time", EventTimeConverter.Format(time));
        json.WriteString("event", name);
        fields(json);
    });

    /// <summary>An object.</summary>
    /// <param name="fields">Writes its fields.</param>
    public static string Of(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
