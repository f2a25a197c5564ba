using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class ChallengesTests
{
    [Fact]
    public void An_echo_tells_when_its_challenge_was_sent()
    {
        var challenges = new Challenges();
        for (var i = 1; i <= 50; i++)
            challenges.Sent((ulong)i, TimeSpan.FromSeconds(i));
        Assert.All(Enumerable.Range(1, 50), i => Assert.Equal(TimeSpan.FromSeconds(i), challenges.SentAt((ulong)i)));
    }

    [Fact]
    public void What_this_boot_never_sent_is_no_echo_and_nothing_is_none_either()
    {
        var challenges = new Challenges();
        Assert.Null(challenges.SentAt(0));
        challenges.Sent(0, TimeSpan.FromSeconds(1));
        Assert.Null(challenges.SentAt(0));
        challenges.Sent(7, TimeSpan.FromSeconds(1));
        Assert.Null(challenges.SentAt(8));
        Assert.Null(new Challenges().SentAt(7));
    }

    [Fact]
    public void The_oldest_are_forgotten_first()
    {
        var challenges = new Challenges();
        for (var i = 1; i <= Challenges.Kept + 1; i++)
            challenges.Sent((ulong)i, TimeSpan.FromSeconds(i));
        Assert.Null(challenges.SentAt(1));
        Assert.Equal(TimeSpan.FromSeconds(2), challenges.SentAt(2));
        Assert.Equal(TimeSpan.FromSeconds(Challenges.Kept + 1), challenges.SentAt(Challenges.Kept + 1));
    }
}
