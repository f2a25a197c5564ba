using System.Text.Json;
using Izzy.Cli.Drill;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Tests.Drill;

public sealed class DrillTextTests
{
    private static readonly DrillReport s_failed = new()
    {
        Time = new DateTimeOffset(2026, 11, 22, 19, 30, 0, 123, TimeSpan.FromHours(1)),
        Result = DrillResult.Failed,
        Verdict = "The stop was NOT confirmed by 'wagon'.",
        ToDo = "Look.",
        Mother = Samples.Mother,
        MotherNow = MotherStands.Stopped,
        ResetAfterMs = null,
        Izzies =
        [
            new(Samples.Izzy, "\u001b]0;sofa", "192.0.2.7:9001", IzzyStatus.Available, 1.26, null, null),
            new(Samples.Mother, "wagon", "192.0.2.8:9001", IzzyStatus.Estop, null, null, null),
        ],
    };

    [Fact]
    public void The_text_names_each_with_its_time_and_escapes_names()
    {
        var text = DrillText.ToText(s_failed);
        Assert.StartsWith("Drill of the software stop, 2026-11-22T19:30:00+01:00\nMother 00112233-4455-6677-8899-aabbccddeeff, 2 IZZYs\n", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\\u001b\]0;sofa +AVAILABLE +after 1\.3 ms +-- +--$", text);
        Assert.Matches("(?m)^wagon +ESTOP +NOT CONFIRMED +-- +--$", text);
        Assert.Contains("Confirmed: 1 of 2; slowest \\u001b]0;sofa after 1.3 ms\n", text, StringComparison.Ordinal);
        Assert.Contains("Mother now: stopped\n\nFAILED: The stop was NOT confirmed by 'wagon'.\nLook.\n", text, StringComparison.Ordinal);
        Assert.Contains("shows the way of the message only", text, StringComparison.Ordinal);
        Assert.Contains("hard-wired", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain("longer than a second", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_back_and_how_and_what_was_slow_is_said()
    {
        var text = DrillText.ToText(s_failed with
        {
            Result = DrillResult.Passed,
            ResetAfterMs = 61.25,
            ToDo = "",
            Izzies = [s_failed.Izzies[0] with { ConfirmedAfterMs = 1003, HeardAgain = true, Status = IzzyStatus.Estop }, s_failed.Izzies[1] with { ConfirmedAfterMs = 1, HeardAgain = true, Status = IzzyStatus.Available }],
        });
        Assert.Contains("waits for its own reset", text, StringComparison.Ordinal);
        Assert.Contains("permitted again: AVAILABLE", text, StringComparison.Ordinal);
        Assert.Contains("granted 61.3 ms after the stop", text, StringComparison.Ordinal);
        Assert.Contains("longer than a second", text, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_key_what_is_unverified_is_told_apart_in_text_and_JSON()
    {
        var keyed = s_failed with { Izzies = [s_failed.Izzies[0] with { Verified = false }, s_failed.Izzies[1] with { Verified = true, ConfirmedAfterMs = 1 }] };
        var text = DrillText.ToText(keyed);
        Assert.Contains("after 1.3 ms, UNVERIFIED", text, StringComparison.Ordinal);
        Assert.Contains("Confirmed: 1 of 2, 1 more UNVERIFIED; slowest wagon after 1.0 ms\n", text, StringComparison.Ordinal);
        var report = JsonDocument.Parse(DrillText.ToJson(keyed)).RootElement;
        Assert.Equal((1, 1), (report.GetProperty("confirmed").GetInt32(), report.GetProperty("unverified").GetInt32()));
        Assert.Equal([false, true], report.GetProperty("izzies").EnumerateArray().Select(izzy => izzy.GetProperty("verified").GetBoolean()));
    }

    [Fact]
    public void The_JSON_is_one_line_with_every_field_each_time()
    {
        var json = DrillText.ToJson(s_failed);
        Assert.DoesNotContain('\n', json);
        var report = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            ["time", "event", "result", "verdict", "toDo", "mother", "motherNow", "count", "confirmed", "slowestMs", "resetAfterMs", "izzies", "shows", "doesNotShow"],
            report.EnumerateObject().Select(property => property.Name));
        Assert.Equal("2026-11-22T19:30:00.123+01:00", report.GetProperty("time").GetString());
        Assert.Equal(("drill", "failed", "stopped"), (report.GetProperty("event").GetString(), report.GetProperty("result").GetString(), report.GetProperty("motherNow").GetString()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("resetAfterMs").ValueKind);
        var wagon = report.GetProperty("izzies")[1];
        Assert.Equal(["id", "name", "address", "before", "confirmedAfterMs", "heardAgain", "status"], wagon.EnumerateObject().Select(property => property.Name));
        Assert.Equal((JsonValueKind.Null, "ESTOP"), (wagon.GetProperty("confirmedAfterMs").ValueKind, wagon.GetProperty("before").GetString()));
    }
}
