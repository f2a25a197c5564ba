using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Izzy.Bench.Measure;

namespace Izzy.Bench.Children;

/// <summary>
/// Another process, mostly this program again, for what must not share one with what is measured. Ours end when their input does.
/// </summary>
internal sealed class Child : IDisposable
{
    private const string EndedEarly = "A child process ended before its time.";

    private static readonly List<Child> s_running = [];

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    private Child(Process process)
    {
        _process = process;
        s_running.Add(this);
        // A thread of its own, so that waiting for a line has an end, and does not need the pool, which some loads block.
        new Thread(Read) { IsBackground = true, Name = "child-output" }.Start();
    }

    /// <summary>What a child of ours says first.</summary>
    public const string Ready = "ready";

    /// <summary>The processor time of those that have not ended. That of the others Linux adds to ours.</summary>
    public static TimeSpan ProcessorTime => s_running
        .Where(child => !child._process.HasExited)
        .Aggregate(TimeSpan.Zero, (sum, child) => sum + child._process.TotalProcessorTime);

    public int Id => _process.Id;

    /// <summary>Starts this program again and waits for its first line.</summary>
    public static Child Start(string verb, params IEnumerable<object> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        start.ArgumentList.Add(verb);
        foreach (var argument in arguments)
            start.ArgumentList.Add(Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        var child = Launch(start);
        if (child.ReadLine() == Ready)
            return child;
        child.Dispose();
        throw new InvalidOperationException($"The process '{verb}' did not start.");
    }

    /// <summary>Starts any program.</summary>
    public static Child Launch(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        return new(Process.Start(start)!);
    }

    /// <exception cref="InvalidOperationException">It ended, or said nothing for too long.</exception>
    public string ReadLine() => _lines.TryTake(out var line, Patience.Longest)
        ? line
        : throw new InvalidOperationException(_lines.IsCompleted ? EndedEarly : "A child process said nothing for too long.");

    public long ReadNumber() => long.Parse(ReadLine(), CultureInfo.InvariantCulture);

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <exception cref="InvalidOperationException">It ended before its time.</exception>
    public void MustRun()
    {
        if (_process.HasExited)
            throw new InvalidOperationException(EndedEarly);
    }

    /// <summary>Ends it at once, and those that it started.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended by itself, with something unread.
        }

        if (!_process.WaitForExit(2000))
            Kill();
        s_running.Remove(this);
        _process.Dispose();
    }

    private void Read()
    {
        try
        {
            while (_process.StandardOutput.ReadLine() is { } line)
                _lines.Add(line);
        }
        catch (Exception end) when (end is IOException or InvalidOperationException)
        {
            // It was disposed.
        }

        _lines.CompleteAdding();
    }
}
