namespace Izzy.Heartbeat.Tests.Events;

public class EventStreamTests
{
    private readonly FakeClock _clock = new();
    private readonly EventStream _stream;

    public EventStreamTests() => _stream = new EventStream(_clock);

    [Fact]
    public void Every_reader_gets_every_event_in_order_from_its_subscription_on()
    {
        _stream.Publish(new HeartbeatEvent.Permitted(0));
        var first = _stream.Subscribe(TestContext.Current.CancellationToken);
        _stream.Publish(new HeartbeatEvent.Permitted(1));
        var second = _stream.Subscribe(TestContext.Current.CancellationToken);
        _stream.Publish(new HeartbeatEvent.Permitted(2));
        Assert.Equal([1, 2], Permits(first));
        Assert.Equal([2], Permits(second));
    }

    [Fact]
    public void An_event_has_the_time_of_its_telling()
    {
        var reader = _stream.Subscribe(TestContext.Current.CancellationToken);
        _clock.Now = TimeSpan.FromSeconds(3);
        _stream.Publish(new HeartbeatEvent.Permitted(1));
        _clock.Now = TimeSpan.FromSeconds(9);
        Assert.True(reader.TryRead(out var happened));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 20, 0, 3, TimeSpan.Zero), happened.Time);
    }

    [Fact]
    public void A_slow_reader_loses_the_oldest_and_is_told_how_many_before_the_rest()
    {
        var reader = _stream.Subscribe(TestContext.Current.CancellationToken);
        for (var i = 0; i < EventStream.Capacity + 10; i++)
            _stream.Publish(new HeartbeatEvent.Permitted(i));
        Assert.True(reader.TryRead(out var told));
        Assert.Equal(10, Assert.IsType<HeartbeatEvent.EventsLost>(told).Count);
        Assert.Equal(Enumerable.Range(10, EventStream.Capacity).Select(i => (long)i), Permits(reader));
    }

    [Fact]
    public void A_slow_reader_costs_the_others_nothing()
    {
        _ = _stream.Subscribe(TestContext.Current.CancellationToken);
        var quick = _stream.Subscribe(TestContext.Current.CancellationToken);
        var read = new List<long>();
        for (var i = 0; i < 2 * EventStream.Capacity; i++)
        {
            _stream.Publish(new HeartbeatEvent.Permitted(i));
            read.AddRange(Permits(quick));
        }

        Assert.Equal(2 * EventStream.Capacity, read.Count);
    }

    [Fact]
    public void A_reader_that_ends_before_reads_what_there_is_and_is_kept_no_longer()
    {
        var stays = _stream.Subscribe(TestContext.Current.CancellationToken);
        using var end = new CancellationTokenSource();
        var ends = _stream.Subscribe(end.Token);
        _stream.Publish(new HeartbeatEvent.Permitted(1));
        end.Cancel();
        _stream.Publish(new HeartbeatEvent.Permitted(2));
        Assert.Equal([1], Permits(ends));
        Assert.True(ends.Completion.IsCompletedSuccessfully);
        Assert.Equal([1, 2], Permits(stays));
        for (var i = 0; i < 1_000; i++)
            _stream.Subscribe(end.Token);
        Assert.Equal(1, _stream.Readers);
    }

    [Fact]
    public async Task A_reader_comes_to_its_end_once_it_has_read_what_there_is()
    {
        var reader = _stream.Subscribe(TestContext.Current.CancellationToken);
        _stream.Publish(new HeartbeatEvent.Permitted(1));
        _stream.Complete();
        _stream.Publish(new HeartbeatEvent.Permitted(2));
        Assert.True(await reader.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal([1], Permits(reader));
        Assert.False(await reader.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_reader_who_comes_after_the_end_is_at_the_end()
    {
        _stream.Complete();
        var reader = _stream.Subscribe(TestContext.Current.CancellationToken);
        Assert.False(await reader.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    private static List<long> Permits(System.Threading.Channels.ChannelReader<HeartbeatEvent> reader)
    {
        var permits = new List<long>();
        while (reader.TryRead(out var happened))
            permits.Add(Assert.IsType<HeartbeatEvent.Permitted>(happened).Permit);
        return permits;
    }
}
