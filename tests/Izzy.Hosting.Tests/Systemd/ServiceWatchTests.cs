using Izzy.Heartbeat.Hosting.Systemd;

namespace Izzy.Hosting.Tests.Systemd;

public sealed class ServiceWatchTests
{
    private bool _isAlive = true;
    private string _words = "Mother beats";

    [Fact]
    public void It_is_ready_once_it_was_seen_to_make_progress()
    {
        _isAlive = false;
        var watch = Watch();
        Assert.Empty(watch.Look());
        _isAlive = true;
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=Mother beats"], watch.Look());
        Assert.Equal(["WATCHDOG=1"], watch.Look());
    }

    [Fact]
    public void One_that_makes_no_progress_gives_no_sign_of_life_until_it_does_again()
    {
        var watch = Watch();
        watch.Look();
        _isAlive = false;
        Assert.DoesNotContain("WATCHDOG=1", watch.Look());
        Assert.Empty(watch.Look());
        _isAlive = true;
        Assert.Contains("WATCHDOG=1", watch.Look());
    }

    [Fact]
    public void One_of_two_that_hangs_is_enough()
    {
        var watch = new ServiceWatch([Side(), new WatchedSide(() => false, () => "")], hasWatchdog: true);
        Assert.Empty(watch.Look());
    }

    [Fact]
    public void One_that_hangs_is_not_asked_how_it_does()
    {
        var watch = new ServiceWatch([new WatchedSide(() => _isAlive, () => _isAlive ? "fine" : throw new InvalidOperationException("asked"))], hasWatchdog: true);
        watch.Look();
        _isAlive = false;
        Assert.Contains("stands still", Assert.Single(watch.Look()), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_told_when_they_change()
    {
        var watch = Watch();
        watch.Look();
        _words = "Mother is stopped";
        Assert.Equal(["WATCHDOG=1", "STATUS=Mother is stopped"], watch.Look());
    }

    [Fact]
    public void Without_a_watchdog_no_sign_of_life_is_given()
    {
        var watch = new ServiceWatch([Side()], hasWatchdog: false);
        Assert.Equal(["READY=1", "STATUS=Mother beats"], watch.Look());
        Assert.Empty(watch.Look());
    }

    private ServiceWatch Watch() => new([Side()], hasWatchdog: true);

    private WatchedSide Side() => new(() => _isAlive, () => _words);
}
