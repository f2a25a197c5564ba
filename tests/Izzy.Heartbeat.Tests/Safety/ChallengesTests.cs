using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class ChallengesTests
{
    // As a literal, so that the tests do not follow the code to another number.
    private const int Kept = 128;

    [Fact]
    public void An_echo_tells_when_its_challenge_was_sent()
    {
        var challenges = new Challenges(default);
        for (var i = 1; i <= 50; i++)
            challenges.Sent((ulong)i, TimeSpan.FromSeconds(i));
        Assert.All(Enumerable.Range(1, 50), i => Assert.Equal(TimeSpan.FromSeconds(i), challenges.SentAt((ulong)i)));
    }

    [Fact]
    public void What_this_boot_never_sent_is_no_echo_and_nothing_is_none_either()
    {
        var challenges = new Challenges(default);
        Assert.Null(challenges.SentAt(0));
        challenges.Sent(0, TimeSpan.FromSeconds(1));
        Assert.Null(challenges.SentAt(0));
        challenges.Sent(7, TimeSpan.FromSeconds(1));
        Assert.Null(challenges.SentAt(8));
        Assert.Null(new Challenges(default).SentAt(7));
    }

    [Fact]
    public void The_oldest_are_forgotten_first_however_many_there_were()
    {
        var challenges = new Challenges(default);
        for (var i = 1; i <= 1_000; i++)
        {
            challenges.Sent((ulong)i, TimeSpan.FromSeconds(i));
            Assert.Equal(TimeSpan.FromSeconds(i), challenges.SentAt((ulong)i));
            var oldest = i - Kept + 1;
            if (oldest < 2)
                continue;
            Assert.Null(challenges.SentAt((ulong)oldest - 1));
            Assert.Equal(TimeSpan.FromSeconds(oldest), challenges.SentAt((ulong)oldest));
        }
    }

    [Fact]
    public void A_flood_of_questions_drives_out_none_that_is_younger_than_the_span()
    {
        var span = TimeSpan.FromSeconds(1);
        var challenges = new Challenges(span);
        var value = 0ul;
        var sentAt = new Dictionary<ulong, TimeSpan>();
        for (var now = TimeSpan.Zero; now < 5 * span; now += TimeSpan.FromMilliseconds(0.1))
        {
            if (challenges.Recent(now) is null)
            {
                challenges.Sent(++value, now);
                sentAt.Add(value, now);
            }

            Assert.Equal(value, challenges.Recent(now));
        }

        var end = 5 * span;
        var young = sentAt.Where(sent => end - sent.Value < span).ToList();
        Assert.InRange(young.Count, 100, Kept);
        Assert.All(young, sent => Assert.Equal(sent.Value, challenges.SentAt(sent.Key)));
    }

    [Fact]
    public void Without_a_span_none_is_used_twice()
    {
        var challenges = new Challenges(default);
        Assert.Null(challenges.Recent(TimeSpan.Zero));
        challenges.Sent(1, TimeSpan.Zero);
        Assert.Null(challenges.Recent(TimeSpan.Zero));
    }

    [Fact]
    public void Nothing_is_no_challenge_to_be_used_again()
    {
        var challenges = new Challenges(TimeSpan.FromSeconds(1));
        challenges.Sent(0, TimeSpan.Zero);
        Assert.Null(challenges.Recent(TimeSpan.Zero));
    }
}
