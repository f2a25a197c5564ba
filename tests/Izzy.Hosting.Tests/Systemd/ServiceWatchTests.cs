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
        Assert.Empty(Look(watch));
        _isAlive = true;
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=Mother beats"], Look(watch));
        Assert.Equal(["WATCHDOG=1"], Look(watch));
    }

    [Fact]
    public void One_that_makes_no_progress_gives_no_sign_of_life_until_it_does_again()
    {
        var watch = Watch();
        Look(watch);
        _isAlive = false;
        Assert.DoesNotContain("WATCHDOG=1", Look(watch));
        Assert.Empty(Look(watch));
        _isAlive = true;
        Assert.Contains("WATCHDOG=1", Look(watch));
    }

    [Fact]
    public void One_of_two_that_hangs_is_enough()
    {
        var watch = new ServiceWatch([Side(), new WatchedSide(() => false, () => "")], hasWatchdog: true);
        Assert.Empty(Look(watch));
    }

    [Fact]
    public void One_that_hangs_is_not_asked_how_it_does()
    {
        var watch = new ServiceWatch([new WatchedSide(() => _isAlive, () => _isAlive ? "fine" : throw new InvalidOperationException("asked"))], hasWatchdog: true);
        Look(watch);
        _isAlive = false;
        Assert.Contains("stands still", Assert.Single(Look(watch)), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_told_when_they_change()
    {
        var watch = Watch();
        Look(watch);
        _words = "Mother is stopped";
        Assert.Equal(["WATCHDOG=1", "STATUS=Mother is stopped"], Look(watch));
    }

    [Fact]
    public void Without_a_watchdog_no_sign_of_life_is_given()
    {
        var watch = new ServiceWatch([Side()], hasWatchdog: false);
        Assert.Equal(["READY=1", "STATUS=Mother beats"], Look(watch));
        Assert.Empty(Look(watch));
    }

    [Fact]
    public void One_whose_words_fail_is_ready_and_gives_its_sign_of_life_all_the_same()
    {
        var watch = new ServiceWatch([new WatchedSide(() => true, () => throw new InvalidOperationException("no words"))], hasWatchdog: true);
        Assert.Equal(["READY=1", "WATCHDOG=1"], Look(watch).Take(2));
        Assert.Equal(["WATCHDOG=1"], Look(watch));
    }

    [Fact]
    public void All_that_matters_is_told_before_the_words_are_asked_for()
    {
        var told = new List<string>();
        List<string> before = [];
        var watch = new ServiceWatch([new WatchedSide(() => true, () => { before = [.. told]; return "fine"; })], hasWatchdog: true);
        watch.Look(state => { told.Add(state); return true; });
        Assert.Equal(["READY=1", "WATCHDOG=1"], before);
    }

    [Fact]
    public void What_was_not_taken_is_told_again()
    {
        var watch = Watch();
        Assert.True(watch.Look(_ => false));
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=Mother beats"], Look(watch));
    }

    private static List<string> Look(ServiceWatch watch)
    {
        var told = new List<string>();
        watch.Look(state => { told.Add(state); return true; });
        return told;
    }

    private ServiceWatch Watch() => new([Side()], hasWatchdog: true);

    private WatchedSide Side() => new(() => _isAlive, () => _words);
}
