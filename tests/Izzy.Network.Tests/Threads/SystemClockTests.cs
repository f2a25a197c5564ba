using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Threads;

public sealed class SystemClockTests
{
    [Fact]
    public void A_clock_that_the_system_refuses_is_an_error_and_never_a_time_that_stands_still()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "clock_gettime is read on Linux alone.");
        // There is no such clock; where a filter of system calls forbids one, the answer is as this.
        Assert.Throws<InvalidOperationException>(() => SystemClock.Read(999));
        Assert.True(SystemClock.Read(7) > TimeSpan.Zero);
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
