using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;

namespace Izzy.Cli.Tests.Text;

public class EventTextTests
{
    [Fact]
    public void There_is_a_sample_of_every_event() =>
        Assert.Equal(Samples.Types.Select(type => type.Name).Order(), Samples.Events.Select(happened => happened.GetType().Name).Order());

    [Fact]
    public void Every_event_has_words_of_its_own_on_one_line()
    {
        var words = Samples.Events.Select(happened => EventText.What(happened, 9001, 9000)).ToList();

        Assert.DoesNotContain("", words);
        Assert.Distinct(words);
        Assert.All(Samples.Events, happened => Assert.DoesNotContain(EventText.Describe(happened), char.IsControl));
    }

    [Fact]
    public void A_line_has_local_time_name_and_what_to_check()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("stage", TimeSpan.FromHours(1), "stage", "stage");

        var line = EventText.Describe(Samples.About(new HeartbeatEvent.IzzyLost { SilenceMs = 905.2 }), 9101, 9100, zone);

        Assert.Equal("20:30:00.123  izzy-lost           sofa-left (192.0.2.17:9001) last heard 0.9 s ago; check power, Wi-Fi, firewall on port 9101", line);
    }

    [Fact]
    public void A_reset_that_waits_for_robots_nobody_hears_does_not_blame_none_of_them()
    {
        var words = EventText.What(new HeartbeatEvent.ResetRefused(ResetRefusal.NotConfirmed, 347.7, 0), 9001, 9000);

        Assert.DoesNotContain("0 IZZYs", words, StringComparison.Ordinal);
        Assert.Contains("reset again in 348 ms", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Received_text_is_escaped()
    {
        var line = EventText.Describe(Samples.About(new HeartbeatEvent.IzzyFound(), "\u001b[2J\u202e\r\nx"));

        Assert.DoesNotContain(line, char.IsControl);
        Assert.Contains(@"\u001b[2J\u202e", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cause_and_every_refusal_has_words_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<StopCause>().Select(cause => EventText.What(new HeartbeatEvent.Stopped(cause), 9001, 9000)));
        Assert.Distinct(Enum.GetValues<ResetRefusal>().Select(reason => EventText.What(new HeartbeatEvent.ResetRefused(reason), 9001, 9000)));
        Assert.All(Enum.GetValues<StopCause>(), cause => Assert.StartsWith(Words.Of(cause), EventText.What(new HeartbeatEvent.Stopped(cause), 9001, 9000), StringComparison.Ordinal));
    }

    [Fact]
    public void The_words_of_enums_are_those_of_the_wire_and_of_events()
    {
        Assert.Equal("OSC_COM_ERROR", Words.Of(MessageType.OscComError));
        Assert.Equal("stop-received", Words.Of(StopCause.StopReceived));
        Assert.Equal(["AVAILABLE", "MOVING", "FOLLOWING", "ESTOP", "BROKEN", "UNVERIFIED"], Words<IzzyStatus>.All);
        Assert.Equal("99", Words.Of((MessageType)99));
    }

    [Fact]
    public void No_event_name_is_wider_than_its_column() =>
        Assert.All(Samples.Events, happened => Assert.StartsWith(happened.Kind.PadRight(18) + "  ", EventText.Describe(happened)[14..], StringComparison.Ordinal));
}
