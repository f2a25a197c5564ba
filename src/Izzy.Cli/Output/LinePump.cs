using System.Threading.Channels;

namespace Izzy.Cli.Output;

/// <summary>
/// Writes lines on a thread of its own. An output that stalls, stalls this thread and nothing else: what does not fit into the
/// queue is left out and counted. One that is closed is told of.
/// </summary>
internal sealed class LinePump
{
    private const int MostWaiting = 4096;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly TextWriter _output;
    private readonly Action _onClosed;
    private readonly Thread _thread;
    private long _leftOut;

    /// <param name="output">Where to; used by this pump alone.</param>
    /// <param name="onClosed">Called once if nobody reads any more; from its thread.</param>
    public LinePump(TextWriter output, Action onClosed)
    {
        _output = output;
        _onClosed = onClosed;
        _thread = new Thread(Run) { Name = "izzy-printer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many lines were left out.</summary>
    public long LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>Writes a line, soon or never; never waits.</summary>
    public void Add(string line)
    {
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _leftOut);
    }

    /// <summary>Writes what is left, no longer than this.</summary>
    /// <returns>False if the output took too long; then the thread is left behind, and ends with the process.</returns>
    public bool Finish(TimeSpan bound)
    {
        _lines.Writer.TryComplete();
        return _thread.Join(bound);
    }

    private void Run()
    {
        try
        {
            while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    if (Outputs.TryWrite(_output, line))
                        continue;
                    _lines.Writer.TryComplete();
                    _onClosed();
                    return;
                }
            }
        }
        catch (Exception)
        {
            // An exception here would end the process, and with it whatever else it does.
        }
    }
}
