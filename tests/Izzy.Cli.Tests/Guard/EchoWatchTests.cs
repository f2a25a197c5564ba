using Izzy.Cli.Guard;

namespace Izzy.Cli.Tests.Guard;

public sealed class EchoWatchTests
{
    private readonly EchoWatch _echoes = new(TimeSpan.FromMilliseconds(800));

    [Fact]
    public void A_guard_that_echoes_is_not_frozen()
    {
        for (var ms = 0; ms < 5000; ms += 100)
        {
            Assert.False(_echoes.IsFrozen(At(ms)));
            _echoes.Echoed(At(ms + 1));
        }
    }

    [Fact]
    public void A_guard_that_has_not_echoed_for_a_limit_is_frozen()
    {
        for (var ms = 0; ms <= 800; ms += 100)
            Assert.False(_echoes.IsFrozen(At(ms)));
        Assert.True(_echoes.IsFrozen(At(900)));
        Assert.True(_echoes.IsFrozen(At(1000)));
    }

    [Fact]
    public void A_client_that_was_frozen_itself_does_not_blame_its_guard()
    {
        Assert.False(_echoes.IsFrozen(At(0)));
        _echoes.Echoed(At(1));
        Assert.False(_echoes.IsFrozen(At(3000)));
        Assert.False(_echoes.IsFrozen(At(3100)));
        _echoes.Echoed(At(3101));
        Assert.False(_echoes.IsFrozen(At(3200)));
    }

    [Fact]
    public void A_guard_that_stays_silent_after_the_client_s_own_freeze_is_found_after_a_limit()
    {
        Assert.False(_echoes.IsFrozen(At(0)));
        for (var ms = 3000; ms <= 3800; ms += 100)
            Assert.False(_echoes.IsFrozen(At(ms)));
        Assert.True(_echoes.IsFrozen(At(3900)));
    }

    private static TimeSpan At(int ms) => TimeSpan.FromMilliseconds(ms);
}
