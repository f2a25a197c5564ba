using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>Power-up, and Mothers that go and come. Each with a person's reset and with the automatic one.</summary>
public class MotherScenarios
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void At_power_up_it_stands_until_Mother_is_heard_and_the_policy_permits(ResetPolicy policy)
    {
        var izzy = _stage.AddIzzy(policy);
        _stage.Run(5_000);
        Assert.Equal(ResetRefusal.NoFreshBeats, izzy.Core.Reset());
        Assert.Empty(_stage.Sent);

        _stage.AddMother();
        _stage.Run(500);
        Assert.Equal([OwnerKind.First], izzy.Owners);
        Assert.False(izzy.IsPermitted);

        _stage.Run(2_000);
        Assert.Equal(policy == ResetPolicy.Auto, izzy.IsPermitted);
        if (policy == ResetPolicy.Manual)
            Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        _stage.Run(60_000, () => Assert.True(izzy.IsPermitted));
        Assert.Empty(izzy.Stops);
        Assert.Empty(izzy.StopActions);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Mother_killed_and_restarted_with_the_same_id_is_the_owner_still(ResetPolicy policy)
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        var lastBeat = _stage.Sent.Last(sent => sent.Sender == mother.Id).Time.TotalMilliseconds;
        _stage.Kill(mother);
        _stage.Run(4_000);
        Assert.Equal([(StopCause.Silence, lastBeat + 1_001)], izzy.StopActions.Select(stop => (stop.Cause, Math.Ceiling(stop.At))));

        _stage.AddMother();
        _stage.Run(10_000);
        Assert.Equal([OwnerKind.First, OwnerKind.Same], izzy.Owners);
        Assert.Equal(policy == ResetPolicy.Auto, izzy.IsPermitted);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        if (policy == ResetPolicy.Manual)
            Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        Assert.True(izzy.IsPermitted);
        Assert.Equal(2, izzy.Permits);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Mother_restarted_with_a_new_id_is_adopted_and_only_a_person_permits(ResetPolicy policy)
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        _stage.Kill(mother);
        _stage.AddMother(2);
        _stage.Run(20_000, () => Assert.False(izzy.IsPermitted && izzy.Core.Read(decision => decision.Owner) == StageMother.IdOf(2)));
        Assert.Equal([OwnerKind.First, OwnerKind.New], izzy.Owners);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        Assert.Equal(1, izzy.Permits);
        Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        Assert.True(izzy.IsPermitted);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Of_two_Mothers_the_owner_keeps_it_and_both_learn_of_the_other_once_a_minute(ResetPolicy policy)
    {
        var owner = _stage.AddMother(1);
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        var other = _stage.AddMother(2);
        _stage.Run(5_000, () => Assert.True(izzy.IsPermitted));
        AssertAllLearned(owner, izzy, other);
        Assert.Equal(0, other.Count<HeartbeatEvent.IzzyFound>());

        _stage.Run(60_000, () => Assert.True(izzy.IsPermitted));
        Assert.All([owner, other], mother => Assert.Equal(2, mother.Count<HeartbeatEvent.MotherConflict>()));
        Assert.Equal(1, owner.Count<HeartbeatEvent.IzzyFound>());
        Assert.Equal(0, owner.Count<HeartbeatEvent.IzzyLate>());
    }

    [Fact]
    public void A_Mother_at_the_place_of_the_owner_before_finds_nobody_until_she_is_adopted()
    {
        var before = _stage.AddMother(1);
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Kill(before);
        var mother = _stage.AddMother(2, address: before.Address);
        var started = _stage.Now;
        while (izzy.Owners.Count() == 1)
        {
            Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyFound>());
            _stage.Run(1);
        }

        Assert.InRange(_stage.Now - started, 1_500, 3_000);
        Assert.Equal(before.Id, Assert.Single(mother.Events.OfType<HeartbeatEvent.MotherConflict>()).Mother);
        _stage.Run(3_000);
        Assert.Equal(1, mother.Count<HeartbeatEvent.IzzyFound>());
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLate>());
    }

    [Fact]
    public void A_second_Mother_who_only_ever_says_ESTOP_stops_nobody_and_all_three_learn_of_it()
    {
        var owner = _stage.AddMother(1);
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        var other = _stage.AddMother(2, beats: false);
        _stage.Run(5_000, () => Assert.True(izzy.IsPermitted));
        AssertAllLearned(owner, izzy, other);
        Assert.Equal((0, 0), other.Core.CountStop());
    }

    [Theory]
    [InlineData(ResetPolicy.Manual, 500)]
    [InlineData(ResetPolicy.Auto, 500)]
    [InlineData(ResetPolicy.Manual, 1_000)]
    [InlineData(ResetPolicy.Auto, 1_000)]
    public void Of_two_Mothers_the_latched_one_keeps_what_she_stopped_although_the_other_beats(ResetPolicy policy, int limit)
    {
        var owner = _stage.AddMother(1, interval: 90);
        var izzy = _stage.AddIzzy(policy, limit);
        _stage.RunUntilPermitted(izzy);
        var other = _stage.AddMother(2, interval: 90);
        _stage.Run(1_000);
        owner.Stop();
        _stage.Run(1);
        _stage.Run(30_000, () => Assert.False(izzy.IsPermitted));
        Assert.Equal(owner.Id, izzy.Core.Read(decision => decision.Owner));
        Assert.NotEqual(ResetRefusal.None, izzy.Core.Reset());
        Assert.Equal([StopCause.StopReceived], izzy.Stops);
        AssertAllLearned(owner, izzy, other);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Mother_paused_for_five_seconds_says_so_declares_nobody_dead_and_sends_no_beats_in_a_row(ResetPolicy policy)
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        mother.IsFrozen = true;
        _stage.Run(5_000);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        Assert.False(izzy.IsPermitted);

        var beats = mother.Sender.Beats;
        mother.IsFrozen = false;
        _stage.Run(180);
        Assert.InRange(mother.Sender.Beats - beats, 1, 2);
        _stage.Run(5_000);
        Assert.Equal(5_001, Assert.Single(mother.Events.OfType<HeartbeatEvent.Paused>()).PausedMs, 1.0);
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLate>() + mother.Count<HeartbeatEvent.IzzyLost>());
        Assert.InRange(mother.Sender.Missed, 26, 28);
        Assert.Equal(policy == ResetPolicy.Auto ? 2 : 1, izzy.Permits);
    }

    [Fact]
    public void Wherever_in_a_turn_of_her_listener_the_process_stands_still_nobody_is_declared_lost_for_it()
    {
        var looks = 0;
        bool wasReached;
        do
        {
            var stage = new Stage();
            var mother = stage.AddMother();
            stage.RunUntilPermitted(stage.AddIzzy());
            // So that the turn looks who is silent as well.
            stage.Clock.Advance(TimeSpan.FromMilliseconds(120));
            var left = ++looks;
            stage.Clock.Looked = () => stage.Clock.Advance(TimeSpan.FromSeconds(--left == 0 ? 5 : 0));
            mother.Core.Listen();
            stage.Clock.Looked = null;
            wasReached = left <= 0;
            stage.Run(2_000);
            Assert.Equal(wasReached ? 1 : 0, mother.Count<HeartbeatEvent.Paused>());
            Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLate>() + mother.Count<HeartbeatEvent.IzzyLost>());
        }
        while (wasReached);
        Assert.InRange(looks, 4, 100);
    }

    [Fact]
    public void While_her_listener_alone_is_held_up_beats_go_on_ages_grow_and_nobody_is_told_lost()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        mother.ListenerIsHeldUp = true;
        _stage.Run(5_000, () => Assert.True(izzy.IsPermitted));
        Assert.InRange(Assert.Single(mother.Core.Snapshot()).Age!.Value.TotalMilliseconds, 4_800, 5_200);

        mother.ListenerIsHeldUp = false;
        _stage.Run(400, () => Assert.True(izzy.IsPermitted));
        Assert.InRange(Assert.Single(mother.Core.Snapshot()).Age!.Value.TotalMilliseconds, 0, 200);
        Assert.Single(mother.Events.OfType<HeartbeatEvent.Paused>());
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLate>() + mother.Count<HeartbeatEvent.IzzyLost>());
        Assert.Equal(0, mother.Sender.Missed);
    }

    [Fact]
    public void While_her_server_alone_is_held_up_each_IZZY_stops_and_tells_her_so_and_no_beats_come_in_a_row()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        mother.ServerIsHeldUp = true;
        _stage.Run(5_000);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        Assert.Equal(IzzyStatus.Estop, Assert.Single(mother.Core.Snapshot()).State.Status);

        var beats = mother.Sender.Beats;
        mother.ServerIsHeldUp = false;
        _stage.Run(180);
        Assert.InRange(mother.Sender.Beats - beats, 1, 2);
        _stage.Run(2_000, () => Assert.False(izzy.IsPermitted));
        Assert.InRange(mother.Sender.Missed, 26, 28);
        Assert.Equal(0, mother.Count<HeartbeatEvent.Paused>());
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void The_network_lost_for_ten_seconds_and_back_is_one_silence(ResetPolicy policy)
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        _stage.Network.Isolate(izzy.Address);
        _stage.Run(10_000);
        Assert.False(izzy.IsPermitted);
        Assert.Equal(1, mother.Count<HeartbeatEvent.IzzyLate>());
        Assert.Equal(1, mother.Count<HeartbeatEvent.IzzyLost>());

        _stage.Network.Heal();
        _stage.Run(10_000);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        Assert.Equal([OwnerKind.First, OwnerKind.Same], izzy.Owners);
        Assert.Equal(1, mother.Count<HeartbeatEvent.IzzyReturned>());
        Assert.Equal(policy == ResetPolicy.Auto ? 2 : 1, izzy.Permits);
        Assert.Equal(policy == ResetPolicy.Auto, izzy.IsPermitted);
    }

    [Fact]
    public void What_waited_at_Mother_through_a_pause_of_hers_makes_nobody_younger_and_confirms_no_stop()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(limit: 500);
        _stage.RunUntilPermitted(izzy);
        mother.IsFrozen = true;
        // It stops by silence and says so, more than once; nobody is there to read it. Then its plug is pulled.
        _stage.Run(1_000);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        _stage.Kill(izzy);
        _stage.Run(4_000);
        mother.IsFrozen = false;
        // Typed while she stood still, and read before any of what waited: older than this stop, all of it.
        mother.Stop();
        _stage.Run(100);
        Assert.Equal(1, mother.Count<HeartbeatEvent.Paused>());
        var known = Assert.Single(mother.Core.Snapshot());
        Assert.InRange(known.Age!.Value, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        Assert.Null(known.StopConfirmedAfter);
        Assert.Equal(0, mother.Count<HeartbeatEvent.StopConfirmed>());
    }

    [Fact]
    public void A_hundred_IZZYs_lost_at_once_are_one_alarm_that_names_each_once()
    {
        var mother = _stage.AddMother();
        for (var i = 0; i < 100; i++)
            _stage.AddIzzy();
        _stage.Run(500);
        Assert.Equal(100, mother.Count<HeartbeatEvent.IzzyFound>());
        // Loss on the way back, so that their last answers are of several beats.
        _stage.Network.Faults = new NetworkFaults { Loss = 0.05 };
        _stage.Run(2_000);
        mother.Events.Clear();
        _stage.Network.Isolate(mother.Address);
        _stage.Run(5_000);
        var alarm = Assert.Single(mother.Events.OfType<HeartbeatEvent.IzziesLost>());
        Assert.Equal(100, alarm.Izzies.Select(izzy => izzy.Name).Distinct().Count());
        Assert.Equal(100, alarm.Izzies.Count);
        Assert.All(alarm.Izzies, izzy => Assert.InRange(izzy.SilenceMs, 901, 1_400));
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLost>());
        Assert.InRange(mother.Count<HeartbeatEvent.IzziesLate>() + mother.Count<HeartbeatEvent.IzzyLate>(), 1, 6);
    }

    [Fact]
    public void One_that_is_heard_or_forgotten_before_its_loss_was_told_is_not_told_as_lost()
    {
        var mother = _stage.AddMother();
        var (heard, forgotten, lost) = (_stage.AddIzzy(), _stage.AddIzzy(), _stage.AddIzzy());
        _stage.Run(500);
        _stage.Network.Isolate(heard.Address);
        _stage.Network.Isolate(forgotten.Address);
        _stage.Run(360);
        _stage.Network.Isolate(lost.Address);
        // As long as the third is late, the loss of the first two is not told.
        while (mother.Core.Snapshot().Count(izzy => izzy.Presence == Presence.Lost) < 2)
            _stage.Run(1);
        Assert.Null(mother.Core.Forget(forgotten.Id.ToString()));
        _stage.Network.Heal();
        _stage.Network.Isolate(forgotten.Address);
        _stage.Network.Isolate(lost.Address);
        _stage.Run(2_000);
        Assert.Equal(heard.Id, Assert.Single(mother.Events.OfType<HeartbeatEvent.IzzyReturned>()).Id);
        Assert.Equal(lost.Id, Assert.Single(mother.Events.OfType<HeartbeatEvent.IzzyLost>()).Id);
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzziesLost>());
    }

    [Fact]
    public void A_tripped_IZZY_says_so_unasked_three_times_within_a_tenth_of_a_second_then_once_a_second()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        var said = new List<double>();
        _stage.OnSent = sent =>
        {
            if (sent.Sender == izzy.Id && sent.Type == MessageType.Estop)
                said.Add(sent.Time.TotalMilliseconds);
        };
        _stage.Network.Partition(mother.Address, izzy.Address);
        _stage.Run(5_000);
        var tripped = izzy.StopActions[0].At;
        Assert.Equal([0, 45, 90], said.Take(3).Select(at => at - tripped));
        Assert.All(said.Skip(2).Zip(said.Skip(3)), pair => Assert.Equal(1_000, pair.Second - pair.First));
        Assert.InRange(said.Count, 6, 8);

        _stage.Network.Heal();
        _stage.Run(500);
        said.Clear();
        _stage.Run(5_000);
        Assert.Empty(said);
        Assert.Equal(IzzyStatus.Estop, Assert.Single(mother.Core.Snapshot()).State.Status);

        // Not reset, and the beats cease once more: once a second again.
        _stage.Network.Partition(mother.Address, izzy.Address);
        _stage.Run(5_000);
        Assert.InRange(said.Count, 4, 5);
    }

    /// <summary>Each of the three was told once of the Mother whom it did not know.</summary>
    private static void AssertAllLearned(StageMother owner, StageIzzy izzy, StageMother other)
    {
        Assert.Equal(owner.Id, Assert.Single(other.Events.OfType<HeartbeatEvent.MotherConflict>()).Mother);
        Assert.Equal(other.Id, Assert.Single(izzy.Events.OfType<HeartbeatEvent.MotherConflict>()).Mother);
        Assert.Equal(other.Id, Assert.Single(owner.Events.OfType<HeartbeatEvent.MotherConflict>()).Mother);
    }
}
