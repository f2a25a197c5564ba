using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Izzy.Heartbeat.Time;

/// <summary>
/// The machine's clock. On Linux it is CLOCK_BOOTTIME, which goes on through a suspend, less CLOCK_MONOTONIC, which does
/// not, for the time suspended (rule S7). Elsewhere it is <see cref="Stopwatch"/>, which tells of no suspend: not tried here.
/// </summary>
internal sealed partial class SystemClock : Clock
{
    private const int ClockMonotonic = 1;
    private const int ClockBootTime = 7;
    private const int TimerAbsolute = 1;
    private const int SetTimerSlack = 29;

    public static readonly SystemClock Instance = new();

    private static readonly bool s_linux = OperatingSystem.IsLinux();

    private SystemClock()
    {
    }

    public override Moment Moment
    {
        get
        {
            if (!s_linux)
                return new(Stopwatch.GetElapsedTime(0), TimeSpan.Zero);
            var boot = Read(ClockBootTime);
            // Read second, so that the difference is never too large by the time between the two calls.
            return new(boot, boot - Read(ClockMonotonic));
        }
    }

    public override DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    /// <summary>
    /// Sleeps until an absolute time: on Linux on time within 0.2 ms, where a managed wait rounds to milliseconds and a
    /// relative one drifts.
    /// </summary>
    public static void SleepUntil(TimeSpan due)
    {
        if (s_linux)
        {
            var at = new TimeSpec { Seconds = due.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = due.Ticks % TimeSpan.TicksPerSecond * 100 };
            // Interrupted by a signal: the time is absolute, so asking again neither drifts nor oversleeps.
            const int interrupted = 4;
            while (ClockNanosleep(ClockBootTime, TimerAbsolute, in at, 0) == interrupted)
            {
            }

            return;
        }

        var left = due - Instance.Moment.Now;
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }

    /// <summary>
    /// Has the sleeps and waits of the calling thread end when they are due: unasked, Linux lets each be up to 50 µs late, so that
    /// several end together. Where the system refuses, they end as before.
    /// </summary>
    public static void SleepWithoutSlack()
    {
        if (s_linux)
            _ = ProcessControl(SetTimerSlack, 1);
    }

    /// <summary>Reads a clock of the system's.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it. What was not read would stand still, and a permit with it would never end.</exception>
    internal static TimeSpan Read(int clock)
    {
        if (ClockGetTime(clock, out var time) != 0)
            throw new InvalidOperationException($"This system does not let its clock {clock} be read (clock_gettime), without which no silence can be told. Allow it, or use another system.");
        return new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint SecondsField;
        public nint NanosecondsField;

        public long Seconds
        {
            readonly get => SecondsField;
            set => SecondsField = (nint)value;
        }

        public long Nanoseconds
        {
            readonly get => NanosecondsField;
            set => NanosecondsField = (nint)value;
        }
    }

    // A vDSO call of some 25 ns that never blocks, so the transition that lets the collector run may be left out.
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpec request, nint remain);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value);
}
