using System.Threading.Channels;
using Izzy.Cli.Output;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Output;

public class EventPrinterTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly Channel<HeartbeatEvent> _events = Channel.CreateUnbounded<HeartbeatEvent>();

    [Fact]
    public void Each_event_is_a_line_of_JSON()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var printer = EventPrinter.Json(_events.Reader, output);
        foreach (var happened in Samples.Events)
            _events.Writer.TryWrite(happened);
        _events.Writer.Complete();

        Assert.True(printer.Finish(s_bound));

        Assert.Equal(string.Concat(Samples.Events.Select(happened => happened.ToJson() + "\n")), output.ToString());
    }

    [Fact]
    public void What_is_left_is_printed_even_if_the_events_have_not_ended()
    {
        _events.Writer.TryWrite(Samples.Events[0]);
        using var output = new StringWriter();
        using var printer = EventPrinter.Text(_events.Reader, output, 9001, 9000);

        Assert.True(printer.Finish(s_bound));

        Assert.Contains("events-lost", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(InvalidOperationException))]
    public void An_output_that_breaks_ends_the_printing_and_nothing_else(Type broken)
    {
        var exception = broken == typeof(ObjectDisposedException) ? new ObjectDisposedException("output") : (Exception)Activator.CreateInstance(broken)!;
        using var output = new Outlet(() => throw exception);
        using var printer = EventPrinter.Json(_events.Reader, output);
        _events.Writer.TryWrite(Samples.Events[0]);
        _events.Writer.TryWrite(Samples.Events[1]);

        Assert.True(printer.Finish(s_bound));
        Assert.Equal(1, output.Writes);
    }

    [Fact]
    public void An_output_that_stalls_is_left_behind()
    {
        using var stalled = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        using var output = new Outlet(() =>
        {
            reached.Set();
            stalled.Wait(TestContext.Current.CancellationToken);
        });
        using var printer = EventPrinter.Json(_events.Reader, output);
        _events.Writer.TryWrite(Samples.Events[0]);
        Assert.True(reached.Wait(s_bound, TestContext.Current.CancellationToken));

        Assert.False(printer.Finish(TimeSpan.FromMilliseconds(1)));

        stalled.Set();
        Assert.True(printer.Finish(s_bound));
    }

    /// <summary>Does something at each write.</summary>
    private sealed class Outlet(Action write) : StringWriter
    {
        public int Writes { get; private set; }

        public override void WriteLine(string? value)
        {
            Writes++;
            write();
        }
    }
}
