using System.Runtime.CompilerServices;
using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Tests.Captures;

public class StageTests
{
    private static readonly string s_file = Path.Combine(Here(), "stage.pcap");

    [Fact]
    public void The_capture_that_is_kept_is_the_one_that_is_described()
    {
        if (Environment.GetEnvironmentVariable("IZZY_WRITE_STAGE") == "1")
            File.WriteAllBytes(s_file, Stage.Make());

        Assert.Equal(Stage.Make(), File.ReadAllBytes(s_file));
    }

    [Fact]
    public void It_tells_who_was_how_regular_and_where_a_client_would_have_stopped()
    {
        var (traffic, timeline) = Read(TimeSpan.FromSeconds(1));

        var mother = Assert.Single(traffic.Mothers);
        Assert.Equal((18L, 1L), (mother.Beats.Count, mother.Estops));
        Assert.Equal((Ms(180), Ms(1620)), (mother.Beats.Typical!.Value, mother.Beats.LongestSilence(timeline.Now).Length));
        Assert.Equal(["sofa", "tree, übergroß"], traffic.Izzies.Select(izzy => izzy.Name));
        Assert.Equal([Ms(3), Ms(5)], traffic.Izzies.Select(izzy => izzy.TypicalAnswer!.Value));
        Assert.Equal([IzzyStatus.Estop, IzzyStatus.Following], traffic.Izzies.Select(izzy => izzy.Status!.Value));

        var client = Assert.Single(traffic.Listeners).Value;
        Assert.Equal([(StopCause.Silence, Ms(2620)), (StopCause.StopReceived, Ms(4600))], client.Stops.Select(stop => (stop.Cause, Ms(Math.Floor(stop.At.TotalMilliseconds)))));
        Assert.Equal(
            [RejectReason.TooShort, RejectReason.EarlyPyIzzyDialect, RejectReason.JavaDialect, RejectReason.LengthAboveDatagram, RejectReason.UnknownType],
            traffic.Counts.Reasons.Select(each => each.Reason));
        Assert.Equal((1L, 5L, 56L), (traffic.Counts.Fragments, traffic.Counts.Rejected, traffic.Counts.Packets));
    }

    [Fact]
    public void A_client_with_a_longer_limit_would_have_stopped_for_the_ESTOP_alone() =>
        Assert.Equal([StopCause.StopReceived], Assert.Single(Read(TimeSpan.FromMilliseconds(1650)).Traffic.Listeners).Value.Stops.Select(stop => stop.Cause));

    private static (Traffic Traffic, Timeline Timeline) Read(TimeSpan limit)
    {
        using var file = File.OpenRead(s_file);
        Assert.True(CaptureReader.TryOpen(file, out var capture, out _));
        var (traffic, timeline) = (new Traffic(Datagrams.UsualPorts, limit), new Timeline());
        while (capture.TryRead(out var frame))
            traffic.See(frame, timeline.Take(frame.Time), null);
        Assert.Null(capture.Fault);
        traffic.Advance(timeline.Now);
        return (traffic, timeline);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
