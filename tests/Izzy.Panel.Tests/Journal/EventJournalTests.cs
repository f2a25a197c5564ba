using System.Text.Json;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Journal;

namespace Izzy.Panel.Tests.Journal;

public sealed class EventJournalTests
{
    private readonly EventJournal _journal = new(9001, 9000);

    [Fact]
    public void Events_are_numbered_from_one_and_read_from_a_number_on()
    {
        Add(3);
        var (entries, first, last) = _journal.After(1);
        Assert.Equal([2, 3], entries.Select(entry => entry.Number));
        Assert.Equal((1, 3), (first, last));
        Assert.Equal(3, _journal.Last);
    }

    [Fact]
    public void Before_the_first_there_is_none()
    {
        var (entries, first, last) = _journal.After(0);
        Assert.Empty(entries);
        Assert.Equal((1, 0), (first, last));
    }

    [Fact]
    public void The_last_two_thousand_are_kept()
    {
        Add(2_500);
        var (entries, first, last) = _journal.After(0);
        Assert.Equal((2_000, 501, 2_500), (entries.Count, first, last));
        Assert.Equal(501, entries[0].Number);
    }

    [Fact]
    public void What_is_rejected_each_second_for_three_hours_pushes_no_stop_out()
    {
        _journal.Add(new HeartbeatEvent.Stopped(StopCause.LocalStop));
        for (var second = 0; second < 3 * 3_600; second++)
            _journal.Add(new HeartbeatEvent.Rejected(RejectReason.WrongMac, 5, "192.0.2.40:5000"));
        Add(1);
        var (entries, first, last) = _journal.After(0);
        Assert.Equal((202, 1, 10_802), (entries.Count, first, last));
        Assert.IsType<HeartbeatEvent.Stopped>(entries[0].Happened);
        Assert.Equal(Enumerable.Range(10_602, 201), entries.Skip(1).Select(entry => (int)entry.Number));
    }

    [Fact]
    public void As_JSON_each_is_the_event_itself_with_its_number_and_its_line()
    {
        _journal.Add(new HeartbeatEvent.IzzyLost { Id = Facts.Id(1), Name = "so\"fa", Address = "192.0.2.1:9001", Status = IzzyStatus.Moving, SilenceMs = 3_400, Time = Facts.Evening });
        Add(1);
        var (entries, first, last) = _journal.After(0);
        var json = JsonDocument.Parse(JournalJson.Write(entries, first, last)).RootElement;
        var lost = json.GetProperty("events")[0];
        Assert.Equal(
            (1, "izzy-lost", "so\"fa", 3_400.0), (lost.GetProperty("number").GetInt32(), lost.GetProperty("event").GetString(), lost.GetProperty("name").GetString(), lost.GetProperty("silenceMs").GetDouble()));
        Assert.Equal("so\"fa (192.0.2.1:9001) last heard 3.4 s ago; check power, Wi-Fi, firewall on port 9001", lost.GetProperty("text").GetString());
        Assert.Equal((2, 1, 2), (json.GetProperty("events").GetArrayLength(), json.GetProperty("first").GetInt32(), json.GetProperty("last").GetInt32()));
    }

    [Fact]
    public void As_CSV_it_has_a_header_ISO_times_and_units()
    {
        _journal.Add(new HeartbeatEvent.IzzyLost { Id = Facts.Id(1), Name = "sofa", Address = "192.0.2.1:9001", Status = IzzyStatus.Moving, SilenceMs = 3_400.5, Time = Facts.Evening });
        var lines = JournalCsv.Write(_journal.After(0).Entries).Split("\r\n");
        // Without its first character a spreadsheet takes it for a text of another alphabet.
        Assert.Equal("\ufeffnumber,time (ISO 8601 UTC),event,izzy,id,address,status,value,unit,text", lines[0]);
        Assert.Equal(
            $"1,2026-11-22T19:30:00.000Z,izzy-lost,sofa,{Facts.Id(1)},192.0.2.1:9001,MOVING,3400.5,ms,\"sofa (192.0.2.1:9001) last heard 3.4 s ago; check power, Wi-Fi, firewall on port 9001\"",
            lines[1]);
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public void With_a_key_the_CSV_has_a_last_column_for_it()
    {
        _journal.Add(new HeartbeatEvent.StopConfirmed { Id = Facts.Id(1), Name = "sofa", AfterMs = 8, Verified = false });
        _journal.Add(new HeartbeatEvent.StopConfirmed { Id = Facts.Id(2), Name = "wagon", AfterMs = 9, Verified = true });
        Add(1);
        var lines = JournalCsv.Write(_journal.After(0).Entries, hasKey: true).Split("\r\n");
        Assert.EndsWith(",text,verified", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",no", lines[1], StringComparison.Ordinal);
        Assert.Contains("UNVERIFIED", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",yes", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sofa", "sofa")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("  =1+1", "\"'  =1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r1", "\"'\r1\"")]
    [InlineData("=\"a\"", "\"'=\"\"a\"\"\"")]
    public void No_cell_is_a_formula(string text, string expected) => Assert.Equal(expected, JournalCsv.Cell(text));

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
            _journal.Add(new HeartbeatEvent.Reset());
    }
}
