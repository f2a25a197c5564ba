using System.Diagnostics;
using System.Globalization;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;

namespace Izzy.Bench.Benches;

/// <summary>How soon the command is ready, and how much memory it then holds, beside a program that does nothing.</summary>
internal sealed class StartBench : IBench
{
    public string Name => "start";

    public string About => "time to ready and resident memory of the published `izzy client` and `izzy mother --no-panel`, against a bare .NET program";

    public IEnumerable<Figure> Run(Scope scope)
    {
        using var published = scope.IsSmoke ? null : Published.Make();
        var izzy = Path.Combine(published?.Folder ?? AppContext.BaseDirectory, "izzy");
        var port = FreePort();
        var (floor, client, mother) = (new Starts(Environment.ProcessPath!, "nothing"),
            new Starts(izzy, "client", "--json", "--name", "bench", "--to-client-port", port),
            // One interface, and one of every machine; she looks for it, and watches it, as she does for any.
            new Starts(izzy, "mother", "--json", "--no-panel", "--interface", "lo", "--from-client-port", port));
        var times = scope.Times(10, 1);
        // By turns, so that what the machine does meanwhile meets all; the first round, in which files are read from the disk, does
        // not count.
        for (var round = scope.IsSmoke ? 1 : 0; round <= times; round++)
        {
            foreach (var each in (Starts[])[floor, client, mother])
                each.Once(scope.Seconds(1, 0.1), counts: round > 0);
        }

        return [.. Figures("izzy client", times, client, floor), .. Figures("izzy mother --no-panel", times, mother, floor)];
    }

    private List<Figure> Figures(string what, int times, Starts ours, Starts floor) =>
    [
        new Figure(Name, $"{what}: ready, median of {times}; floor: a bare program", "ms", ours.Ready, floor.Ready).AtMost(150),
        new Figure(Name, $"{what}: resident memory; floor: a bare program", "MB", ours.Memory, floor.Memory).AtMost(45),
    ];

    /// <summary>A program that is started again and again.</summary>
    private sealed class Starts(string program, params string[] arguments)
    {
        private readonly List<double> _ready = [];
        private readonly List<double> _memory = [];

        /// <summary>Milliseconds to its first line.</summary>
        public double Ready => new Distribution(_ready).Median;

        /// <summary>Millions of bytes.</summary>
        public double Memory => new Distribution(_memory).Median;

        /// <param name="settle">How long after its first line its memory is looked at.</param>
        /// <param name="counts">Whether it does.</param>
        public void Once(TimeSpan settle, bool counts)
        {
            var state = Directory.CreateTempSubdirectory("izzy-bench");
            var start = new ProcessStartInfo(program, arguments);
            start.Environment["XDG_STATE_HOME"] = state.FullName;
            var since = Stopwatch.StartNew();
            using (var process = Child.Launch(start))
            {
                _ = process.ReadLine();
                var ready = since.Elapsed;
                Thread.Sleep(settle);
                if (counts)
                {
                    _ready.Add(ready.TotalMilliseconds);
                    _memory.Add(Resident(process.Id));
                }

                process.Kill();
            }

            state.Delete(recursive: true);
        }
    }

    private static string FreePort()
    {
        using var sink = new Sink();
        return sink.EndPoint.Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>In millions of bytes; Linux tells it in units of 1,024.</summary>
    private static double Resident(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
