using System.Diagnostics;
using System.Globalization;

namespace Izzy.Bench.Children;

/// <summary>This program again, in a process of its own, for what must not share one with what is measured. It ends when its input does.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    /// <summary>Starts it and waits for its first line.</summary>
    public static Child Start(string verb, params IEnumerable<object> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        start.ArgumentList.Add(verb);
        foreach (var argument in arguments)
            start.ArgumentList.Add(Convert.ToString(argument, CultureInfo.InvariantCulture)!);
        var child = new Child(Process.Start(start)!);
        if (child.ReadLine() != Ready)
            throw new InvalidOperationException($"The process '{verb}' did not start.");
        return child;
    }

    /// <summary>What a child says first.</summary>
    public const string Ready = "ready";

    public string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A child process ended before its time.");

    public long ReadNumber() => long.Parse(ReadLine(), CultureInfo.InvariantCulture);

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000))
            _process.Kill();
        _process.Dispose();
    }
}
