using System.Text;
using System.Text.Json;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Alarms;
using Izzy.Panel.Journal;
using Izzy.Panel.Snapshots;
using Izzy.Panel.Stream;

namespace Izzy.Panel.Tests.Snapshots;

public sealed class SnapshotBuilderTests
{
    private static readonly Guid s_boot = Guid.Parse("6ba7b810-9dad-41d1-80b4-00c04fd430c8");

    private readonly SnapshotBuilder _builder = new(s_boot, new PanelOptions { Title = "Demo: Mother" }, new StopNumbers(DateTimeOffset.FromUnixTimeSeconds(100)));

    [Fact]
    public void It_is_one_server_sent_event_with_its_number()
    {
        var text = Encoding.UTF8.GetString(SnapshotWriter.Write(Build(Facts.Mother(), seq: 123)).Bytes.Span);
        Assert.StartsWith("id: 123\ndata: {", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Count(c => c == '\n'));
    }

    [Fact]
    public void It_has_every_field_of_the_contract_in_the_order_of_names()
    {
        var json = Json(Facts.Mother(
            Facts.Izzy("wagon", IzzyStatus.Following, id: 2) with { State = new(IzzyStatus.Following, 1, 2, 3, 90, 250, new LineFollowing(1, 0, 0, float.NaN, 0, 0, 0, 0, 0, 0, 0)), RoundTrip = TimeSpan.FromMilliseconds(3.1) },
            Facts.Izzy("sofa")));

        Assert.Equal(["boot", "seq", "motherMs", "time", "title", "mother", "overall", "izzies", "alarms", "lastEvent"], Names(json));
        Assert.Equal((s_boot, 1_000_000.0, "2026-11-22T19:30:00.000Z", "Demo: Mother"), (json.GetProperty("boot").GetGuid(), json.GetProperty("motherMs").GetDouble(), json.GetProperty("time").GetString(), json.GetProperty("title").GetString()));
        Assert.Equal(
            ["id", "intervalMs", "isStopped", "stop", "cause", "stoppedForMs", "reset", "latenessMs", "beats", "toClientPort", "fromClientPort"], Names(json.GetProperty("mother")));
        Assert.Equal(["isAllowed", "reason", "text", "waitMs", "unconfirmed"], Names(json.GetProperty("mother").GetProperty("reset")));
        var izzies = json.GetProperty("izzies").EnumerateArray().ToList();
        Assert.Equal(["sofa", "wagon"], izzies.Select(izzy => izzy.GetProperty("name").GetString()));
        Assert.Equal(
            ["id", "name", "address", "isExpected", "presence", "lamp", "word", "check", "isLive", "mayMove", "ageMs", "status", "x", "y", "z", "heading", "speed", "roundTripMs", "confirmedAfterMs", "lastTrouble", "following"],
            Names(izzies[0]));
        Assert.Equal(("present", "ok", "OK", "AVAILABLE", 12.3), (Text(izzies[0], "presence"), Text(izzies[0], "lamp"), Text(izzies[0], "word"), Text(izzies[0], "status"), izzies[0].GetProperty("ageMs").GetDouble()));
        Assert.Equal(JsonValueKind.Null, izzies[0].GetProperty("roundTripMs").ValueKind);
        Assert.Equal(JsonValueKind.Null, izzies[0].GetProperty("following").ValueKind);
        Assert.Equal(3.1, izzies[1].GetProperty("roundTripMs").GetDouble());
        Assert.Equal(1, izzies[1].GetProperty("following").GetProperty("pidKp").GetDouble());
        // JSON has no such number.
        Assert.Equal(JsonValueKind.Null, izzies[1].GetProperty("following").GetProperty("error").ValueKind);
        Assert.Equal(11, Names(izzies[1].GetProperty("following")).Count);
    }

    [Fact]
    public void One_that_was_never_heard_has_neither_id_nor_age_nor_status()
    {
        var izzy = Json(Facts.Mother(Facts.Missing("chair"))).GetProperty("izzies")[0];
        Assert.Equal(("", "missing", "MISSING"), (Text(izzy, "id"), Text(izzy, "presence"), Text(izzy, "word")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (izzy.GetProperty("ageMs").ValueKind, izzy.GetProperty("status").ValueKind));
        Assert.False(izzy.GetProperty("isLive").GetBoolean());
        Assert.False(izzy.GetProperty("mayMove").GetBoolean());
    }

    [Fact]
    public void With_a_key_it_says_so_and_of_each_whether_it_is_verified()
    {
        var json = Json(Facts.Mother(Facts.Missing("chair"), Facts.Izzy() with { IsVerified = true }, Facts.Izzy("wagon", id: 2) with { IsVerified = false }) with { HasKey = true });
        Assert.True(json.GetProperty("mother").GetProperty("hasKey").GetBoolean());
        var izzies = json.GetProperty("izzies").EnumerateArray().ToList();
        Assert.False(izzies[0].TryGetProperty("verified", out _));
        Assert.Equal((true, "OK"), (izzies[1].GetProperty("verified").GetBoolean(), Text(izzies[1], "word")));
        Assert.Equal((false, "UNVERIFIED"), (izzies[2].GetProperty("verified").GetBoolean(), Text(izzies[2], "word")));
        Assert.Contains("start it with the venue's --key-file", Text(izzies[2], "check"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_that_waits_for_one_without_the_key_says_that_its_word_does_not_count()
    {
        var facts = Facts.Mother(Facts.Izzy(confirmedAfter: 8) with { IsVerified = false }).Stopped(1_500) with { Reset = new(ResetRefusal.NotConfirmed, TimeSpan.FromMilliseconds(1_500), 1) };
        Assert.Contains("not confirmed the stop (UNVERIFIED does not count)", Text(Json(facts).GetProperty("mother").GetProperty("reset"), "text"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_received_is_escaped() =>
        Assert.Equal(@"so\u202efa", Text(Json(Facts.Mother(Facts.Izzy("so\u202efa"))).GetProperty("izzies")[0], "name"));

    [Fact]
    public void A_stop_has_a_number_a_cause_and_why_a_reset_is_refused()
    {
        var facts = Facts.Mother(Facts.Izzy()).Stopped(1_500) with { Reset = new(ResetRefusal.NotConfirmed, TimeSpan.FromMilliseconds(1_500), 1) };
        var mother = Json(facts).GetProperty("mother");
        Assert.True(mother.GetProperty("isStopped").GetBoolean());
        Assert.Equal((101, "local-stop", 1_500.0), (mother.GetProperty("stop").GetInt64(), Text(mother, "cause"), mother.GetProperty("stoppedForMs").GetDouble()));
        var reset = mother.GetProperty("reset");
        Assert.Equal((false, "not-confirmed", 1_500.0, 1), (reset.GetProperty("isAllowed").GetBoolean(), Text(reset, "reason"), reset.GetProperty("waitMs").GetDouble(), reset.GetProperty("unconfirmed").GetInt32()));
        Assert.Contains("1 IZZY has not confirmed", Text(reset, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_stop_its_number_is_zero_and_there_is_nothing_to_reset()
    {
        var mother = Json(Facts.Mother(Facts.Izzy()) with { StopRequests = 5 }).GetProperty("mother");
        Assert.Equal(0, mother.GetProperty("stop").GetInt64());
        Assert.Equal("not-stopped", Text(mother.GetProperty("reset"), "reason"));
    }

    [Fact]
    public void A_number_of_another_process_is_no_request_of_this_one()
    {
        var stops = new StopNumbers(DateTimeOffset.FromUnixTimeSeconds(1_000));
        Assert.Equal(3, stops.RequestOf(stops.Of(3)));
        Assert.Null(stops.RequestOf(new StopNumbers(DateTimeOffset.FromUnixTimeSeconds(900)).Of(3)));
        Assert.Null(stops.RequestOf(long.MaxValue));
        Assert.Null(stops.RequestOf(1_000));
    }

    private Snapshot Build(MotherFacts facts, long seq = 1) => _builder.Build(seq, facts, [], new Troubles(TimeZoneInfo.Utc), 456);

    private JsonElement Json(MotherFacts facts) => JsonDocument.Parse(SnapshotWriter.Write(Build(facts)).Bytes["id: 1\ndata: ".Length..]).RootElement;

    private static List<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
