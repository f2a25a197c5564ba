using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>The round of a beat to many verified IZZYs. P is 20 ms.</summary>
public sealed class VerifiedRoundTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private readonly FakeClock _clock = new();
    private readonly StopLatch _latch = new(TimeSpan.FromSeconds(3));
    private readonly Roster<VerifiedPeer> _peers = new();
    private readonly SendingWire _wire = new();
    private readonly HeartbeatSender _sender;

    public VerifiedRoundTests()
    {
        var voice = new VerifiedVoice(new VerificationKeys(TestKeys.Key()), VerifiedRole.Mother, s_interval, default);
        _sender = new HeartbeatSender(new Guid(1, 0, 0, new byte[8]), s_interval, _latch, new BeatLog(), _wire, _clock, () => [], voice, _peers);
    }

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1_000)]
    public void Each_beat_reaches_each_within_half_a_period(int izzies)
    {
        Add(izzies);
        for (var beat = 1; beat <= 5; beat++)
        {
            Run(milliseconds: 10);
            Assert.All(_peers.All.ToArray(), peer => Assert.Equal(beat, _wire.To.GetValueOrDefault(peer.Address)));
            Run(milliseconds: 10);
        }
    }

    [Fact]
    public void A_stop_in_the_middle_of_a_round_waits_for_no_more_than_a_few_and_nothing_of_the_round_follows_it()
    {
        Add(1_000);
        var afterwards = 0;
        _wire.Sends = type =>
        {
            if (type == MessageType.Hello && _latch.IsLatched)
                afterwards++;
            // As another thread does it that gets the lock between two handfuls.
            if (_wire.To.Count == 32 && !_latch.IsLatched)
                _sender.Stop(StopCause.LocalStop);
        };
        Run(milliseconds: 200);
        Assert.True(_latch.IsLatched);
        // It was asked under the lock here, so that this handful goes on, and no other one.
        Assert.InRange(afterwards, 0, 16);
    }

    [Fact]
    public void A_round_that_is_not_finished_leaves_nobody_out_twice()
    {
        Add(100);
        // She runs twice a period only: a round takes longer than that.
        for (var turn = 0; turn < 20; turn++)
        {
            _sender.Step();
            _clock.Advance(s_interval / 2);
        }

        var counts = _peers.All.ToArray().Select(peer => _wire.To.GetValueOrDefault(peer.Address)).ToList();
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        Assert.True(counts.Min() > 0);
    }

    [Fact]
    public void Who_is_struck_from_the_list_or_moves_is_sent_no_more_where_it_was()
    {
        Add(3);
        var (gone, moved) = (_peers.All[0], _peers.All[1]);
        var before = moved.Address;
        _peers.Remove(gone);
        moved.MoveTo(Address(200));
        Run(milliseconds: 40);
        Assert.False(_wire.To.ContainsKey(gone.Address));
        Assert.False(_wire.To.ContainsKey(before));
        Assert.Equal(2, _wire.To[Address(200)]);
    }

    private static SocketAddress Address(int number) => new IPEndPoint(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), 9001).Serialize();

    private void Add(int izzies)
    {
        for (var number = 0; number < izzies; number++)
            _peers.Add(new VerifiedPeer(new Guid(number + 1, 0, 0, new byte[8]), Address(number)));
    }

    private void Run(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed++)
        {
            _sender.Step();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
