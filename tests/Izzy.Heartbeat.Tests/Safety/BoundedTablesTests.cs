using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S2: what is rejected is counted, told in measure, and costs no memory.</summary>
public class BoundedTablesTests
{
    private readonly RejectTally _tally = new();

    [Fact]
    public void The_first_of_a_reason_is_told_at_once_and_the_others_once_a_second_with_their_number()
    {
        Assert.Equal(1, _tally.Add(RejectReason.TooShort, From(1), Ms(0)));
        for (var i = 1; i <= 9; i++)
            Assert.Equal(0, _tally.Add(RejectReason.TooShort, From(1), Ms(i * 100)));
        Assert.Equal(0, _tally.Due(RejectReason.TooShort, Ms(999)));
        Assert.Equal(9, _tally.Due(RejectReason.TooShort, Ms(1_000)));
        Assert.Equal(0, _tally.Due(RejectReason.TooShort, Ms(5_000)));
    }

    [Fact]
    public void Each_reason_has_its_own_second()
    {
        _tally.Add(RejectReason.TooShort, From(1), Ms(0));
        Assert.Equal(1, _tally.Add(RejectReason.TooLong, From(2), Ms(0)));
        Assert.Equal(From(1), _tally.LastFrom(RejectReason.TooShort));
    }

    [Theory]
    [InlineData(RejectReason.JavaDialect)]
    [InlineData(RejectReason.EarlyPyIzzyDialect)]
    public void A_foreign_dialect_is_told_once_a_minute_for_each_sender(RejectReason dialect)
    {
        Assert.Equal(1, _tally.Add(dialect, From(1), Ms(0)));
        Assert.Equal(0, _tally.Add(dialect, From(1), Ms(59_999)));
        Assert.Equal(2, _tally.Add(dialect, From(2), Ms(59_999)));
        Assert.Equal(0, _tally.Due(dialect, Ms(59_999)));
        Assert.Equal(1, _tally.Add(dialect, From(1), Ms(60_000)));
    }

    [Fact]
    public void The_senders_address_is_kept_as_a_copy()
    {
        var buffer = From(1);
        _tally.Add(RejectReason.JavaDialect, buffer, Ms(0));
        buffer.SetPort(7);
        Assert.Equal(From(1), _tally.LastFrom(RejectReason.JavaDialect));
        Assert.Equal(0, _tally.Add(RejectReason.JavaDialect, From(1), Ms(1)));
    }

    [Fact]
    public void An_alarm_goes_through_once_for_each_key_and_period()
    {
        var once = new OncePer<int>(Ms(1_000));
        Assert.True(once.Allows(1, Ms(0)));
        Assert.False(once.Allows(1, Ms(999)));
        Assert.True(once.Allows(2, Ms(999)));
        Assert.True(once.Allows(1, Ms(1_000)));
        Assert.False(once.Allows(1, Ms(1_999)));
    }

    [Fact]
    public void What_is_not_due_yet_and_what_never_was_is_not_told()
    {
        Assert.Equal(0, _tally.Due(RejectReason.TooLong, Ms(90_000)));
        _tally.Add(RejectReason.TooShort, From(1), Ms(90_000));
        _tally.Add(RejectReason.TooShort, From(1), Ms(90_100));
        // By the sum of both times it would have been due long ago.
        Assert.Equal(0, _tally.Due(RejectReason.TooShort, Ms(90_999)));
        Assert.Equal(1, _tally.Due(RejectReason.TooShort, Ms(91_000)));
        // Nothing new is no telling, which would put the next one off.
        Assert.Equal(0, _tally.Due(RejectReason.TooShort, Ms(92_000)));
        Assert.Equal(1, _tally.Add(RejectReason.TooShort, From(1), Ms(92_001)));
    }

    [Fact]
    public void A_dialect_that_is_not_told_to_one_sender_is_not_told_by_the_second_either()
    {
        _tally.Add(RejectReason.JavaDialect, From(1), Ms(0));
        _tally.Add(RejectReason.JavaDialect, From(1), Ms(1));
        Assert.Equal(0, _tally.Due(RejectReason.JavaDialect, Ms(30_000)));
    }

    [Fact]
    public void Room_is_made_by_those_whose_period_is_over_and_by_no_others()
    {
        var once = new OncePer<int>(Ms(1_000), capacity: 2);
        Assert.True(once.Allows(1, Ms(10_000)));
        Assert.True(once.Allows(2, Ms(10_500)));
        Assert.False(once.Allows(3, Ms(10_999)));
        Assert.True(once.Allows(3, Ms(11_000)));
        // The second one's period was not over.
        Assert.False(once.Allows(2, Ms(11_001)));
    }

    [Fact]
    public void A_flood_of_keys_is_told_up_to_the_capacity_and_no_further()
    {
        var once = new OncePer<int>(Ms(1_000));
        Assert.Equal(64, Enumerable.Range(0, 10_000).Count(key => once.Allows(key, Ms(0))));
        Assert.False(once.Allows(-1, Ms(999)));
        Assert.True(once.Allows(-1, Ms(1_000)));
    }

    private static SocketAddress From(byte host) => new IPEndPoint(new IPAddress([10, 0, 0, host]), 9000).Serialize().Copy();
}
