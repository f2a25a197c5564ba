using System.Diagnostics;

namespace Izzy.Bench.Measure;

/// <summary>The processor time that this process takes, of all its threads.</summary>
internal static class Cpu
{
    public static TimeSpan Used
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }
}
