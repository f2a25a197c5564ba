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
}
