using System.Net;
using Izzy.Panel.Access;

namespace Izzy.Panel.Tests.Access;

public sealed class TokenTests
{
    private static readonly IPAddress s_address = IPAddress.Parse("192.0.2.7");
    private static readonly TimeSpan s_now = TimeSpan.FromSeconds(1_000);

    private readonly WrongTokens _wrong = new();
    private readonly Sessions _sessions = new();

    [Fact]
    public void Only_the_token_itself_is_the_token()
    {
        var token = new OperatorToken("break-a-leg");
        Assert.True(token.Is("break-a-leg"));
        foreach (var other in (string[])["", "break-a-le", "break-a-legs", "Break-a-leg", " break-a-leg"])
            Assert.False(token.Is(other));
    }

    [Fact]
    public void One_made_at_random_is_long_and_never_the_same()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => OperatorToken.Random().Text).ToList();
        Assert.Equal(100, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Matches("^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$", token));
    }

    [Fact]
    public void Wrong_ones_wait_a_second_and_twice_as_long_each_time_up_to_a_minute()
    {
        Assert.Equal(TimeSpan.Zero, _wrong.ToWait(s_address, s_now));
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            _wrong.Add(s_address, s_now);
            Assert.Equal(TimeSpan.FromSeconds(seconds), _wrong.ToWait(s_address, s_now));
            Assert.Equal(TimeSpan.Zero, _wrong.ToWait(s_address, s_now + TimeSpan.FromSeconds(seconds)));
        }
    }

    [Fact]
    public void Another_address_does_not_wait_for_it_and_a_right_one_forgives()
    {
        _wrong.Add(s_address, s_now);
        Assert.Equal(TimeSpan.Zero, _wrong.ToWait(IPAddress.Parse("192.0.2.8"), s_now));
        _wrong.Forgive(s_address);
        Assert.Equal(TimeSpan.Zero, _wrong.ToWait(s_address, s_now));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    public void Addresses_that_one_machine_has_for_the_taking_are_one(string first, string second)
    {
        _wrong.Add(IPAddress.Parse(first), s_now);
        Assert.Equal(TimeSpan.FromSeconds(1), _wrong.ToWait(IPAddress.Parse(second), s_now));
    }

    [Fact]
    public void Beyond_a_thousand_addresses_all_further_ones_wait_together_until_the_old_are_forgotten()
    {
        for (var i = 0; i < WrongTokens.MostAddresses; i++)
            _wrong.Add(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]), s_now);
        _wrong.Add(s_address, s_now);
        Assert.Equal(TimeSpan.FromSeconds(1), _wrong.ToWait(IPAddress.Parse("192.0.2.8"), s_now));
        var later = s_now + TimeSpan.FromMinutes(11);
        _wrong.Add(s_address, later);
        Assert.Equal(TimeSpan.Zero, _wrong.ToWait(IPAddress.Parse("192.0.2.8"), later));
    }

    [Fact]
    public void A_session_holds_for_its_secret_alone_and_for_its_time()
    {
        var secret = _sessions.Open(s_now);
        Assert.True(_sessions.Has(secret, s_now));
        Assert.False(_sessions.Has(secret.ToUpperInvariant(), s_now));
        Assert.False(_sessions.Has("", s_now));
        Assert.False(_sessions.Has(null, s_now));
        Assert.False(_sessions.Has(secret, s_now + Sessions.Longest));
    }

    [Fact]
    public void Of_too_many_sessions_the_oldest_ends()
    {
        var secrets = Enumerable.Range(0, Sessions.Most + 1).Select(i => _sessions.Open(s_now + TimeSpan.FromSeconds(i))).ToList();
        Assert.False(_sessions.Has(secrets[0], s_now));
        Assert.All(secrets.Skip(1), secret => Assert.True(_sessions.Has(secret, s_now)));
    }
}
