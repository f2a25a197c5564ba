using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

public sealed class LatenessLogTests
{
    [Fact]
    public void Each_is_read_once_in_order()
    {
        var log = new LatenessLog();
        var read = 0L;
        Assert.Empty(log.Since(ref read));
        Add(log, 1, 2);
        Assert.Equal([1, 2], log.Since(ref read).Select(lateness => lateness.Ticks));
        Add(log, 3, 3);
        Assert.Equal([3], log.Since(ref read).Select(lateness => lateness.Ticks));
        Assert.Empty(log.Since(ref read));
    }

    [Fact]
    public void A_reader_who_comes_too_seldom_misses_the_oldest_and_no_other()
    {
        var log = new LatenessLog();
        var read = 0L;
        Add(log, 1, 2000);
        var kept = log.Since(ref read).Select(lateness => lateness.Ticks).ToList();
        Assert.Equal(Enumerable.Range(2000 - LatenessLog.Capacity + 2, LatenessLog.Capacity - 1).Select(each => (long)each), kept);
        Assert.Equal(2000, read);
    }

    private static void Add(LatenessLog log, int first, int last)
    {
        for (var ticks = first; ticks <= last; ticks++)
            log.Add(TimeSpan.FromTicks(ticks));
    }
}
