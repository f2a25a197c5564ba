using Izzy.Cli.Text;

namespace Izzy.Cli.Output;

/// <summary>
/// Reports what was wrong with lines of input. The thread that reads the lines must never wait for the error output: the next line may be a
/// stop, and the end of input is one. What nobody reads is dropped.
/// </summary>
/// <param name="error">Where to.</param>
internal sealed class ErrorLines(TextWriter error)
{
    private const int MostWaiting = 64;

    private readonly WriterThread<string[]> _thread = new("izzy-errors", MostWaiting, lines =>
    {
        Failure.Report(error, lines);
        return true;
    });

    /// <summary>Reports a problem; never waits.</summary>
    public void Add(Problem problem) => _thread.Add([problem.What, problem.Remedy]);

    /// <summary>Says something that is no problem; never waits.</summary>
    public void Add(string line) => _thread.Add([line]);

    /// <inheritdoc cref="WriterThread{T}.Finish"/>
    public bool Finish(TimeSpan bound) => _thread.Finish(bound);
}
