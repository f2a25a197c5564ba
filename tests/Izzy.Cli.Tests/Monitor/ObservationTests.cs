using System.Net;
using System.Text.Json;
using Izzy.Capture.Analysis;
using Izzy.Capture.Layers;
using Izzy.Cli.Monitor;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Tests.Monitor;

public class ObservationTests
{
    private static readonly Observation s_here = new()
    {
        Kind = ObservationKind.Packet,
        Time = Samples.Time.AddMicroseconds(456),
        Interface = "wlan0",
        Direction = Direction.In,
        Source = new IPEndPoint(IPAddress.Parse("192.0.2.17"), 9001),
        Destination = new IPEndPoint(IPAddress.Parse("192.0.2.9"), 9000),
        Message = new HeartbeatMessage(MessageType.Here, Samples.Izzy, Samples.Mother, new StatusReport("sofa", new IzzyState(IzzyStatus.Moving, 1, -2, 3, 90, 250))),
        Gap = TimeSpan.FromMilliseconds(180.25),
        Lateness = TimeSpan.FromMilliseconds(-0.75),
        Answer = TimeSpan.FromMilliseconds(1.5),
    };

    [Fact]
    public void A_packet_is_one_line_with_its_timing() => Assert.Equal(
        "19:30:00.123456  wlan0 in   HERE          192.0.2.17:9001 > 192.0.2.9:9000  sofa 6ba7b810 to 00112233: MOVING, x 1 y -2 z 3 mm, 90°, 250 mm/s; gap 180.3 ms; 0.8 ms early; answers after 1.5 ms",
        ObservationText.Line(s_here, TimeZoneInfo.Utc));

    [Fact]
    public void In_JSON_it_is_what_decode_gives_with_where_and_when_round_it()
    {
        using var line = JsonDocument.Parse(ObservationJson.Line(s_here));

        Assert.Equal(
            ["time", "event", "interface", "direction", "source", "destination", "valid", "type", "length", "sender", "receiver", "payload", "gapMs", "latenessMs", "answerMs"],
            line.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("2026-11-22T19:30:00.123456Z", "in", -0.75), (line.RootElement.GetProperty("time").GetString(), line.RootElement.GetProperty("direction").GetString(), line.RootElement.GetProperty("latenessMs").GetDouble()));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var bare = s_here with { Time = null, Interface = null, Direction = Direction.Unknown, Gap = null, Lateness = null, Answer = null };
        using var line = JsonDocument.Parse(ObservationJson.Line(bare));

        Assert.Equal(["event", "source", "destination", "valid"], line.RootElement.EnumerateObject().Select(field => field.Name).Take(4));
        Assert.DoesNotContain("gap", ObservationText.Line(bare), StringComparison.Ordinal);
    }

    [Fact]
    public void What_feeds_nothing_says_why_and_what_to_look_at()
    {
        var java = s_here with { Kind = ObservationKind.Rejected, Message = null, Reason = RejectReason.JavaDialect, Explanation = "Java dialect: two-byte length" };

        Assert.Contains("rejected      192.0.2.17:9001 > 192.0.2.9:9000  counts for nothing (java-dialect): Java dialect: two-byte length; an old JavaMother", ObservationText.Line(java), StringComparison.Ordinal);
        using var line = JsonDocument.Parse(ObservationJson.Line(java));
        Assert.Equal((false, "java-dialect", "java-dialect"), (line.RootElement.GetProperty("valid").GetBoolean(), line.RootElement.GetProperty("error").GetString(), line.RootElement.GetProperty("rejected").GetString()));
    }

    [Fact]
    public void One_that_is_well_formed_and_of_no_use_is_decoded_all_the_same()
    {
        using var line = JsonDocument.Parse(ObservationJson.Line(s_here with { Kind = ObservationKind.Rejected, Reason = RejectReason.UnexpectedType, Explanation = "No use." }));

        Assert.Equal((true, "unexpected-type"), (line.RootElement.GetProperty("valid").GetBoolean(), line.RootElement.GetProperty("rejected").GetString()));
    }

    [Fact]
    public void Names_of_interfaces_and_IZZYs_cannot_reach_the_terminal()
    {
        byte[] hostile = [.. "\u001b[2J"u8, 0x2C, 1, 0, 0, 0, .. Enumerable.Repeat(new byte[] { 0x2C, 0, 0, 0, 0 }, 5).SelectMany(bytes => bytes)];
        var seen = s_here with { Interface = "\u001b]0;x\u0007", Message = new HeartbeatMessage(MessageType.Here, Samples.Izzy, Samples.Mother, hostile) };

        Assert.DoesNotContain(ObservationText.Line(seen), char.IsControl);
        Assert.DoesNotContain(ObservationJson.Line(seen), char.IsControl);
        Assert.Contains(@"\u001b[2J", ObservationText.Line(seen), StringComparison.Ordinal);
    }
}
