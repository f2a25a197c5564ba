using Izzy.Cli.Output;
using Izzy.Cli.Text;

namespace Izzy.Cli.Tests.Output;

public sealed class ErrorLinesTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public void Each_problem_is_two_lines_in_order()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var errors = new ErrorLines(error);
        errors.Add(new Problem("one", "mend it"));
        errors.Add(new Problem("two", "mend that"));
        Assert.True(errors.Finish(s_bound));
        Assert.Equal("one\nmend it\ntwo\nmend that\n", error.ToString());
    }

    [Fact]
    public void An_output_that_stalls_holds_up_nobody()
    {
        using var stalled = new ManualResetEventSlim();
        using var error = new Stalling(stalled);
        var errors = new ErrorLines(error);
        for (var i = 0; i < 10_000; i++)
            errors.Add(new Problem("what", "to do"));
        Assert.False(errors.Finish(TimeSpan.FromMilliseconds(1)));
        stalled.Set();
        Assert.True(errors.Finish(s_bound));
        Assert.InRange(error.Lines, 2, 200);
    }

    private sealed class Stalling(ManualResetEventSlim until) : StringWriter
    {
        public int Lines { get; private set; }

        public override void WriteLine(string? value)
        {
            until.Wait(TestContext.Current.CancellationToken);
            Lines++;
        }
    }
}
