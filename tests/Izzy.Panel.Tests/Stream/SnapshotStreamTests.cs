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
        // A connection that is full by the first byte, and that nobody reads.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        var lifetime = new Lifetime();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);

        var sending = stream.Send(context);
        Publish(slot, 1);
        Assert.True(await sending);
        Assert.True(lifetime.WasAborted);
        Assert.Equal(0, stream.Open);
    }

    [Fact]
    public async Task One_that_comes_is_not_sent_what_was_made_before()
    {
        var slot = new FrameSlot();
        using var ending = new CancellationTokenSource();
        var stream = new SnapshotStream(slot, patience: TimeSpan.FromSeconds(5), ending.Token);
        Publish(slot, 1);
        var pipe = new Pipe();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        var sending = stream.Send(context);
        Publish(slot, 2);
        var read = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("id: 2", Encoding.ASCII.GetString(read.Buffer), StringComparison.Ordinal);
        await ending.CancelAsync();
        await sending;
    }

    private static void Publish(FrameSlot slot, int number) => slot.Publish(new Frame(number, Encoding.ASCII.GetBytes($"id: {number}\ndata: {{}}\n\n")));

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool WasAborted { get; private set; }

        public void Abort() => WasAborted = true;
    }
}
