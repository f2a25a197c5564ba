using Izzy.Panel.Alarms;

namespace Izzy.Panel.Tests.Alarms;

/// <summary>A test for each arrow of its table.</summary>
public sealed class AlarmBoardTests
{
    private const string Key = "lost:1";

    private readonly AlarmBoard _board = new();
    private DateTimeOffset _now = Facts.Evening;

    [Fact]
    public void A_condition_that_holds_raises_an_alarm_that_nobody_has_acknowledged() =>
        Assert.Equal(new Alarm(Key, "lost", Facts.Evening, AlarmState.Unacknowledged), Assert.Single(Look("lost")));

    [Fact]
    public void While_it_holds_it_keeps_its_time_and_takes_the_newest_text()
    {
        Look("lost 1 s");
        Assert.Equal(new Alarm(Key, "lost 2 s", Facts.Evening, AlarmState.Unacknowledged), Assert.Single(Look("lost 2 s")));
    }

    [Fact]
    public void A_person_acknowledges_it()
    {
        Look("lost");
        Assert.True(_board.Acknowledge(Key, Facts.Evening));
        Assert.Equal(AlarmState.Acknowledged, Assert.Single(Look("lost")).State);
    }

    [Fact]
    public void One_that_nobody_acknowledged_stays_cleared_with_its_last_text()
    {
        Look("lost");
        Assert.Equal(new Alarm(Key, "lost", Facts.Evening, AlarmState.Cleared), Assert.Single(Look()));
        Assert.Equal(AlarmState.Cleared, Assert.Single(Look()).State);
    }

    [Fact]
    public void One_that_was_acknowledged_goes_with_its_condition()
    {
        Look("lost");
        _board.Acknowledge(Key, Facts.Evening);
        Assert.Empty(Look());
    }

    [Fact]
    public void One_that_was_acknowledged_stays_so_and_takes_the_newest_text()
    {
        Look("lost 1 s");
        _board.Acknowledge(Key, Facts.Evening);
        Assert.Equal(new Alarm(Key, "lost 2 s", Facts.Evening, AlarmState.Acknowledged), Assert.Single(Look("lost 2 s")));
    }

    [Fact]
    public void A_cleared_one_whose_condition_returns_is_a_new_one()
    {
        Look("lost");
        Look();
        _now += TimeSpan.FromSeconds(9);
        Assert.Equal(new Alarm(Key, "lost again", _now, AlarmState.Unacknowledged), Assert.Single(Look("lost again")));
    }

    [Fact]
    public void A_cleared_one_goes_when_a_person_acknowledges_it()
    {
        Look("lost");
        Look();
        Assert.True(_board.Acknowledge(Key, Facts.Evening));
        Assert.Empty(Look());
    }

    [Fact]
    public void What_is_no_alarm_cannot_be_acknowledged() => Assert.False(_board.Acknowledge("lost:2", _now));

    [Fact]
    public void One_that_began_anew_between_look_and_click_is_not_acknowledged_by_it()
    {
        var seen = Assert.Single(Look("lost")).Since;
        Look();
        _now += TimeSpan.FromSeconds(1);
        var again = Assert.Single(Look("lost again"));
        Assert.False(_board.Acknowledge(Key, seen));
        Assert.Equal(again, Assert.Single(Look("lost again")));
        Assert.True(_board.Acknowledge(Key, again.Since));
    }

    [Fact]
    public void Its_beginning_is_compared_by_the_millisecond_as_the_page_is_told_it()
    {
        _now += TimeSpan.FromTicks(12_345);
        Look("lost");
        Assert.True(_board.Acknowledge(Key, Facts.Evening + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Of_many_cleared_ones_the_oldest_are_forgotten()
    {
        for (var i = 0; i < AlarmBoard.MostCleared + 10; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            _board.Look([new($"lost:{i}", "lost")], _now);
        }

        var alarms = Look();
        Assert.Equal(AlarmBoard.MostCleared, alarms.Count);
        Assert.Equal("lost:10", alarms[0].Key);
    }

    private IReadOnlyList<Alarm> Look(params string[] texts) => _board.Look(texts.Select(text => new Condition(Key, text)), _now);
}
