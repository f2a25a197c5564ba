using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Journal;

namespace Izzy.Panel.Tests.Journal;

public sealed class TroublesTests
{
    private readonly Troubles _troubles = new(TimeZoneInfo.Utc);

    [Fact]
    public void Who_had_no_trouble_has_none() => Assert.Null(_troubles.Of(Facts.Id(1)));

    [Fact]
    public void One_that_is_lost_says_since_when_and_once_back_for_how_long()
    {
        _troubles.Take(new HeartbeatEvent.IzzyLost { Id = Facts.Id(1), Time = Facts.Evening });
        Assert.Equal("lost at 19:30:00", _troubles.Of(Facts.Id(1)));
        _troubles.Take(new HeartbeatEvent.IzzyReturned { Id = Facts.Id(1), SilenceMs = 6_000, Time = Facts.Evening.AddSeconds(5) });
        Assert.Equal("lost for 6.0 s, back at 19:30:05", _troubles.Of(Facts.Id(1)));
    }

    [Fact]
    public void Those_lost_together_are_each_remembered()
    {
        _troubles.Take(new HeartbeatEvent.IzziesLost
        {
            Izzies = [.. new[] { 1, 2 }.Select(id => new HeartbeatEvent.SilentIzzy(Facts.Id(id), $"{id}", "", IzzyStatus.Moving, 900))],
            Time = Facts.Evening,
        });
        Assert.Equal(("lost at 19:30:00", "lost at 19:30:00"), (_troubles.Of(Facts.Id(1)), _troubles.Of(Facts.Id(2))));
    }

    [Fact]
    public void To_be_late_is_no_trouble()
    {
        _troubles.Take(new HeartbeatEvent.IzzyLate { Id = Facts.Id(1), Time = Facts.Evening });
        _troubles.Take(new HeartbeatEvent.IzzyReturned { Id = Facts.Id(1), SilenceMs = 500, Time = Facts.Evening });
        Assert.Null(_troubles.Of(Facts.Id(1)));
    }

    [Fact]
    public void A_fault_and_a_stop_that_was_not_confirmed_are_remembered()
    {
        _troubles.Take(new HeartbeatEvent.IzzyStatusChanged { Id = Facts.Id(1), Status = IzzyStatus.Broken, Time = Facts.Evening });
        _troubles.Take(new HeartbeatEvent.IzzyStatusChanged { Id = Facts.Id(1), Status = IzzyStatus.Available, Time = Facts.Evening });
        Assert.Equal("reported BROKEN at 19:30:00", _troubles.Of(Facts.Id(1)));
        _troubles.Take(new HeartbeatEvent.StopUnconfirmed { Id = Facts.Id(1), Time = Facts.Evening });
        Assert.Contains("did not confirm", _troubles.Of(Facts.Id(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_stopped_by_itself_says_so_also_when_it_is_permitted_again()
    {
        Report(IzzyStatus.Moving, Facts.Evening);
        Report(IzzyStatus.Estop, Facts.Evening.AddSeconds(1));
        Assert.Equal("stopped by itself at 19:30:01", _troubles.Of(Facts.Id(1)));
        Report(IzzyStatus.Available, Facts.Evening.AddSeconds(9));
        Assert.Equal("stopped by itself at 19:30:01", _troubles.Of(Facts.Id(1)));
    }

    [Fact]
    public void To_obey_a_stop_is_no_trouble_and_after_the_reset_it_counts_again()
    {
        _troubles.Take(new HeartbeatEvent.Stopped(StopCause.LocalStop) { Time = Facts.Evening });
        Report(IzzyStatus.Estop, Facts.Evening.AddMilliseconds(8));
        Assert.Null(_troubles.Of(Facts.Id(1)));
        _troubles.Take(new HeartbeatEvent.Reset { Time = Facts.Evening.AddSeconds(5) });
        Report(IzzyStatus.Available, Facts.Evening.AddSeconds(6));
        Report(IzzyStatus.Estop, Facts.Evening.AddSeconds(7));
        Assert.Equal("stopped by itself at 19:30:07", _troubles.Of(Facts.Id(1)));
    }

    [Fact]
    public void An_answer_to_a_stop_that_is_told_before_the_stop_is_no_trouble_and_one_from_before_it_stays()
    {
        Report(IzzyStatus.Broken, Facts.Evening);
        Report(IzzyStatus.Estop, Facts.Evening.AddSeconds(1), id: 2);
        Report(IzzyStatus.Estop, Facts.Evening.AddSeconds(1.003));
        _troubles.Take(new HeartbeatEvent.Stopped(StopCause.LocalStop) { Time = Facts.Evening.AddSeconds(1.001) });
        Assert.Equal("reported BROKEN at 19:30:00", _troubles.Of(Facts.Id(1)));
        Assert.Equal("stopped by itself at 19:30:01", _troubles.Of(Facts.Id(2)));
    }

    [Fact]
    public void One_that_was_lost_and_comes_back_stopped_keeps_why()
    {
        _troubles.Take(new HeartbeatEvent.IzzyLost { Id = Facts.Id(1), Time = Facts.Evening });
        _troubles.Take(new HeartbeatEvent.IzzyReturned { Id = Facts.Id(1), Status = IzzyStatus.Estop, SilenceMs = 6_000, Time = Facts.Evening.AddSeconds(5) });
        Report(IzzyStatus.Estop, Facts.Evening.AddSeconds(5));
        Assert.Equal("lost for 6.0 s, back at 19:30:05", _troubles.Of(Facts.Id(1)));
        Report(IzzyStatus.Available, Facts.Evening.AddSeconds(7));
        Report(IzzyStatus.Estop, Facts.Evening.AddSeconds(8));
        Assert.Equal("stopped by itself at 19:30:08", _troubles.Of(Facts.Id(1)));
    }

    [Fact]
    public void Who_is_not_known_any_more_is_forgotten()
    {
        _troubles.Take(new HeartbeatEvent.IzzyLost { Id = Facts.Id(1), Time = Facts.Evening });
        _troubles.Take(new HeartbeatEvent.IzzyLost { Id = Facts.Id(2), Time = Facts.Evening });
        _troubles.Keep([Facts.Izzy(id: 2)]);
        Assert.Null(_troubles.Of(Facts.Id(1)));
        Assert.NotNull(_troubles.Of(Facts.Id(2)));
    }

    private void Report(IzzyStatus status, DateTimeOffset at, int id = 1) =>
        _troubles.Take(new HeartbeatEvent.IzzyStatusChanged { Id = Facts.Id(id), Status = status, Time = at });
}
