using System.Threading.Channels;
using Izzy.Cli.Text;

namespace Izzy.Cli.Output;

/// <summary>
/// Reports what was wrong with lines of input, on a thread of its own. The thread that reads the lines must never wait for the
/// error output: the next line may be a stop, and the end of input is one. What nobody reads is dropped.
/// </summary>
internal sealed class Complaints
{
    private const int MostWaiting = 64;

    private readonly Channel<string[]> _problems = Channel.CreateBounded<string[]>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TextWriter _error;
    private readonly Thread _thread;

    /// <param name="error">Where to.</param>
    public Complaints(TextWriter error)
    {
        _error = error;
        _thread = new Thread(Run) { Name = "izzy-complaints", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Reports a problem; never waits.</summary>
    public void Add(Problem problem) => _problems.Writer.TryWrite([problem.What, problem.ToDo]);

    /// <summary>Says something that is no problem; never waits.</summary>
    public void Add(string line) => _problems.Writer.TryWrite([line]);

    /// <summary>Writes what is left, no longer than this.</summary>
    /// <returns>False if the output took too long; then the thread is left behind, and ends with the process.</returns>
    public bool Finish(TimeSpan bound)
    {
        _problems.Writer.TryComplete();
        return _thread.Join(bound);
    }

    private void Run()
    {
        while (_problems.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_problems.Reader.TryRead(out var lines))
                Failure.Report(_error, lines);
        }
    }
}
