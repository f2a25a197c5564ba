using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

public sealed class HeartbeatSenderTests : IDisposable
{
    private static readonly Guid s_mother = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly FakeClock _clock = new();
    private readonly StopLatch _latch = new(TimeSpan.FromSeconds(3));
    private readonly SendingWire _wire = new();
    private List<SocketAddress> _unconfirmed = [];
    private Action? _whileGathering;

    public void Dispose() => _wire.Dispose();

    [Fact]
    public void Each_unconfirmed_IZZY_is_told_alone_at_a_bounded_rate()
    {
        var sender = Sender(izzies: 100);
        sender.Stop(StopCause.LocalStop);
        for (var ms = 0; ms < 40; ms++)
        {
            var before = _wire.Unicasts;
            sender.Step();
            Assert.InRange(_wire.Unicasts - before, 0, 16);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(100, _wire.To.Count);
        Assert.All(_wire.Types, type => Assert.Equal(MessageType.Estop, type));
    }

    [Fact]
    public void No_ESTOP_follows_a_reset_not_even_one_that_came_while_addresses_were_gathered()
    {
        var sender = Sender(izzies: 100);
        sender.Stop(StopCause.LocalStop);
        _clock.Advance(TimeSpan.FromSeconds(4));
        _whileGathering = () => Assert.Equal(ResetRefusal.None, sender.Reset(sender.Requests, (100, 0))!.Value.Refusal);
        sender.Step();
        var estops = _wire.Types.Count;
        _whileGathering = null;
        for (var i = 0; i < 20; i++)
        {
            sender.Step();
            _clock.Advance(s_interval);
        }

        Assert.Equal(0, _wire.Unicasts);
        Assert.All(_wire.Types.Skip(estops), type => Assert.Equal(MessageType.Hello, type));
        Assert.True(_wire.Types.Count > estops + 10);
    }

    [Fact]
    public void A_Mother_who_leaves_says_ESTOP_alone_and_is_never_reset()
    {
        var sender = Sender(izzies: 0);
        sender.Step();
        _clock.Advance(TimeSpan.FromSeconds(4));
        var before = _wire.Types.Count;
        sender.Leave();
        Assert.Equal(ResetRefusal.CauseRemains, sender.Reset(sender.Requests, (1, 0))!.Value.Refusal);
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(s_interval);
            sender.Step();
        }

        Assert.Equal(MessageType.Estop, Assert.Single(_wire.Types.Skip(before).Distinct()));
    }

    [Fact]
    public void Each_new_stop_and_each_reset_is_told_once_in_their_order()
    {
        var sender = Sender(izzies: 0);
        var told = new List<HeartbeatEvent>();
        sender.Tells = told.Add;
        sender.Stop(StopCause.LocalStop);
        sender.Stop(StopCause.LocalStop);
        _clock.Advance(TimeSpan.FromSeconds(4));
        sender.Reset(sender.Requests, (1, 0));
        sender.Reset(sender.Requests, (1, 0));
        sender.Stop(StopCause.LocalStop);
        Assert.Equal([typeof(HeartbeatEvent.Stopped), typeof(HeartbeatEvent.Reset), typeof(HeartbeatEvent.Stopped)], told.Select(each => each.GetType()));
    }

    [Fact]
    public void A_stop_has_the_time_at_which_beats_ceased_though_it_is_told_after_the_first_ESTOP()
    {
        var sender = Sender(izzies: 0);
        var events = new EventStream(_clock);
        var reader = events.Subscribe(TestContext.Current.CancellationToken);
        sender.Tells = events.Publish;
        var ceased = _clock.UtcNow;
        // Somebody hears the ESTOP, obeys, and is told of first.
        _wire.Sends = _ =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(3));
            events.Publish(new HeartbeatEvent.StopConfirmed());
        };
        sender.Stop(StopCause.LocalStop);
        var told = new List<HeartbeatEvent>();
        while (reader.TryRead(out var happened))
            told.Add(happened);
        Assert.Equal([typeof(HeartbeatEvent.StopConfirmed), typeof(HeartbeatEvent.Stopped)], told.Select(each => each.GetType()));
        Assert.Equal([ceased.AddMilliseconds(3), ceased], told.Select(each => each.Time));
    }

    [Fact]
    public void A_second_stop_sends_a_burst_again_and_is_no_new_stop()
    {
        var sender = Sender(izzies: 0);
        Assert.True(sender.Stop(StopCause.LocalStop));
        Run(sender, 200);
        var first = _wire.Types.Count;
        Assert.Equal(5, first);
        Assert.False(sender.Stop(StopCause.LocalStop));
        Run(sender, 200);
        Assert.Equal(first + 5, _wire.Types.Count);
        Assert.Equal(1, _latch.Current!.Number);
    }

    [Fact]
    public void The_burst_is_out_within_fifty_milliseconds_and_then_once_a_second()
    {
        var sender = Sender(izzies: 0);
        sender.Stop(StopCause.LocalStop);
        Run(sender, 51);
        Assert.Equal(5, _wire.Types.Count);
        Run(sender, 3_000);
        Assert.Equal(8, _wire.Types.Count);
    }

    [Fact]
    public void Beats_that_the_system_takes_for_nobody_are_told_once_and_so_is_their_return()
    {
        var told = new List<bool>();
        var sender = Sender(izzies: 0);
        sender.Reaches = told.Add;
        Beat(5);
        _wire.Takes = 0;
        Beat(2);
        _wire.Takes = 1;
        Beat(1);
        Assert.Empty(told);
        _wire.Takes = 0;
        Beat(20);
        Assert.Equal([false], told);
        _wire.Takes = 1;
        Beat(20);
        Assert.Equal([false, true], told);

        void Beat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                sender.Step();
                _clock.Advance(s_interval);
            }
        }
    }

    private HeartbeatSender Sender(int izzies)
    {
        _unconfirmed = [.. Enumerable.Range(0, izzies).Select(i => new IPEndPoint(IPAddress.Parse($"10.0.1.{i}"), 9001).Serialize())];
        return new HeartbeatSender(s_mother, s_interval, _latch, new BeatLog(), _wire, _clock, () =>
        {
            _whileGathering?.Invoke();
            return _unconfirmed;
        });
    }

    private void Run(HeartbeatSender sender, int milliseconds)
    {
        for (var ms = 0; ms < 2 * milliseconds; ms++)
        {
            sender.Step();
            _clock.Advance(TimeSpan.FromMilliseconds(0.5));
        }
    }
}
