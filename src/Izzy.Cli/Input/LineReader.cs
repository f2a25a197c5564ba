using Izzy.Cli.Output;
using Izzy.Cli.Text;
using Izzy.Wording;

namespace Izzy.Cli.Input;

/// <summary>Hands each line of an input to a callback, on a thread of its own, until the input ends.</summary>
internal sealed class LineReader
{
    /// <summary>The most characters of a line; a report of an IZZY takes a tenth of it.</summary>
    public const int LongestLine = 4096;

    private readonly BoundedLines _lines;
    private readonly Action<string> _onLine;
    private readonly Action<Problem> _onRefused;
    private readonly Action _onEnd;

    private LineReader(TextReader input, Action<string> onLine, Action<Problem> onRefused, Action onEnd)
    {
        _lines = new BoundedLines(input, LongestLine);
        _onLine = onLine;
        _onRefused = onRefused;
        _onEnd = onEnd;
    }

    /// <summary>Starts to read. Reading cannot be interrupted; the thread ends with the input or with the process.</summary>
    /// <param name="input">Where from; see <see cref="StandardInput.Open"/>.</param>
    /// <param name="onLine">Gets each line, without its end.</param>
    /// <param name="onRefused">Gets what was wrong with a line that was too long, or that <paramref name="onLine"/> threw at.</param>
    /// <param name="onEnd">Is told once that nothing more comes, because the input ended or broke.</param>
    public static void Start(TextReader input, Action<string> onLine, Action<Problem> onRefused, Action onEnd) =>
        new Thread(new LineReader(input, onLine, onRefused, onEnd).Run) { Name = "izzy-input", IsBackground = true }.Start();

    private void Run()
    {
        try
        {
            while (_lines.TryRead(out var line))
                HandOn(line);
        }
        catch (Exception broken) when (Outputs.IsGone(broken))
        {
            // A terminal that went away is an end like any other.
        }

        _onEnd();
    }

    private void HandOn(string? line)
    {
        if (line is null)
        {
            _onRefused(new Problem($"A line of more than {LongestLine} characters was skipped.", "Send shorter ones, with a line end after each."));
            return;
        }

        try
        {
            _onLine(line);
        }
        catch (Exception exception)
        {
            // The next line may be a stop, so this thread must live to read it.
            _onRefused(new Problem($"{Cells.Quote(line)} failed: {Escape.ForTerminal(exception.Message)}", "Report this; other lines are still read."));
        }
    }
}
