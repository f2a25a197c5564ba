using System.IO.Pipelines;
using System.Text;
using Izzy.Panel.Stream;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Izzy.Panel.Tests.Stream;

public sealed class SnapshotStreamTests
{
    [Fact]
    public async Task One_that_takes_nothing_is_dropped_and_makes_room()
    {
        var slot = new FrameSlot();
        var stream = new SnapshotStream(slot, patience: TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        slot.Publish(new Frame(1, Encoding.ASCII.GetBytes("id: 1\ndata: {}\n\n")));
        // A connection that is full by the first byte, and that nobody reads.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        var lifetime = new Lifetime();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);

        Assert.True(await stream.Send(context));
        Assert.True(lifetime.WasAborted);
        Assert.Equal(0, stream.Open);
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool WasAborted { get; private set; }

        public void Abort() => WasAborted = true;
    }
}
