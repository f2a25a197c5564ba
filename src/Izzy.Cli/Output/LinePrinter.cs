using System.Threading.Channels;

namespace Izzy.Cli.Output;

/// <summary>
/// Prints lines, on a thread of its own: an output that stalls holds up nobody who has something to say. What finds no room is counted.
/// </summary>
internal sealed class LinePrinter
{
    /// <summary>As many as an <see cref="EventPrinter"/> has room for.</summary>
    public const int MostWaiting = 4096;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(MostWaiting);
    private readonly TextWriter _output;
    private readonly Thread _thread;
    private long _lost;

    /// <param name="output">Where to; used by this printer alone from now on.</param>
    public LinePrinter(TextWriter output)
    {
        _output = output;
        _thread = new Thread(Run) { Name = "izzy-printer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many lines found no room.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Whether nobody reads the output any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Prints a line; never waits.</summary>
    public void Add(string line)
    {
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _lost);
    }

    /// <summary>Prints what is left, no longer than this.</summary>
    /// <returns>False if the output took too long; then the thread is left behind, and ends with the process.</returns>
    public bool Finish(TimeSpan bound)
    {
        _lines.Writer.TryComplete();
        return _thread.Join(bound);
    }

    private void Run()
    {
        while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_lines.Reader.TryRead(out var line))
            {
                IsClosed = !Outputs.TryWrite(_output, line);
                if (IsClosed)
                    return;
            }
        }
    }
}
