namespace Izzy.Cli.Output;

/// <summary>Writes lines to an output that may stall. One that is closed is told of.</summary>
/// <param name="output">Where to; used by this pump alone.</param>
/// <param name="onClosed">Called once if nobody reads any more; from its thread.</param>
internal sealed class LinePump(TextWriter output, Action onClosed)
{
    private const int MostWaiting = 4096;

    private readonly WriterThread<string> _thread = new("izzy-printer", MostWaiting, line =>
    {
        if (Outputs.TryWrite(output, line))
            return true;
        onClosed();
        return false;
    });

    /// <summary>How many lines were left out.</summary>
    public long LeftOut => _thread.LeftOut;

    /// <summary>Writes a line, soon or never; never waits.</summary>
    public void Add(string line) => _thread.Add(line);

    /// <inheritdoc cref="WriterThread{T}.Finish"/>
    public bool Finish(TimeSpan bound) => _thread.Finish(bound);
}
