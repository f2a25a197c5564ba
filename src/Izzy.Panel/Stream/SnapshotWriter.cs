using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Stream;

/// <summary>Writes a snapshot as one server-sent event: once, for all who read it.</summary>
internal static class SnapshotWriter
{
    public static Frame Write(Snapshot snapshot, int sizeHint = 4096)
    {
        var buffer = new ArrayBufferWriter<byte>(sizeHint);
        buffer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {snapshot.Seq}\ndata: ")));
        using (var json = new Utf8JsonWriter(buffer))
            JsonSerializer.Serialize(json, snapshot, SnapshotJson.Default.Snapshot);
        buffer.Write("\n\n"u8);
        return new Frame(snapshot.Seq, buffer.WrittenMemory);
    }
}
