using System.Globalization;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Network.Tests.Namespaces;

namespace Izzy.Network.Tests.Threads;

public sealed class SystemClockTests
{
    // The file that a second process of this test writes its reading to.
    private const string Elsewhere = "IZZY_TEST_CLOCK_FILE";

    [Fact]
    public void A_clock_that_the_system_refuses_is_an_error_and_never_a_time_that_stands_still()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "clock_gettime is read on Linux alone.");
        // There is no such clock; where a filter of system calls forbids one, the answer is as this.
        Assert.Throws<InvalidOperationException>(() => SystemClock.Read(999));
        Assert.True(SystemClock.Read(7) > TimeSpan.Zero);
    }

    // No test may put the machine to sleep. A time namespace is what a suspend looks like from within: CLOCK_BOOTTIME is ahead by so
    // much, CLOCK_MONOTONIC is not. A process with threads cannot enter one, so this test is run once more, in a process of its own.
    [Fact]
    public void An_hour_that_the_machine_slept_is_in_the_time_and_is_told_as_suspended()
    {
        var here = SystemClock.Instance.Moment;
        if (Environment.GetEnvironmentVariable(Elsewhere) is { } toWrite)
        {
            File.WriteAllText(toWrite, string.Create(CultureInfo.InvariantCulture, $"{here.Now.Ticks} {here.Suspended.Ticks}"));
            return;
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Time namespaces are Linux's.");
        const string slept = "--fork --time --boottime 3600";
        if (Commands.Try("unshare", $"{slept} true") is { } error)
            Assert.Skip($"A time namespace cannot be made here: that needs root, Linux 5.6 or later and Debian's package util-linux. {error}");
        var file = Path.GetTempFileName();
        try
        {
            var self = Path.Combine(AppContext.BaseDirectory, typeof(SystemClockTests).Assembly.GetName().Name!);
            const string me = nameof(An_hour_that_the_machine_slept_is_in_the_time_and_is_told_as_suspended);
            Commands.Run("unshare", $"{slept} env {Elsewhere}={file} {self} -method {GetType().FullName}.{me}");
            var there = File.ReadAllText(file).Split(' ').Select(ticks => TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture))).ToList();
            // The other process was started in between, which a busy machine may take its time for.
            Assert.InRange(there[0] - here.Now, TimeSpan.FromHours(1), TimeSpan.FromHours(1) + Processes.IzzyProcess.Patience);
            // The two clocks are not read at the same time.
            Assert.InRange(there[1] - here.Suspended, TimeSpan.FromSeconds(3599), TimeSpan.FromSeconds(3601));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_thread_of_the_heartbeat_is_woken_without_slack()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere there is no slack to be set.");
        string? slack = null;
        using var read = new ManualResetEventSlim();
        using var thread = new StepThread(
            "slack",
            () =>
            {
                // The link ends with the number of this thread.
                var number = Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.FullName);
                slack = File.ReadAllText($"/proc/{number}/timerslack_ns").Trim();
                read.Set();
                return StepThread.WhenWoken;
            },
            (_, _) => { });
        thread.Start();
        Assert.True(read.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal("1", slack);
    }
}
