using System.Runtime.InteropServices;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Doctor;

/// <summary>What the machine's clocks are like.</summary>
internal static partial class ClockCheck
{
    private const string Check = "clock";

    // Before this was written nobody can have run it.
    private const int FirstYear = 2026;

    private const string SourceFile = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

    private static readonly string[] s_coarse = ["jiffies", "acpi_pm", "hpet"];

    public static IEnumerable<Finding> Look() => Judge(
        SystemClock.Instance.UtcNow,
        IsSynchronised(),
        File.Exists(SourceFile) ? File.ReadAllText(SourceFile).Trim() : null,
        SystemClock.Instance.Moment.Suspended);

    /// <summary>What to say of them. Pure.</summary>
    /// <param name="now">The wall clock.</param>
    /// <param name="synchronised">Whether the system says that it is kept right; null where it says nothing.</param>
    /// <param name="source">What the system reads time from, by its name on Linux.</param>
    /// <param name="slept">How long the machine was suspended since it was started.</param>
    public static IEnumerable<Finding> Judge(DateTimeOffset now, bool? synchronised, string? source, TimeSpan slept)
    {
        yield return now.Year < FirstYear
            ? Finding.Warning(Check, FormattableString.Invariant($"The wall clock says {now:yyyy-MM-dd}"), "Set it: stops do not depend on it, but records of an accident would be undated.")
            : synchronised == false
            ? Finding.Warning(Check, FormattableString.Invariant($"The wall clock says {now:yyyy-MM-dd HH:mm:ss}Z, and nothing keeps it right"), "Stops do not depend on it. For records that can be compared: sudo timedatectl set-ntp true, or a clock on the show network.")
            : Finding.Ok(Check, FormattableString.Invariant($"The wall clock says {now:yyyy-MM-dd HH:mm:ss}Z"));
        if (source is not null)
        {
            yield return s_coarse.Contains(source)
                ? Finding.Warning(Check, $"Time is read from {source}, which is slow", "See what the kernel says of its clock source (dmesg); on a virtual machine give it the host's.")
                : Finding.Ok(Check, $"Time is read from {source}");
        }

        // The difference of two clocks that were not read at the same time is no suspend.
        if (slept > TimeSpan.FromSeconds(1))
            yield return Finding.Warning(Check, $"This machine slept for {Durations.Format(TimeSpan.FromSeconds(Math.Round(slept.TotalSeconds)))} since it was started", "A Mother that sleeps is silent and a robot that sleeps is deaf: switch suspending off, also for the lid.");
    }

    private static bool? IsSynchronised()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        // Asked without a wish to change anything; the state is what it returns, and what it fills in is of no interest.
        const int error = 5;
        Span<byte> timex = stackalloc byte[512];
        timex.Clear();
        var state = AdjTimeX(ref MemoryMarshal.GetReference(timex));
        return state < 0 ? null : state != error;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimeX(ref byte timex);
}
