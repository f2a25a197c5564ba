using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.TestKeys;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>
/// Somebody who has the network and not the key: he hears everything, sends what he likes from where he likes, and holds packets back. T is 1 s and P
/// 120 ms. Nothing of it may keep an IZZY moving past its limit, permit it, reset it, or show it alive or stopped where it is not.
/// </summary>
public class AttackScenarios
{
    private const int Period = 120;

    private readonly Stage _stage = new() { Keys = new(Key(1)) };
    private readonly StageMother _mother;
    private readonly StageIzzy _izzy;
    private readonly IDatagramTransport _attacker;

    public AttackScenarios()
    {
        _mother = _stage.AddMother(interval: Period);
        _izzy = _stage.AddIzzy(ResetPolicy.Auto);
        _attacker = _stage.AddEndpoint(6_666, Ports.UdpToClient);
        _stage.Run(3_000);
        Assert.True(_izzy.IsPermitted);
    }

    [Fact]
    public void Thirty_recorded_beats_after_silence_feed_nothing()
    {
        var beats = Recorded(_mother.Id, MessageType.Hello).TakeLast(60).ToList();
        Silence();
        foreach (var beat in beats)
        {
            ToIzzy(beat);
            _stage.Run(Period);
        }

        AssertStands(RejectReason.Replayed);
    }

    [Fact]
    public void Recorded_beats_sent_while_she_falls_silent_keep_nobody_moving()
    {
        _stage.Network.TakeDown(_mother.Address);
        var beats = Recorded(_mother.Id, MessageType.Hello).TakeLast(200).ToList();
        var from = _stage.Now;
        var next = 0;
        _stage.Run(3_000, () => ToIzzy(beats[next++ % beats.Count]));
        Assert.InRange(Assert.Single(_izzy.StopActions).At - from, 1_000 - (2 * Period), 1_000);
        AssertStands(RejectReason.Replayed);
    }

    [Fact]
    public void Whatever_bit_of_a_recorded_beat_is_flipped_it_counts_for_nothing()
    {
        var beat = _stage.Sent.Last(datagram => datagram.Type == MessageType.Hello && datagram.Receiver == _izzy.Id).Bytes;
        Silence();
        for (var bit = 0; bit < beat.Length * 8; bit++)
        {
            byte[] changed = [.. beat];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            ToIzzy(changed);
            _stage.Run(2);
            Assert.False(_izzy.Core.Read(decision => decision.IsFresh));
        }

        AssertStands(RejectReason.WrongMac);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(1_000u)]
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(0x8000_0000u)]
    public void A_number_set_forward_or_back_is_no_longer_authentic(uint by)
    {
        var beat = Recorded(_mother.Id, MessageType.Hello).Last();
        Silence();
        var at = beat.Length - VerificationTrailer.Length + 10;
        var sequence = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(beat.AsSpan(at));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(beat.AsSpan(at), unchecked(sequence + by));
        Repeat(beat, 30);
        AssertStands(RejectReason.WrongMac);
    }

    [Fact]
    public void A_beat_without_its_trailer_counts_for_nothing()
    {
        Silence();
        Repeat(new HeartbeatMessage(MessageType.Hello, _mother.Id, HeartbeatMessage.Everyone).ToBytes(), 30);
        Repeat(new HeartbeatMessage(MessageType.Hello, _mother.Id, _izzy.Id).ToBytes(), 30);
        AssertStands(RejectReason.Unverified);
    }

    [Fact]
    public void Beats_held_back_for_longer_than_the_limit_keep_their_spacing_and_count_for_nothing()
    {
        _stage.Network.Faults = new NetworkFaults { Delay = TimeSpan.FromMilliseconds(2_000) };
        _stage.Run(20_000);
        AssertStands(RejectReason.TooOld);
        _stage.Network.Faults = NetworkFaults.None;
        // An honest network again: by itself, for it was but silence.
        _stage.Run(5_000);
        Assert.True(_izzy.IsPermitted);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(1_100, false)]
    public void Beats_held_back_less_than_the_limit_shorten_what_is_tolerated_and_never_lengthen_it(int delay, bool moves)
    {
        _stage.Network.Faults = new NetworkFaults { Delay = TimeSpan.FromMilliseconds(delay) };
        _stage.Run(10_000);
        Assert.Equal(moves, _izzy.IsPermitted);
        if (!moves)
            return;
        var stops = _izzy.StopActions.Count;
        _mother.IsFrozen = true;
        var frozenAt = _stage.Now;
        _stage.Run(3_000);
        // The last beat was made at the latest when she froze, and nothing made later than a limit ago counts.
        Assert.True(_izzy.StopActions[stops].At <= frozenAt + 1_000);
    }

    [Fact]
    public void What_the_IZZY_says_is_no_beat_when_it_is_thrown_back_at_it()
    {
        var own = Recorded(_izzy.Id, MessageType.Here).Last();
        Silence();
        Repeat(own, 10);
        // With its ids exchanged, as if she had said it.
        byte[] reflected = [.. own];
        own.AsSpan(PacketLayout.ReceiverOffset, 16).CopyTo(reflected.AsSpan(PacketLayout.SenderOffset));
        own.AsSpan(PacketLayout.SenderOffset, 16).CopyTo(reflected.AsSpan(PacketLayout.ReceiverOffset));
        reflected[PacketLayout.TypeOffset] = (byte)MessageType.Hello;
        Repeat(reflected, 10);
        AssertStands(RejectReason.OwnReflection, RejectReason.WrongMac);
    }

    [Fact]
    public void Recorded_answers_show_nobody_alive_and_confirm_no_stop()
    {
        var answers = Recorded(_izzy.Id, MessageType.Here);
        _stage.Network.TakeDown(_izzy.Address);
        _mother.Stop();
        _stage.Run(10_000, () => _attacker.Send(answers[(int)_stage.Now % answers.Count], To(_mother.Address, Ports.UdpFromClient)));
        var info = Assert.Single(_mother.Core.Snapshot());
        Assert.Equal((Presence.Lost, null), (info.Presence, info.StopConfirmedAfter));
        Assert.Equal((1, 1), _mother.Core.CountStop());
        Assert.Contains(RejectReason.Replayed, _mother.Rejects);
    }

    [Fact]
    public void A_confirmation_recorded_at_an_earlier_stop_confirms_no_later_one()
    {
        _stage.Run(1_000);
        _mother.Stop();
        _stage.Run(100);
        var confirmations = _stage.Sent.Where(datagram => datagram.Sender == _izzy.Id).TakeLast(5).Select(datagram => datagram.Bytes).ToList();
        Assert.Equal(ResetRefusal.None, _mother.Reset());
        _stage.Run(3_000);
        Assert.True(_izzy.IsPermitted);
        _stage.Network.TakeDown(_izzy.Address);
        _mother.Stop();
        _stage.Run(200, () => confirmations.ForEach(bytes => _attacker.Send(bytes, To(_mother.Address, Ports.UdpFromClient))));
        Assert.Equal((1, 1), _mother.Core.CountStop());
        Assert.Equal(ResetRefusal.NotConfirmed, _mother.Reset());
    }

    [Fact]
    public void Plain_lies_about_a_verified_IZZY_change_nothing_and_turn_its_beats_away_from_it()
    {
        var lie = new HeartbeatMessage(MessageType.Estop, _izzy.Id, _mother.Id, new StatusReport(_izzy.Name, new(IzzyStatus.Estop))).ToBytes();
        _stage.Run(2_000, () => _attacker.Send(lie, To(_mother.Address, Ports.UdpFromClient)));
        var info = Assert.Single(_mother.Core.Snapshot());
        Assert.Equal(IzzyStatus.Available, info.State.Status);
        Assert.StartsWith(_izzy.Address.ToString(), info.Address, StringComparison.Ordinal);
        Assert.True(_izzy.IsPermitted);
        Assert.Contains(RejectReason.Unverified, _mother.Rejects);
    }

    [Fact]
    public void A_recording_of_yesterday_adopts_nobody_and_resets_nobody()
    {
        var yesterday = _stage.Sent.Where(datagram => datagram.Sender == _mother.Id).Select(datagram => datagram.Bytes).ToList();
        _stage.Kill(_mother);
        _stage.Kill(_izzy);
        var izzy = _stage.AddIzzy(ResetPolicy.Auto, at: _izzy.Address, name: _izzy.Name);
        var next = 0;
        _stage.Run(5_000, () => _attacker.Send(yesterday[next++ % yesterday.Count], To(izzy.Address, Ports.UdpToClient)));
        Assert.Equal(0, izzy.Permits);
        Assert.Null(izzy.Core.Read(decision => decision.Owner));
        Assert.False(izzy.Core.Read(decision => decision.IsFresh));
        // And they lock nobody out.
        _stage.AddMother(interval: Period, address: _mother.Address);
        _stage.Run(3_000, () => _attacker.Send(yesterday[next++ % yesterday.Count], To(izzy.Address, Ports.UdpToClient)));
        Assert.True(izzy.IsPermitted);
    }

    [Fact]
    public void A_recording_turns_nothing_that_the_IZZY_says_unasked_away_from_its_owner()
    {
        var yesterday = _stage.Sent.Last(datagram => datagram.Sender == _mother.Id && datagram.Receiver == _izzy.Id).Bytes;
        _stage.Kill(_mother);
        var mother = _stage.AddMother(interval: Period, address: _mother.Address);
        _stage.Run(3_000);
        _izzy.Core.Reset();
        ToIzzy(yesterday);
        _stage.Run(1);
        var from = _stage.Sent.Count;
        mother.IsFrozen = true;
        _stage.Run(3_000, () => ToIzzy(yesterday));
        var announced = _stage.Sent.Skip(from).Where(datagram => datagram.Sender == _izzy.Id && datagram.Type == MessageType.Estop).ToList();
        Assert.NotEmpty(announced);
        Assert.All(announced, datagram => Assert.Equal(mother.Address, datagram.To.Address));
    }

    [Fact]
    public void A_plain_stop_and_a_forged_one_stop_nobody_and_are_told()
    {
        var plain = new HeartbeatMessage(MessageType.Estop, _mother.Id, HeartbeatMessage.Everyone).ToBytes();
        Repeat(plain, 5);
        Assert.True(_izzy.IsPermitted);
        var told = _izzy.Events.OfType<HeartbeatEvent.Rejected>().Last();
        Assert.Equal(RejectReason.Unverified, told.Reason);
        Assert.Contains(_izzy.Events.OfType<HeartbeatEvent.Rejected>(), rejected => rejected.Message?.Contains("not obeyed", StringComparison.Ordinal) == true);
    }

    private static SocketAddress To(IPAddress address, int port) => new IPEndPoint(address, port).Serialize();

    private List<byte[]> Recorded(Guid sender, MessageType type) =>
        [.. _stage.Sent.Where(datagram => datagram.Sender == sender && datagram.Type == type).Select(datagram => datagram.Bytes)];

    private void Silence()
    {
        _stage.Network.TakeDown(_mother.Address);
        _stage.Run(1_500);
        Assert.Equal([StopCause.Silence], _izzy.Stops);
    }

    private void ToIzzy(byte[] bytes) => _attacker.Send(bytes, To(_izzy.Address, Ports.UdpToClient));

    private void Repeat(byte[] bytes, int times)
    {
        for (var i = 0; i < times; i++)
        {
            ToIzzy(bytes);
            _stage.Run(Period);
        }
    }

    /// <summary>It stopped once and stays so, a person's reset is refused, and the log says what was tried.</summary>
    private void AssertStands(params RejectReason[] told)
    {
        _stage.Run(1_100);
        Assert.False(_izzy.IsPermitted);
        Assert.Equal(1, _izzy.Permits);
        Assert.Single(_izzy.StopActions);
        Assert.Equal(ResetRefusal.NoFreshBeats, _izzy.Core.Reset());
        Assert.All(told, reason => Assert.Contains(reason, _izzy.Rejects));
    }
}
