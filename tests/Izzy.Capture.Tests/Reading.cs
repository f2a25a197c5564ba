using Izzy.Capture.Files;

namespace Izzy.Capture.Tests;

/// <summary>A capture read to its end, or to where it is damaged.</summary>
internal sealed record Reading(IReadOnlyList<(long? Time, int Link, string? Interface, byte[] Bytes)> Frames, CaptureFault? Fault)
{
    public static Reading Of(CaptureBytes capture) => Of(capture.Open());

    public static Reading Of(Stream stream)
    {
        if (!CaptureReader.TryOpen(stream, out var reader, out var refused))
            return new Reading([], refused);
        var frames = new List<(long?, int, string?, byte[])>();
        while (reader.TryRead(out var frame))
            frames.Add((frame.Time, frame.Link, frame.Interface, frame.Bytes.ToArray()));
        return new Reading(frames, reader.Fault);
    }
}
