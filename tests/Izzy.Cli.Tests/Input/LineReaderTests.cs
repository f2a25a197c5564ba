using Izzy.Cli.Input;
using Izzy.Cli.Text;

namespace Izzy.Cli.Tests.Input;

public class LineReaderTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly List<string> _told = [];

    [Theory]
    [InlineData("", "end")]
    [InlineData("stop\nreset\n", "stop|reset|end")]
    [InlineData("stop\r\n\r\nreset", "stop||reset|end")]
    [InlineData("a\rb\r\rc", "a|b||c|end")]
    [InlineData("\n\n", "||end")]
    public void Lines_are_handed_on_and_then_the_end(string input, string expected)
    {
        Read(new StringReader(input));

        Assert.Equal(expected.Split('|'), _told);
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused_once_and_the_next_is_read()
    {
        Read(new StringReader($"{new string('a', 4096)}\n{new string('b', 100_000)}\nstop\n"));

        Assert.Equal([new string('a', 4096), "refused", "stop", "end"], _told);
    }

    [Fact]
    public void A_line_without_end_is_refused_as_soon_as_that_is_known()
    {
        using var endless = new Endless();

        Assert.True(new BoundedLines(endless, 100).TryRead(out var line));
        Assert.Null(line);
        Assert.Equal(1, endless.Reads);
    }

    [Fact]
    public void An_input_that_breaks_has_ended()
    {
        Read(new Broken());

        Assert.Equal(["end"], _told);
    }

    [Fact]
    public void A_line_that_something_throws_at_does_not_keep_the_next_from_being_read()
    {
        Read(new StringReader("bad\nstop"), line => _told.Add(line == "bad" ? throw new InvalidOperationException("no") : line));

        Assert.Equal(["refused", "stop", "end"], _told);
    }

    private void Read(TextReader input, Action<string>? onLine = null)
    {
        using var ended = new ManualResetEventSlim();
        LineReader.Start(input, onLine ?? _told.Add, (Problem _) => _told.Add("refused"), () =>
        {
            _told.Add("end");
            ended.Set();
        });
        Assert.True(ended.Wait(s_bound, TestContext.Current.CancellationToken));
    }

    private sealed class Endless : TextReader
    {
        public int Reads { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            Reads++;
            buffer.AsSpan(index, count).Fill('a');
            return count;
        }
    }

    private sealed class Broken : TextReader
    {
        public override int Read(char[] buffer, int index, int count) => throw new IOException("Input/output error");
    }
}
