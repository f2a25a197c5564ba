using System.Threading.Channels;
using Izzy.Cli.Demo;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Demo;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_output_that_is_closed_has_seen_enough(bool json)
    {
        using var output = new Closed();
        new Summary(Channel.CreateUnbounded<HeartbeatEvent>().Reader).Write(output, json);
        Assert.True(output.WasFlushed);
    }

    [Fact]
    public void What_was_said_without_the_key_confirms_nothing()
    {
        var events = Channel.CreateUnbounded<HeartbeatEvent>();
        foreach (var verified in new bool?[] { true, false, null })
            events.Writer.TryWrite(new HeartbeatEvent.StopConfirmed { Verified = verified });
        using var output = new StringWriter();
        new Summary(events.Reader).Write(output, json: false);
        Assert.Contains("confirmed 2, not confirmed 0", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>As a writer with a buffer, it finds out only when it is flushed.</summary>
    private sealed class Closed : StringWriter
    {
        public bool WasFlushed { get; private set; }

        public override void Flush()
        {
            WasFlushed = true;
            throw new UnauthorizedAccessException();
        }
    }
}
