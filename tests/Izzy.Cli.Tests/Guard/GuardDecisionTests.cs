using Izzy.Cli.Guard;

namespace Izzy.Cli.Tests.Guard;

public sealed class GuardDecisionTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(500);

    private readonly GuardDecision _guard = new(s_limit);

    [Fact]
    public void Told_to_stop_it_runs_the_command_whatever_came_before()
    {
        Assert.Equal("silence", _guard.Told("silence"));
        Assert.Equal("silence", _guard.Told("silence"));
        _guard.Token(At(1));
        Assert.Equal("frozen", _guard.Told("frozen"));
    }

    [Fact]
    public void A_pipe_that_closes_without_good_bye_runs_the_command()
    {
        Assert.Equal(GuardProtocol.ProcessEnded, _guard.PipeClosed());
        Assert.True(_guard.HasEnded);
    }

    [Fact]
    public void After_good_bye_a_closed_pipe_runs_nothing()
    {
        _guard.Token(At(1));
        _guard.GoodBye();
        Assert.True(_guard.HasEnded);
        Assert.Null(_guard.PipeClosed());
        Assert.Null(_guard.Look(At(10_000)));
    }

    [Fact]
    public void No_token_for_the_limit_runs_the_command_once()
    {
        _guard.Token(At(100));
        Assert.Equal(At(600), _guard.Deadline);
        Assert.Null(_guard.Look(At(599)));
        Assert.Equal(GuardProtocol.ProcessFrozen, _guard.Look(At(600)));
        Assert.Null(_guard.Look(At(10_000)));
    }

    [Fact]
    public void A_token_after_that_is_watched_again()
    {
        _guard.Token(At(0));
        _guard.Look(At(500));
        _guard.Token(At(700));
        Assert.Equal(GuardProtocol.ProcessFrozen, _guard.Look(At(1200)));
    }

    [Fact]
    public void Before_the_first_token_it_waits_as_long_as_it_takes()
    {
        Assert.Null(_guard.Deadline);
        Assert.Null(_guard.Look(At(60_000)));
    }

    private static TimeSpan At(double ms) => TimeSpan.FromMilliseconds(ms);
}
