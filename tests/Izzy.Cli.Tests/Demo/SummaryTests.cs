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
