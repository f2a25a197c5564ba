using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.TestKeys;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>
/// A Mother with the key who is played by hand, and does one thing wrong at a time: two conforming ones cannot show a check that never runs. Each test
/// begins with a beat that is right, so that what is refused afterwards is refused for that one thing.
/// </summary>
public class MisbehavingMotherScenarios
{
    private static readonly Guid s_mother = StageMother.IdOf(1);

    private readonly VerificationKeys _keys = new(Key(1));
    private readonly Stage _stage = new();
    private readonly IDatagramTransport _mother;
    private readonly StageIzzy _izzy;

    public MisbehavingMotherScenarios()
    {
        _stage.Keys = _keys;
        _mother = _stage.AddEndpoint(Ports.UdpFromClient, Ports.UdpToClient);
        _izzy = _stage.AddIzzy(limit: 500);
        Say(Trailer(sequence: 1, echo: 0));
        _stage.Run(2);
        Say(Trailer(sequence: 2, echo: Challenge()));
        _stage.Run(2);
        Assert.True(IsFresh);
    }

    private bool IsFresh => _izzy.Core.Read(decision => decision.IsFresh);

    [Theory]
    [InlineData(3u, true)]
    [InlineData(0x8000_0001u, true)]
    [InlineData(2u, false)]
    [InlineData(1u, false)]
    [InlineData(0x8000_0002u, false)]
    [InlineData(uint.MaxValue, false)]
    public void A_number_counts_only_if_it_is_ahead(uint sequence, bool counts) => AssertFeeds(() => Trailer(sequence, Challenge()), counts, RejectReason.Replayed);

    [Fact]
    public void Numbers_go_on_across_the_wrap()
    {
        var sequence = 0x7FFF_FFFFu;
        foreach (var step in new[] { 0x7FFF_FFFFu, 1u, 1u, 1u, 1u, 5u })
        {
            sequence = unchecked(sequence + step);
            Say(Trailer(sequence - step, Challenge()));
            _stage.Run(100);
        }

        AssertFeeds(() => Trailer(sequence, Challenge()), counts: true, default);
    }

    [Fact]
    public void A_number_that_is_held_feeds_once()
    {
        Say(Trailer(sequence: 3, Challenge()));
        AssertFeeds(() => Trailer(sequence: 3, Challenge()), counts: false, RejectReason.Replayed);
    }

    [Fact]
    public void An_echo_of_nothing_it_sent_feeds_nothing() => AssertFeeds(() => Trailer(sequence: 3, echo: 0x1234_5678_9ABC_DEF0), counts: false, null);

    [Fact]
    public void No_echo_feeds_nothing() => AssertFeeds(() => Trailer(sequence: 3, echo: 0), counts: false, null);

    [Fact]
    public void An_echo_of_what_was_sent_longer_ago_than_the_limit_feeds_nothing()
    {
        var old = Challenge();
        _stage.Run(600);
        Say(Trailer(sequence: 3, echo: old));
        _stage.Run(2);
        Assert.False(IsFresh);
        Assert.Contains(RejectReason.TooOld, _izzy.Rejects);
    }

    [Fact]
    public void The_echo_of_another_IZZY_s_challenge_feeds_nothing()
    {
        var other = _stage.AddIzzy();
        Say(Trailer(sequence: 3, echo: 0), other.Id, other.Address);
        _stage.Run(2);
        var challenges = _stage.Sent.Where(datagram => datagram.Sender == other.Id).Select(datagram => Read(datagram.Bytes).Challenge).ToList();
        AssertFeeds(() => Trailer(sequence: 4, echo: challenges[^1]), counts: false, null);
    }

    [Fact]
    public void What_says_that_an_IZZY_made_it_feeds_nothing() =>
        AssertFeeds(() => Trailer(sequence: 3, Challenge()) with { Role = VerifiedRole.Izzy }, counts: false, RejectReason.Replayed);

    [Fact]
    public void What_is_for_another_IZZY_feeds_nothing()
    {
        _stage.Run(600);
        Say(Trailer(sequence: 3, Challenge()), receiver: StageMother.IdOf(77));
        _stage.Run(2);
        Assert.False(IsFresh);
        Assert.Contains(RejectReason.WrongReceiver, _izzy.Rejects);
    }

    [Fact]
    public void A_session_drawn_anew_for_each_beat_keeps_nobody_permitted()
    {
        Assert.Equal(ResetRefusal.None, _izzy.Core.Reset());
        for (var session = 10u; session < 40; session++)
        {
            Say(Trailer(sequence: 3, Challenge()) with { Session = session });
            _stage.Run(100);
        }

        Assert.False(_izzy.IsPermitted);
        Assert.Single(_izzy.StopActions);
    }

    [Fact]
    public void A_pace_that_is_a_lie_changes_no_limit()
    {
        Assert.Equal(ResetRefusal.None, _izzy.Core.Reset());
        for (var beat = 3u; beat < 13; beat++)
        {
            Say(Trailer(beat, Challenge(), pace: ushort.MaxValue));
            _stage.Run(100);
        }

        Assert.True(_izzy.IsPermitted);
        _stage.Run(500);
        Assert.False(_izzy.IsPermitted);
    }

    private static VerificationTrailer Trailer(uint sequence, ulong echo, ushort pace = 120) => new(VerifiedRole.Mother, 1, sequence, pace, 99, echo);

    private static VerificationTrailer Read(byte[] packet)
    {
        Assert.True(VerificationTrailer.TryFind(packet.AsSpan(PacketLayout.PayloadOffset), out var trailer, out _));
        return trailer;
    }

    /// <summary>The newest that the IZZY sent.</summary>
    private ulong Challenge() => Read(_stage.Sent.Last(datagram => datagram.Sender == _izzy.Id).Bytes).Challenge;

    /// <summary>After its silence it answers a session that proves nothing, so that there is a new challenge; then this is said, and feeds it or not.</summary>
    private void AssertFeeds(Func<VerificationTrailer> trailer, bool counts, RejectReason? told)
    {
        _stage.Run(600);
        Assert.False(IsFresh);
        Say(Trailer(sequence: 1, echo: 0) with { Session = 99 });
        _stage.Run(20);
        Assert.False(IsFresh);
        Say(trailer());
        _stage.Run(2);
        Assert.Equal(counts, IsFresh);
        if (!counts && told is { } reason)
            Assert.Contains(reason, _izzy.Rejects);
    }

    private void Say(VerificationTrailer trailer, Guid? receiver = null, IPAddress? to = null)
    {
        var packet = new byte[HeartbeatMessage.MaxLength];
        var length = HeartbeatMessage.Encode(packet, MessageType.Hello, s_mother, receiver ?? _izzy.Id, default(ReadOnlySpan<byte>));
        length = trailer.Append(packet, length, _keys);
        _mother.Send(packet.AsSpan(0, length), new IPEndPoint(to ?? _izzy.Address, Ports.UdpToClient).Serialize());
    }
}
