using Izzy.Capture.Analysis;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Tests.Analysis;

public class ListenerTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(180);
    private static readonly Guid s_mother = Datagrams.MotherId;

    private readonly Listener _listener = new(s_limit, TimeSpan.Zero);
    private TimeSpan _now;

    [Fact]
    public void Regular_beats_permit_it_after_a_limit_and_never_stop_it()
    {
        Beat(TimeSpan.FromMinutes(1));

        Assert.Equal((1L, 0L, true), (_listener.Permits, _listener.StopCount, _listener.IsPermitted));
    }

    [Fact]
    public void A_silence_longer_than_the_limit_stops_it_at_the_limit_and_beats_permit_it_again()
    {
        Beat(TimeSpan.FromSeconds(3));
        var last = _now;
        _now += TimeSpan.FromSeconds(1.5) - s_period;
        Beat(TimeSpan.FromSeconds(3));

        var stop = Assert.Single(_listener.Stops);
        Assert.Equal(StopCause.Silence, stop.Cause);
        Assert.Equal(last + s_limit + TimeSpan.FromTicks(1), stop.At);
        Assert.Equal((2L, true), (_listener.Permits, _listener.IsPermitted));
    }

    [Fact]
    public void A_silence_of_exactly_the_limit_is_tolerated()
    {
        Beat(TimeSpan.FromSeconds(3));
        _now += s_limit - s_period;
        Beat(TimeSpan.FromSeconds(3));

        Assert.Equal(0, _listener.StopCount);
    }

    [Fact]
    public void A_silence_at_the_end_is_found_when_time_goes_on()
    {
        Beat(TimeSpan.FromSeconds(3));
        _listener.Advance(_now + s_limit);
        Assert.Equal(0, _listener.StopCount);
        _listener.Advance(_now + s_limit + TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _listener.StopCount);
    }

    [Fact]
    public void Beats_too_far_apart_never_permit_it()
    {
        for (var i = 0; i < 100; i++)
            Hear(MessageType.Hello, s_mother, TimeSpan.FromSeconds(1.2));

        Assert.Equal((0L, 0L), (_listener.Permits, _listener.StopCount));
        Assert.Equal(TimeSpan.FromSeconds(1.2), _listener.BeatsTooSlow);
    }

    [Fact]
    public void An_ESTOP_of_its_Mother_stops_it_and_tells_the_cause()
    {
        Beat(TimeSpan.FromSeconds(3));
        Hear(MessageType.Estop, s_mother, TimeSpan.FromMilliseconds(10));

        Assert.Equal(StopCause.StopReceived, Assert.Single(_listener.Stops).Cause);
        Beat(TimeSpan.FromSeconds(3));
        Assert.True(_listener.IsPermitted);
    }

    [Fact]
    public void A_strange_Mother_feeds_it_nothing_and_is_counted()
    {
        Beat(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 20; i++)
            Hear(MessageType.Hello, Guid.Parse("99999999-0000-0000-0000-000000000000"), TimeSpan.FromMilliseconds(49));
        Assert.Equal(20, _listener.Strangers);
        _listener.Advance(_now + TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, _listener.StopCount);
    }

    [Fact]
    public void A_gap_of_two_hundred_years_takes_no_longer_than_one_of_the_limit()
    {
        Beat(TimeSpan.FromSeconds(3));
        _now += TimeSpan.FromDays(73_000);
        Beat(TimeSpan.FromSeconds(3));

        Assert.Equal((1L, 2L), (_listener.StopCount, _listener.Permits));
    }

    [Fact]
    public void Stops_without_end_are_counted_in_bounded_memory()
    {
        for (var i = 0; i < Listener.MostStops + 10; i++)
        {
            Beat(TimeSpan.FromSeconds(1.5));
            _now += TimeSpan.FromSeconds(2);
        }

        _listener.Advance(_now);
        Assert.Equal((Listener.MostStops + 10L, Listener.MostStops), (_listener.StopCount, _listener.Stops.Count));
    }

    private void Beat(TimeSpan until)
    {
        for (var end = _now + until; _now + s_period <= end;)
            Hear(MessageType.Hello, s_mother, s_period);
    }

    private void Hear(MessageType type, Guid sender, TimeSpan after)
    {
        _now += after;
        _listener.Hear(type, sender, HeartbeatMessage.Everyone, _now);
    }
}
