using System.Diagnostics;
using System.Globalization;
using Izzy.Bench.Children;

namespace Izzy.Bench.Measure;

/// <summary>
/// How much of the machine others had while something was measured: other processes, and, where the machine is a virtual one, its host. A
/// row that was measured beside much of it is to be measured again. Linux alone tells.
/// </summary>
internal sealed class Machine
{
    // USER_HZ, in which Linux tells all its processor times.
    private const double TicksPerSecond = 100;

    // The times are told in steps of 10 ms: of less than this no share can be told, and the rows of one measurement come at once.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(200);

    private (long Busy, long Stolen, long Ours) _before = Read();
    private Stopwatch _since = Stopwatch.StartNew();
    private double? _last;

    /// <summary>
    /// Percent of all processors that others had since the last reading, or what that reading gave if it was only just now. Null where the
    /// system does not tell.
    /// </summary>
    public double? Others()
    {
        var took = _since.Elapsed;
        if (!OperatingSystem.IsLinux() || took < s_shortest)
            return _last;
        var now = Read();
        var others = now.Busy - _before.Busy - (now.Ours - _before.Ours) + now.Stolen - _before.Stolen;
        (_before, _since) = (now, Stopwatch.StartNew());
        return _last = Math.Clamp(100 * others / TicksPerSecond / (took.TotalSeconds * Environment.ProcessorCount), 0, 100);
    }

    // Interrupts are left out: they serve our datagrams as well as those of others.
    private static (long Busy, long Stolen, long Ours) Read()
    {
        if (!OperatingSystem.IsLinux())
            return default;
        // cpu user nice system idle iowait irq softirq steal …
        var all = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Ticks).ToArray();
        // Behind the name in parentheses: utime, stime, and those of the children that have ended, are fields 14 to 17 of the whole.
        var self = File.ReadAllText("/proc/self/stat");
        var ours = self[(self.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(4).Sum(Ticks);
        return (all[0] + all[1] + all[2], all.ElementAtOrDefault(7), ours + (long)(Child.ProcessorTime.TotalSeconds * TicksPerSecond));
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
