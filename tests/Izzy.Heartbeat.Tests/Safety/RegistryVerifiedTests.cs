using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>What Mother with a key makes of what IZZYs say. The cadence is 100 ms.</summary>
public sealed class RegistryVerifiedTests
{
    private readonly RegistryRig _rig = new(asksForProof: true);

    private uint _sequence;

    private IzzyEntry Izzy => Assert.Single(_rig.Registry.Izzies);

    [Fact]
    public void An_answer_counts_from_when_its_challenge_was_sent()
    {
        Assert.True(Hear(age: 30).Found);
        Assert.True(Izzy.IsVerified);
        Assert.Equal(_rig.Now - Ms(30), Izzy.LastHeard);
        Assert.Equal(Ms(30), Izzy.RoundTrip.Time);
        // 2.5 cadences, and the one that a challenge is older than its answer.
        _rig.Pass(320);
        Assert.Empty(_rig.Sweep());
        _rig.Pass(1);
        Assert.Equal([Presence.Late], _rig.Sweep());
    }

    [Fact]
    public void An_IZZY_whose_answers_are_held_back_is_lost_however_many_of_them_come()
    {
        Hear(age: 10);
        for (var i = 0; i < 12; i++)
        {
            Assert.False(_rig.Pass(50).HearVerified(age: 10 + (50 * (i + 1)), ++_sequence).Returned);
            _rig.Sweep();
        }

        Assert.Equal(Presence.Lost, Izzy.Presence);
        Assert.True(Hear(age: 10).Returned);
    }

    [Fact]
    public void What_says_nothing_of_its_age_tells_its_state_alone()
    {
        Hear(age: 10);
        _rig.Pass(600);
        _rig.Sweep();
        var sighting = _rig.HearVerified(age: null, ++_sequence, IzzyStatus.Estop, MessageType.Estop);
        Assert.Equal((RejectReason.None, true, false), (sighting.Rejected, sighting.StatusChanged, sighting.Returned));
        Assert.Equal(IzzyStatus.Estop, Izzy.State.Status);
        Assert.Equal(Presence.Lost, Izzy.Presence);
    }

    [Fact]
    public void A_recording_of_an_IZZY_is_refused_and_adds_nobody()
    {
        Assert.Equal(RejectReason.Replayed, _rig.HearVerified(age: null, 1).Rejected);
        Assert.Empty(_rig.Registry.Izzies);
        Hear(age: 10);
        _rig.Pass(600);
        _rig.Sweep();
        for (var i = 0; i < 30; i++)
            Assert.Equal(RejectReason.Replayed, _rig.HearVerified(age: 10, _sequence).Rejected);
        Assert.Equal(Presence.Lost, Izzy.Presence);
    }

    [Fact]
    public void Nobody_without_the_key_speaks_for_a_verified_IZZY_or_moves_it()
    {
        Hear(age: 10);
        var plain = _rig.Hear(status: IzzyStatus.Estop, from: 66);
        Assert.Equal(RejectReason.Unverified, plain.Rejected);
        Assert.Equal(IzzyStatus.Available, Izzy.State.Status);
        Assert.Equal(RegistryRig.Address(1), Izzy.Address);
    }

    [Fact]
    public void A_plain_IZZY_is_there_too_and_is_not_verified_until_it_proves_itself()
    {
        _rig.Hear();
        Assert.False(Izzy.IsVerified);
        Assert.Equal(RejectReason.Replayed, _rig.HearVerified(age: null, 1).Rejected);
        Assert.False(Izzy.IsVerified);
        Assert.Equal(false, Izzy.Verified);
        // It says what it said before, but now it is known to be its.
        Assert.True(Hear(age: 10).StatusChanged);
        Assert.True(Izzy.IsVerified);
        Assert.Equal(true, Izzy.Verified);
    }

    [Fact]
    public void Where_nobody_asks_for_proof_nothing_is_told_of_it()
    {
        var rig = new RegistryRig();
        rig.Hear();
        Assert.Null(Assert.Single(rig.Registry.Izzies).Verified);
    }

    [Fact]
    public void An_older_echo_makes_it_no_older()
    {
        Hear(age: 10);
        Hear(age: 50);
        Assert.Equal(_rig.Now - Ms(10), Izzy.LastHeard);
    }

    [Fact]
    public void It_returns_by_what_is_not_late_itself()
    {
        Hear(age: 10);
        _rig.Pass(1_000);
        _rig.Sweep();
        // 2.5 cadences, and the one that a challenge is older than its answer.
        Assert.False(Hear(age: 351).Returned);
        Assert.True(Hear(age: 350).Returned);
    }

    [Fact]
    public void What_was_said_in_its_name_before_it_proved_itself_makes_it_no_younger()
    {
        _rig.Hear();
        Assert.True(_rig.Pass(50).HearVerified(age: 500, ++_sequence, IzzyStatus.Estop, MessageType.Estop).StatusChanged);
        Assert.Equal(_rig.Now - Ms(500), Izzy.LastHeard);
        Assert.Null(Izzy.LastHere);
        Assert.Equal([Presence.Late], _rig.Sweep());
    }

    [Fact]
    public void A_flood_of_made_up_senders_leaves_room_for_who_proves_itself()
    {
        for (var number = 2; number < 16_384; number++)
            _rig.Hear(number, $"made up {number}");
        Assert.Equal(8_192, _rig.Registry.Count);
        Assert.True(Hear(age: 10).Found);
    }

    [Fact]
    public void A_liar_takes_no_verified_IZZY_s_name()
    {
        Hear(age: 10);
        _rig.Pass(1_000);
        _rig.Sweep();
        Assert.Equal(Presence.Lost, Izzy.Presence);
        Assert.Equal(RegistryRig.Id(1), _rig.Hear(izzy: 2).SameName?.Id);
    }

    [Fact]
    public void A_stop_is_confirmed_by_an_echo_of_what_was_sent_since_and_at_once()
    {
        Hear(age: 10);
        _rig.Stop = new StopInForce(1, _rig.Now, StopCause.LocalStop);
        _rig.Pass(5);
        Assert.Null(_rig.HearVerified(age: 6, ++_sequence, IzzyStatus.Estop, MessageType.Estop).ConfirmedAfter);
        Assert.Equal(Ms(5), _rig.HearVerified(age: 5, ++_sequence, IzzyStatus.Estop, MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 0), _rig.Registry.CountStop(_rig.Stop));
    }

    [Fact]
    public void The_answer_to_a_beat_of_the_very_moment_of_the_stop_confirms_nothing()
    {
        Hear(age: 10);
        _rig.Stop = new StopInForce(1, _rig.Now, StopCause.LocalStop);
        Assert.Null(_rig.HearVerified(age: 0, ++_sequence, IzzyStatus.Estop).ConfirmedAfter);
        Assert.Null(_rig.Pass(500).HearVerified(age: 500, ++_sequence, IzzyStatus.Estop).ConfirmedAfter);
        Assert.NotNull(_rig.HearVerified(age: 500, ++_sequence, IzzyStatus.Estop, MessageType.Estop).ConfirmedAfter);
    }

    [Fact]
    public void A_stop_is_confirmed_by_no_answer_of_unknown_age()
    {
        Hear(age: 10);
        _rig.Stop = new StopInForce(1, _rig.Now, StopCause.LocalStop);
        _rig.Pass(500);
        Assert.Null(_rig.HearVerified(age: null, ++_sequence, IzzyStatus.Estop, MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 1), _rig.Registry.CountStop(_rig.Stop));
    }

    [Fact]
    public void What_a_plain_IZZY_confirms_is_shown_and_opens_nothing()
    {
        _rig.Hear();
        _rig.Stop = new StopInForce(1, _rig.Now, StopCause.LocalStop);
        Assert.NotNull(_rig.Pass(5).Hear(status: IzzyStatus.Estop).ConfirmedAfter);
        Assert.Equal((1, 1), _rig.Registry.CountStop(_rig.Stop));
        // Proven, it has to confirm anew.
        Assert.Null(_rig.HearVerified(age: 6, ++_sequence, IzzyStatus.Estop, MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 1), _rig.Registry.CountStop(_rig.Stop));
        Assert.NotNull(_rig.HearVerified(age: 5, ++_sequence, IzzyStatus.Estop, MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 0), _rig.Registry.CountStop(_rig.Stop));
    }

    [Fact]
    public void That_it_moves_takes_the_confirmation_back_at_once()
    {
        Hear(age: 10);
        _rig.Stop = new StopInForce(1, _rig.Now, StopCause.LocalStop);
        _rig.Pass(5).HearVerified(age: 5, ++_sequence, IzzyStatus.Estop, MessageType.Estop);
        _rig.Pass(1).HearVerified(age: 6, ++_sequence, IzzyStatus.Moving);
        Assert.Equal((1, 1), _rig.Registry.CountStop(_rig.Stop));
    }

    [Fact]
    public void An_IZZY_that_was_started_anew_is_heard_once_it_echoes_what_was_sent_later()
    {
        Hear(age: 10);
        _rig.Pass(50);
        Assert.Equal(RejectReason.Replayed, _rig.HearVerified(age: null, 1, session: 2).Rejected);
        Assert.Equal(RejectReason.None, _rig.HearVerified(age: 10, 2, IzzyStatus.Broken, session: 2).Rejected);
        Assert.Equal(IzzyStatus.Broken, Izzy.State.Status);
        Assert.Equal(RejectReason.Replayed, _rig.HearVerified(age: 60, ++_sequence).Rejected);
    }

    [Fact]
    public void Who_is_forgotten_is_told_so_that_nothing_is_sent_to_it_any_more()
    {
        var forgotten = new List<Guid>();
        _rig.Registry.Forgotten = peer => forgotten.Add(peer.Id);
        Hear(age: 10);
        Izzy.Peer = new VerifiedPeer(Izzy.Id, Izzy.Address);
        _rig.Registry.Forget("wagon");
        Assert.Equal([RegistryRig.Id(1)], forgotten);
        // Without its key it is found anew.
        Assert.True(_rig.Hear().Found);
        Assert.False(Izzy.IsVerified);
    }

    private Sighting Hear(double age) => _rig.HearVerified(age, ++_sequence);
}
