using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public class OwnershipTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_first_Mother_heard_owns_it_by_a_beat_or_by_a_stop()
    {
        var byHello = new Ownership(s_second, null);
        Assert.True(byHello.HearHello(Owner, Ms(0)));
        Assert.Equal(Owner, byHello.Owner);
        var byEstop = new Ownership(s_second, null);
        Assert.True(byEstop.HearEstop(Owner, Ms(0)));
        Assert.Equal(Owner, byEstop.Owner);
        Assert.False(byHello.ChangedHands || byEstop.ChangedHands);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public void A_stranger_takes_over_after_a_silence_longer_than_the_limit(int silence, bool takesOver)
    {
        var ownership = Owned();
        Assert.Equal(takesOver, ownership.HearHello(Stranger, Ms(silence)));
        Assert.Equal(takesOver ? Stranger : Owner, ownership.Owner);
        Assert.Equal(takesOver, ownership.ChangedHands);
    }

    [Theory]
    [InlineData(3_500, false)]
    [InlineData(3_501, true)]
    public void A_stop_holds_it_through_the_loss_of_two_more(int silence, bool takesOver)
    {
        var ownership = Owned();
        ownership.HearEstop(Owner, Ms(0));
        Assert.Equal(takesOver, ownership.HearHello(Stranger, Ms(silence)));
    }

    [Fact]
    public void A_stop_holds_it_for_the_limit_where_that_is_longer()
    {
        var ownership = new Ownership(TimeSpan.FromSeconds(10), null);
        ownership.HearEstop(Owner, Ms(0));
        Assert.False(ownership.HearHello(Stranger, Ms(10_000)));
        Assert.True(ownership.HearHello(Stranger, Ms(10_001)));
    }

    [Fact]
    public void A_strangers_words_do_not_shorten_the_owners_hold()
    {
        var ownership = Owned();
        Assert.False(ownership.HearHello(Stranger, Ms(500)));
        Assert.False(ownership.HearEstop(Stranger, Ms(900)));
        Assert.True(ownership.HearHello(Owner, Ms(5_000)));
        Assert.False(ownership.ChangedHands);
    }

    [Fact]
    public void What_waited_in_the_socket_starts_the_silence_anew()
    {
        var ownership = Owned();
        ownership.SilenceStartsAt(Ms(5_000));
        Assert.False(ownership.HearHello(Stranger, Ms(6_000)));
        Assert.True(ownership.HearHello(Stranger, Ms(6_001)));
    }

    [Fact]
    public void An_earlier_empty_look_shortens_nothing()
    {
        var ownership = Owned();
        ownership.HearHello(Owner, Ms(2_000));
        ownership.SilenceStartsAt(Ms(500));
        Assert.False(ownership.HearHello(Stranger, Ms(3_000)));
    }

    [Fact]
    public void Only_the_named_one_is_ever_the_owner()
    {
        var ownership = new Ownership(s_second, Owner);
        Assert.Equal(Owner, ownership.OwnerOrNamed);
        Assert.Null(ownership.Owner);
        Assert.False(ownership.HearHello(Stranger, Ms(0)));
        Assert.True(ownership.HearHello(Owner, Ms(0)));
        Assert.False(ownership.HearHello(Stranger, Ms(100_000)));
    }

    [Fact]
    public void Only_a_person_makes_a_new_owner_an_accepted_one()
    {
        var ownership = Owned();
        ownership.HearHello(Stranger, Ms(2_000));
        ownership.HearHello(Stranger, Ms(3_000));
        Assert.True(ownership.ChangedHands);
        ownership.HearHello(Owner, Ms(5_000));
        Assert.True(ownership.ChangedHands);
        ownership.Accept();
        Assert.False(ownership.ChangedHands);
    }

    private static Ownership Owned()
    {
        var ownership = new Ownership(s_second, null);
        ownership.HearHello(Owner, Ms(0));
        return ownership;
    }
}
