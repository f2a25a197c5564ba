using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Cli.Monitor;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Decode;

/// <summary>Explains what a capture file holds: a line for each datagram of the heartbeat, then a summary.</summary>
/// <param name="ports">Whose datagrams.</param>
/// <param name="limit">The limit of the client that listens along.</param>
/// <param name="keys">What MACs are checked with, or null.</param>
/// <param name="asJson">Lines of JSON.</param>
/// <param name="summaryOnly">The summary alone.</param>
/// <param name="output">Where to.</param>
internal sealed class CaptureDecoder(HeartbeatPorts ports, TimeSpan limit, VerificationKeys? keys, bool asJson, bool summaryOnly, TextWriter output)
{
    /// <summary>Explains one file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="problem">Why it could not be read, or not to its end; what came before was explained.</param>
    /// <returns>Whether all of it was good: no datagram rejected, nothing damaged.</returns>
    /// <exception cref="IOException">The output is gone.</exception>
    public bool Decode(string path, out Problem? problem)
    {
        problem = null;
        Stream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            problem = new Problem($"{Cells.Quote(path)} cannot be read: {closed.Message}", "Name a capture that this user may read.");
            return false;
        }

        using (file)
        {
            if (TryOpen(file, path, out var capture, out problem))
                return Explain(capture!, path, out problem) && problem is null;
            return false;
        }
    }

    private static bool TryOpen(Stream file, string path, out CaptureReader? capture, out Problem? problem)
    {
        (capture, problem) = (null, null);
        try
        {
            if (CaptureReader.TryOpen(file, out capture, out var fault))
                return true;
            problem = Of(fault, path);
        }
        catch (IOException broken)
        {
            problem = Unreadable(path, broken);
        }

        return false;
    }

    private bool Explain(CaptureReader capture, string path, out Problem? problem)
    {
        var traffic = new Traffic(ports, limit, keys);
        var timeline = new Timeline();
        while (TryRead(capture, path, out var frame, out problem))
        {
            var now = timeline.Take(frame.Time);
            if (traffic.See(frame, now, frame.WallClock) is { } seen && !summaryOnly)
                output.WriteLine(asJson ? ObservationJson.Line(seen) : ObservationText.Line(seen));
        }

        traffic.Advance(timeline.Now);
        var all = new Seen(traffic, timeline, timeline.Now);
        if (!asJson && !summaryOnly && traffic.Counts.Packets + traffic.Counts.Rejected > 0)
            output.WriteLine();
        output.WriteLine(asJson ? SummaryJson.Line(all) : SummaryText.Of(all));
        output.Flush();
        problem ??= capture.Fault is { } fault ? Of(fault, path) : null;
        return traffic.Counts is { Rejected: 0, Cut: 0, Malformed: 0 };
    }

    private static bool TryRead(CaptureReader capture, string path, out CapturedFrame frame, out Problem? problem)
    {
        problem = null;
        try
        {
            return capture.TryRead(out frame);
        }
        catch (IOException broken)
        {
            frame = default;
            problem = Unreadable(path, broken);
            return false;
        }
    }

    private static Problem Unreadable(string path, IOException broken) =>
        new($"{Cells.Quote(path)} cannot be read to its end: {broken.Message}", "Check the disk; what came before was explained.");

    private static Problem Of(CaptureFault fault, string path) => new Problem(fault.What, fault.Remedy).At(Cells.Quote(path));
}
