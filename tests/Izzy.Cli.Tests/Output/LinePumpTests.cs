using Izzy.Cli.Output;

namespace Izzy.Cli.Tests.Output;

public class LinePumpTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void What_is_added_is_written_in_its_order()
    {
        var output = new StringWriter { NewLine = "\n" };
        var pump = new LinePump(output, () => Assert.Fail("It is not closed."));
        pump.Add("one");
        pump.Add("two");

        Assert.True(pump.Finish(s_patience));
        Assert.Equal("one\ntwo\n", output.ToString());
    }

    [Fact]
    public void An_output_that_stalls_holds_up_nobody_and_what_does_not_fit_is_counted()
    {
        using var gate = new ManualResetEventSlim();
        var pump = new LinePump(new Stalled(gate), () => { });
        for (var i = 0; i < 10_000; i++)
            pump.Add("line");

        Assert.InRange(pump.LeftOut, 5_000, 6_000);
        Assert.False(pump.Finish(TimeSpan.Zero));
        gate.Set();
        Assert.True(pump.Finish(s_patience));
    }

    [Fact]
    public void An_output_that_is_closed_is_told_of_once()
    {
        var output = new StringWriter();
        output.Dispose();
        var told = 0;
        var pump = new LinePump(output, () => told++);
        pump.Add("one");
        pump.Add("two");

        Assert.True(pump.Finish(s_patience));
        Assert.Equal(1, told);
    }

    private sealed class Stalled(ManualResetEventSlim gate) : StringWriter
    {
        public override void WriteLine(string? value) => gate.Wait();
    }
}
