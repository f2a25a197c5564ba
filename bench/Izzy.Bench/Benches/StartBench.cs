using System.Diagnostics;
using System.Globalization;
using Izzy.Bench.Measure;

namespace Izzy.Bench.Benches;

/// <summary>How soon the command is ready, and how much memory it then holds, beside a program that does nothing.</summary>
internal sealed class StartBench : IBench
{
    public string Name => "start";

    public string About => "time to ready and resident memory of the published `izzy client` and `izzy mother --no-panel`, against a bare .NET program";

    public IEnumerable<Figure> Run(Scope scope)
    {
        var times = scope.Times(10, 1);
        var floor = Measure(times, Environment.ProcessPath!, ["nothing"]);
        using var published = scope.IsSmoke ? null : Published.Make();
        var izzy = Path.Combine(published?.Folder ?? AppContext.BaseDirectory, "izzy");
        var port = FreePort();
        var client = Measure(times, izzy, ["client", "--json", "--name", "bench", "--to-client-port", port]);
        var mother = Measure(times, izzy, ["mother", "--json", "--no-panel", "--to", "127.0.0.1", "--from-client-port", port]);
        return [.. Figures("izzy client", times, client, floor), .. Figures("izzy mother --no-panel", times, mother, floor)];
    }

    private List<Figure> Figures(string what, int times, (double Ready, double Memory) ours, (double Ready, double Memory) floor) =>
    [
        new Figure(Name, $"{what}: ready, median of {times}; floor: a bare program", "ms", ours.Ready, floor.Ready).AtMost(150),
        new Figure(Name, $"{what}: resident memory; floor: a bare program", "MB", ours.Memory, floor.Memory).AtMost(45),
    ];

    private static (double Ready, double Memory) Measure(int times, string program, string[] arguments)
    {
        var (ready, memory) = (new List<double>(), new List<double>());
        for (var i = 0; i < times; i++)
        {
            var state = Directory.CreateTempSubdirectory("izzy-bench");
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
            start.Environment["XDG_STATE_HOME"] = state.FullName;
            var since = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            _ = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not start.");
            ready.Add(since.Elapsed.TotalMilliseconds);
            Thread.Sleep(1000);
            memory.Add(Resident(process.Id));
            process.Kill();
            process.WaitForExit();
            state.Delete(recursive: true);
        }

        return (new Distribution(ready).Median, new Distribution(memory).Median);
    }

    private static string FreePort()
    {
        using var sink = new Sink();
        return sink.EndPoint.Port.ToString(CultureInfo.InvariantCulture);
    }

    private static double Resident(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
