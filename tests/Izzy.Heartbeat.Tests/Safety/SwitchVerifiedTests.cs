using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>The switch with a key: what counts, and from when on. T is 1 s.</summary>
public class SwitchVerifiedTests
{
    private readonly SwitchRig _rig = new(verified: true);

    [Fact]
    public void A_beat_counts_from_when_its_challenge_was_sent_and_not_from_its_receipt()
    {
        Permit(age: 120);
        _rig.Pass(Limit - 120);
        Assert.True(_rig.IsValid);
        _rig.Pass(1);
        Assert.False(_rig.IsValid);
        Assert.Equal([StopCause.Silence], _rig.Stops);
    }

    [Fact]
    public void The_permit_that_a_beat_prolongs_ends_a_limit_after_the_challenge_by_the_asker_s_own_clock()
    {
        Permit();
        _rig.Pass(120).Verified(MessageType.Hello, age: 100);
        // Nobody looks meanwhile.
        _rig.Freeze(Limit - 100);
        Assert.True(_rig.IsValid);
        _rig.Freeze(1);
        Assert.False(_rig.IsValid);
    }

    [Fact]
    public void A_beat_that_was_held_back_for_longer_than_the_limit_feeds_nothing()
    {
        Permit();
        // They keep their spacing, and come one after the other as if nothing were: each is 1 ms older than T.
        for (var beat = 0; beat < 20; beat++)
        {
            _rig.Pass(120);
            var outcome = _rig.Verified(MessageType.Hello, age: Limit + 1);
            Assert.Equal(RejectReason.TooOld, outcome.Rejected);
        }

        Assert.Equal([StopCause.Silence], _rig.Stops);
        Assert.False(_rig.Switch.IsFresh);
        Assert.Equal(ResetRefusal.NoFreshBeats, _rig.Reset());
    }

    [Fact]
    public void A_beat_exactly_as_old_as_the_limit_is_tolerated()
    {
        _rig.Pass(2 * Limit);
        Assert.Equal(RejectReason.None, _rig.Verified(MessageType.Hello, age: Limit).Rejected);
        Assert.True(_rig.Switch.IsFresh);
    }

    [Fact]
    public void An_older_echo_takes_nothing_away_from_a_newer_one()
    {
        Permit(age: 10);
        _rig.Verified(MessageType.Hello, age: 500);
        _rig.Pass(Limit - 10);
        Assert.True(_rig.IsValid);
        _rig.Pass(1);
        Assert.False(_rig.IsValid);
    }

    [Fact]
    public void A_plain_beat_feeds_nothing_owns_nothing_and_is_not_answered()
    {
        var outcome = _rig.Hello();
        Assert.Equal((RejectReason.Unverified, Answer.None), (outcome.Rejected, outcome.Answer));
        Assert.Null(_rig.Switch.Owner);
        Assert.False(_rig.Switch.IsFresh);
        Permit();
        _rig.Beats(2 * Limit);
        Assert.Equal([StopCause.Silence], _rig.Stops);
    }

    [Fact]
    public void A_plain_stop_stops_nobody()
    {
        Permit();
        Assert.Equal(RejectReason.Unverified, _rig.Estop().Rejected);
        Assert.True(_rig.IsValid);
    }

    [Fact]
    public void A_verified_stop_stops_whatever_its_number_and_session()
    {
        foreach (var (session, sequence) in new (ulong, uint)[] { (1, 1), (1, 500), (3, 1) })
        {
            var rig = new SwitchRig(verified: true);
            rig.Pass(300);
            for (var i = 0; i < 5; i++)
                rig.Verified(MessageType.Hello, age: 20);
            Assert.Equal(ResetRefusal.None, rig.Reset());
            rig.Verified(MessageType.Estop, session: session, sequence: sequence, toEveryone: true);
            Assert.Equal([StopCause.StopReceived], rig.Stops);
        }
    }

    [Theory]
    [InlineData(1u, true)]
    [InlineData(500u, false)]
    public void A_recorded_stop_does_not_hold_ownership_as_a_new_one_does(uint sequence, bool mayBeTaken)
    {
        Permit();
        _rig.Verified(MessageType.Hello, age: 20);
        _rig.Verified(MessageType.Estop, sequence: sequence);
        var outcome = _rig.Pass(Limit + 200).Verified(MessageType.Hello, age: 60, session: 9, mother: Stranger);
        Assert.Equal(mayBeTaken ? RejectReason.None : RejectReason.StrangeMother, outcome.Rejected);
        Assert.Equal(mayBeTaken ? Stranger : Owner, _rig.Switch.Owner);
    }

    [Fact]
    public void What_proves_nothing_is_answered_with_a_challenge_and_changes_nothing()
    {
        var outcome = _rig.Verified(MessageType.Hello, toEveryone: true);
        Assert.Equal((RejectReason.None, Answer.Here), (outcome.Rejected, outcome.Answer));
        Assert.False(outcome.OwnerHeard);
        Assert.Null(_rig.Switch.Owner);
        Assert.False(_rig.Switch.IsFresh);
    }

    [Fact]
    public void While_beats_are_fresh_what_she_says_to_everyone_is_not_answered_a_second_time()
    {
        Permit();
        Assert.Equal(Answer.None, _rig.Verified(MessageType.Hello, toEveryone: true).Answer);
        Assert.Equal(Answer.Here, _rig.Verified(MessageType.Hello, age: 0).Answer);
        // Another session might be hers, started anew.
        Assert.Equal(Answer.Here, _rig.Verified(MessageType.Hello, session: 2, toEveryone: true).Answer);
        // What is for it alone fails to come: she may have lost its address, and there is time left.
        _rig.Pass(Limit / 2);
        Assert.Equal(Answer.None, _rig.Verified(MessageType.Hello, toEveryone: true).Answer);
        _rig.Pass(1);
        Assert.Equal(Answer.Here, _rig.Verified(MessageType.Hello, toEveryone: true).Answer);
        Assert.True(_rig.IsValid);
    }

    [Fact]
    public void What_she_says_to_it_alone_is_answered_though_beats_are_fresh()
    {
        Permit();
        // She echoes what is forgotten here, and needs a challenge to echo instead.
        Assert.Equal(Answer.Here, _rig.Verified(MessageType.Hello).Answer);
    }

    [Fact]
    public void A_recording_is_refused_and_not_answered()
    {
        _rig.Pass(300);
        for (var i = 1u; i <= 30; i++)
            Assert.Equal(RejectReason.None, _rig.Verified(MessageType.Hello, age: 50, sequence: i).Rejected);
        _rig.Pass(Limit + 1);
        for (var i = 1u; i <= 30; i++)
        {
            var outcome = _rig.Pass(120).Verified(MessageType.Hello, age: 50, sequence: i);
            Assert.Equal((RejectReason.Replayed, Answer.None), (outcome.Rejected, outcome.Answer));
        }

        Assert.False(_rig.Switch.IsFresh);
    }

    [Fact]
    public void What_comes_to_everyone_a_second_time_by_another_interface_is_no_replay_to_be_told_of()
    {
        Permit();
        _rig.Verified(MessageType.Hello, sequence: 50, toEveryone: true);
        var outcome = _rig.Verified(MessageType.Hello, sequence: 50, toEveryone: true);
        Assert.Equal((RejectReason.None, Answer.None), (outcome.Rejected, outcome.Answer));
    }

    [Fact]
    public void A_Mother_started_anew_trips_a_permitted_IZZY_once_she_proves_it_and_permits_nothing()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, verified: true);
        Permit(rig);
        rig.Pass(120).Verified(MessageType.Hello, session: 2, toEveryone: true);
        Assert.True(rig.IsValid);
        var outcome = rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 2);
        Assert.True(outcome.Tripped);
        Assert.Equal([StopCause.MotherRestarted], rig.Stops);
        // Not even by itself: that is for a person.
        for (var i = 0; i < 30; i++)
            rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 2);
        Assert.False(rig.IsValid);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_Mother_started_anew_who_stops_first_permits_nothing_after_it_either()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, verified: true);
        Permit(rig);
        rig.Pass(120).Verified(MessageType.Estop, session: 2, toEveryone: true);
        rig.Pass(10).Verified(MessageType.Estop, age: 5, session: 2);
        Assert.Equal([StopCause.StopReceived, StopCause.MotherRestarted], rig.Stops);
        for (var i = 0; i < 30; i++)
            rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 2);
        Assert.True(rig.Switch.IsFresh);
        Assert.False(rig.IsValid);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_recording_of_her_last_session_trips_nobody()
    {
        _rig.Pass(300).Verified(MessageType.Hello, age: 100, session: 2);
        _rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 3);
        Assert.Equal(ResetRefusal.None, _rig.Reset());
        Assert.Equal(Answer.Here, _rig.Verified(MessageType.Hello, age: 220, session: 2).Answer);
        Assert.True(_rig.IsValid);
        Assert.Empty(_rig.Stops);
    }

    [Fact]
    public void A_Mother_started_anew_while_it_stands_stopped_permits_nothing_either_however_long_it_was_silent_before()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, verified: true);
        Permit(rig);
        rig.Pass(Limit + 1);
        for (var i = 0; i < 30; i++)
            rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 2);
        Assert.Equal([StopCause.Silence, StopCause.MotherRestarted], rig.Stops);
        Assert.True(rig.Switch.IsFresh);
        Assert.False(rig.IsValid);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_Mother_started_anew_before_the_first_permit_is_as_the_first_one()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, verified: true);
        rig.Pass(300).Verified(MessageType.Hello, age: 20);
        for (var i = 0; i < 30; i++)
            rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 2);
        Assert.True(rig.IsValid);
        Assert.Empty(rig.Stops);
    }

    [Fact]
    public void A_Mother_started_anew_who_first_says_stop_permits_nothing_by_her_beats_either()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, verified: true);
        Permit(rig);
        rig.Pass(120).Verified(MessageType.Estop, age: 20, session: 2);
        Assert.Equal([StopCause.StopReceived, StopCause.MotherRestarted], rig.Stops);
        rig.Pass(120).Verified(MessageType.Estop, age: 20, session: 2);
        for (var i = 0; i < 30; i++)
            rig.Pass(120).Verified(MessageType.Hello, age: 100, session: 2);
        Assert.Equal(2, rig.Stops.Count);
        Assert.True(rig.Switch.IsFresh);
        Assert.False(rig.IsValid);
        Assert.Equal(ResetRefusal.None, rig.Reset());
    }

    [Fact]
    public void A_stranger_whose_proof_comes_too_late_does_not_make_the_owner_one_who_was_started_anew()
    {
        var rig = new SwitchRig(ResetPolicy.Auto, verified: true);
        Permit(rig);
        var late = rig.Pass((2 * Limit) + 100).Verified(MessageType.Hello, age: Limit + 1, session: 9, mother: Stranger);
        Assert.Equal((RejectReason.TooOld, Answer.Here), (late.Rejected, late.Answer));
        Assert.Equal(Owner, rig.Switch.Owner);
        for (var i = 0; i < 30; i++)
            rig.Pass(120).Verified(MessageType.Hello, age: 100);
        Assert.Equal([StopCause.Silence], rig.Stops);
        Assert.True(rig.IsValid);
    }

    [Fact]
    public void A_pace_too_slow_for_the_limit_is_told_though_nothing_of_it_can_ever_feed()
    {
        var trailer = new VerificationTrailer(VerifiedRole.Mother, 1, 1, 540, 5, 0);
        var rig = new SwitchRig(limit: 500, verified: true);
        rig.Hear(MessageType.Hello, Owner, Guid.Empty, new(trailer, null));
        rig.Pass(540).Hear(MessageType.Hello, Owner, Guid.Empty, new(trailer with { Sequence = 2 }, null));
        Assert.Equal([Ms(540)], rig.TooSlow);
    }

    [Fact]
    public void An_ESTOP_that_proves_nothing_yet_is_answered_with_a_challenge_where_nobody_owns_it()
    {
        Assert.Equal(Answer.Estop, _rig.Verified(MessageType.Estop, toEveryone: true).Answer);
        Assert.Null(_rig.Switch.Owner);
        Assert.Equal(Answer.Estop, _rig.Verified(MessageType.Estop, age: 20).Answer);
        Assert.Equal(Owner, _rig.Switch.Owner);
    }

    [Fact]
    public void What_was_made_before_the_stop_does_not_permit()
    {
        Permit();
        _rig.Pass(120).Verified(MessageType.Estop, toEveryone: true);
        _rig.Pass(60).Verified(MessageType.Hello, age: 61);
        Assert.Equal(ResetRefusal.NoFreshBeats, _rig.Reset());
        _rig.Pass(1_100).Verified(MessageType.Hello, age: 60);
        Assert.Equal(ResetRefusal.None, _rig.Reset());
    }

    [Fact]
    public void A_stranger_who_proves_herself_is_an_alarm_while_the_owner_is_alive()
    {
        Permit();
        var outcome = _rig.Pass(120).Verified(MessageType.Hello, age: 60, session: 9, mother: Stranger);
        Assert.Equal((RejectReason.StrangeMother, Answer.HereToStranger), (outcome.Rejected, outcome.Answer));
        Assert.Equal(Stranger, outcome.Stranger);
        // She did not take the place of the owner's session, either.
        Assert.Equal(RejectReason.None, _rig.Verified(MessageType.Hello, age: 60).Rejected);
        Assert.True(_rig.IsValid);
    }

    [Fact]
    public void A_stranger_s_stop_takes_nobody_s_place_though_it_echoes()
    {
        Permit();
        var outcome = _rig.Pass(120).Verified(MessageType.Estop, age: 20, session: 9, mother: Stranger);
        Assert.Equal((RejectReason.StrangeMother, Stranger, Answer.HereToStranger), (outcome.Rejected, outcome.Stranger, outcome.Answer));
        Assert.Equal(RejectReason.None, _rig.Verified(MessageType.Hello, age: 10).Rejected);
        Assert.True(_rig.IsValid);
        Assert.Empty(_rig.Stops);
    }

    [Fact]
    public void The_stop_of_one_who_may_take_over_and_proves_nothing_yet_is_no_alarm()
    {
        Permit();
        _rig.Pass(10_000);
        var outcome = _rig.Verified(MessageType.Estop, session: 9, mother: Stranger);
        Assert.Equal((RejectReason.StrangeMother, null, Answer.None), (outcome.Rejected, outcome.Stranger, outcome.Answer));
    }

    [Fact]
    public void A_stranger_s_stop_that_waited_through_a_freeze_takes_nobody_s_place_though_it_echoes()
    {
        Permit();
        // The owner beat on, for all that is known: hers may wait in the socket behind it.
        var outcome = _rig.Pass(120).Freeze(5_000).Verified(MessageType.Estop, age: 5_060, session: 9, mother: Stranger);
        Assert.Equal((RejectReason.StrangeMother, null, Answer.None), (outcome.Rejected, outcome.Stranger, outcome.Answer));
        Assert.Equal(Owner, _rig.Switch.Owner);
    }

    [Theory]
    [InlineData(MessageType.Hello, true)]
    [InlineData(MessageType.Hello, false)]
    [InlineData(MessageType.Estop, true)]
    [InlineData(MessageType.Estop, false)]
    public void What_an_IZZY_made_is_neither_Mother_s_beat_nor_her_stop(MessageType type, bool toEveryone)
    {
        Permit();
        var trailer = new VerificationTrailer(VerifiedRole.Izzy, 1, 500, 120, 5, 7);
        var outcome = _rig.Pass(120).Hear(type, Owner, toEveryone ? Guid.Empty : Self, new(trailer, _rig.Now));
        Assert.Equal((RejectReason.Replayed, Answer.None), (outcome.Rejected, outcome.Answer));
        Assert.True(_rig.IsValid);
        Assert.Equal(RejectReason.None, _rig.Verified(MessageType.Hello, age: 20).Rejected);
    }

    [Fact]
    public void What_was_read_out_of_a_full_socket_feeds_nothing_and_moves_no_number()
    {
        Permit();
        _rig.Freeze(Limit + 1);
        _rig.Verified(MessageType.Hello, age: 1, sequence: 1_000);
        Assert.False(_rig.Switch.IsFresh);
        _rig.Pass(120).Verified(MessageType.Hello, age: 100);
        Assert.True(_rig.Switch.IsFresh);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, true)]
    public void A_limit_below_two_and_a_half_periods_is_too_short(int period, bool tooShort)
    {
        for (var i = 0; i < 5; i++)
            _rig.Pass(period).Verified(MessageType.Hello, age: 50);
        Assert.Equal(tooShort, _rig.TooSlow.Count > 0);
    }

    private void Permit(double age = 0) => Permit(_rig, age);

    private static void Permit(SwitchRig rig, double age = 0)
    {
        rig.Pass(300).Verified(MessageType.Hello, age);
        Assert.Equal(ResetRefusal.None, rig.Reset());
        Assert.True(rig.IsValid);
    }
}
