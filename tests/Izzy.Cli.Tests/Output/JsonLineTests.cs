using System.Text;
using System.Text.Json;
using Izzy.Cli.Doctor;
using Izzy.Cli.Output;
using Izzy.Cli.Simulate;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Output;

public class JsonLineTests
{
    private const string Hostile = "Диван\u009b31m\u202e\n";

    private static readonly DateTimeOffset s_time = new(2026, 11, 22, 19, 30, 0, 123, TimeSpan.Zero);

    [Fact]
    public void An_event_has_its_time_and_its_name_first() =>
        Assert.Equal("""{"time":"2026-11-22T19:30:00.123Z","event":"summary","faults":2}""", JsonLine.Event(s_time, "summary", json => json.WriteNumber("faults", 2)));

    [Fact]
    public void Whatever_is_told_is_one_line_of_plain_ASCII()
    {
        string[] lines =
        [
            JsonLine.Of(json => json.WriteString("name", Hostile)),
            FindingText.ToJson(Finding.Warning("port", Hostile, Hostile), s_time),
            new SimulationEvent.Told(Hostile, new HeartbeatEvent.Leaving(), 9001, 9000).ToJson(),
            new SimulationEvent.Faulted(s_time, Hostile, SimulationEvent.Frozen).ToJson(),
        ];
        Assert.All(lines, line =>
        {
            Assert.True(Ascii.IsValid(line), line);
            Assert.DoesNotContain('\n', line);
            using var read = JsonDocument.Parse(line);
            Assert.Contains(Hostile, read.RootElement.EnumerateObject().Select(field => field.Value.ToString()));
        });
    }
}
