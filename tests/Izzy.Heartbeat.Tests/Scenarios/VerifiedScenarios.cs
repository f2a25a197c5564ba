using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.TestKeys;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>Mother and her IZZYs with a key, on networks without an enemy. T is 1 s and P 120 ms.</summary>
public class VerifiedScenarios
{
    private const int Period = 120;

    private readonly Stage _stage = new() { Keys = new(Key(1)) };

    [Fact]
    public void They_find_each_other_and_an_IZZY_is_permitted_on_echoed_beats()
    {
        var mother = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Run(10_000);
        Assert.True(izzy.IsPermitted);
        Assert.Empty(izzy.Rejects);
        Assert.Empty(mother.Rejects);
        var info = Assert.Single(mother.Core.Snapshot());
        Assert.Equal((true, Presence.Present), (info.IsVerified, info.Presence));
        Assert.InRange(info.Age!.Value.TotalMilliseconds, 0, Period + 2);
        Assert.InRange(info.RoundTrip!.Value.TotalMilliseconds, 0, 2);
    }

    [Fact]
    public void A_beat_costs_one_broadcast_and_for_each_IZZY_a_HELLO_and_an_answer()
    {
        _stage.AddMother(interval: Period);
        StageIzzy[] izzies = [.. Enumerable.Range(0, 40).Select(_ => _stage.AddIzzy(ResetPolicy.Auto))];
        _stage.Run(3_000);
        Assert.All(izzies, izzy => Assert.True(izzy.IsPermitted));
        var from = _stage.Sent.Count;
        _stage.Run(10 * Period);
        var sent = _stage.Sent.Skip(from).ToList();
        Assert.Equal(10, sent.Count(datagram => datagram is { Type: MessageType.Hello } && datagram.Receiver == Guid.Empty));
        Assert.All(izzies, izzy => Assert.Equal(10, sent.Count(datagram => datagram.Type == MessageType.Hello && datagram.Receiver == izzy.Id)));
        Assert.All(izzies, izzy => Assert.Equal(10, sent.Count(datagram => datagram.Type == MessageType.Here && datagram.Sender == izzy.Id)));
    }

    [Fact]
    public void Silence_stops_a_beat_s_age_sooner_than_in_plain_mode_and_never_later_than_T()
    {
        var mother = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Run(1_000);
        var last = _stage.Sent.Last(datagram => datagram.Sender == mother.Id).Time;
        mother.IsFrozen = true;
        var frozenAt = _stage.Now;
        _stage.Run(2_000);
        var (cause, at) = Assert.Single(izzy.StopActions);
        Assert.Equal(StopCause.Silence, cause);
        // From the last challenge that came back, which is one period older than the last beat.
        Assert.InRange(at - last.TotalMilliseconds, 1_000 - Period - 2, 1_000);
        Assert.True(at <= frozenAt + 1_000);
    }

    [Fact]
    public void Stop_confirm_reset_and_every_confirmation_is_proven()
    {
        var mother = _stage.AddMother(interval: Period);
        StageIzzy[] izzies = [.. Enumerable.Range(0, 6).Select(_ => _stage.AddIzzy(ResetPolicy.Auto))];
        _stage.Run(4_000);
        Assert.True(mother.Stop());
        _stage.Run(5);
        Assert.All(izzies, izzy => Assert.Equal(StopCause.StopReceived, Assert.Single(izzy.StopActions).Cause));
        Assert.Equal((6, 0), mother.Core.CountStop());
        Assert.Equal(ResetRefusal.None, mother.Reset());
        _stage.Run(2_000);
        Assert.All(izzies, izzy => Assert.True(izzy.IsPermitted));
        Assert.All(izzies, izzy => Assert.Empty(izzy.Rejects));
    }

    [Fact]
    public void After_a_long_stop_nobody_is_reproached_with_an_old_echo()
    {
        var mother = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy(ResetPolicy.Auto, limit: 500);
        _stage.Run(2_000);
        mother.Stop();
        _stage.Run(10_900);
        Assert.Equal(ResetRefusal.None, mother.Reset());
        _stage.Run(2_000);
        Assert.True(izzy.IsPermitted);
        Assert.Empty(izzy.Rejects);
    }

    [Theory]
    [InlineData(100, ResetPolicy.Manual, StopCause.MotherRestarted)]
    [InlineData(100, ResetPolicy.Auto, StopCause.MotherRestarted)]
    [InlineData(3_000, ResetPolicy.Manual, StopCause.Silence, StopCause.MotherRestarted)]
    [InlineData(3_000, ResetPolicy.Auto, StopCause.Silence, StopCause.MotherRestarted)]
    public void A_Mother_killed_and_started_again_is_followed_again_and_moves_nobody(int away, ResetPolicy policy, params StopCause[] causes)
    {
        var first = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        _stage.Kill(first);
        _stage.Run(away);
        var second = _stage.AddMother(interval: Period, address: first.Address);
        _stage.Run(3_000);
        Assert.Equal(causes, izzy.Stops);
        Assert.False(izzy.IsPermitted);
        Assert.True(Assert.Single(second.Core.Snapshot()).IsVerified);
        Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        _stage.Run(3_000);
        Assert.True(izzy.IsPermitted);
    }

    [Fact]
    public void A_Mother_started_latched_is_answered_and_confirmed_without_a_beat()
    {
        var first = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Kill(first);
        var second = _stage.AddMother(interval: Period, beats: false, address: first.Address);
        _stage.Run(3_000);
        Assert.Equal((0, 0), second.Core.CountStop());
        Assert.NotNull(Assert.Single(second.Core.Snapshot()).StopConfirmedAfter);
        Assert.False(izzy.IsPermitted);
    }

    [Fact]
    public void A_Mother_killed_and_started_latched_moves_nobody_by_her_reset_not_even_with_automatic_reset()
    {
        var first = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.RunUntilPermitted(izzy);
        _stage.Kill(first);
        var second = _stage.AddMother(interval: Period, beats: false, address: first.Address);
        _stage.Run(4_000);
        Assert.Equal([StopCause.StopReceived, StopCause.MotherRestarted], izzy.Stops);
        Assert.Equal(ResetRefusal.None, second.Reset());
        _stage.Run(3_000);
        Assert.False(izzy.IsPermitted);
        Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        _stage.Run(1_000);
        Assert.True(izzy.IsPermitted);
    }

    [Fact]
    public void A_Mother_started_latched_keeps_what_is_hers_from_another_one_who_beats()
    {
        var first = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy(limit: 500);
        _stage.RunUntilPermitted(izzy);
        first.Stop();
        _stage.Run(500);
        _stage.Kill(first);
        var second = _stage.AddMother(interval: Period, beats: false, address: first.Address);
        _stage.Run(200);
        _stage.AddMother(id: 2, interval: Period);
        _stage.Run(20_000);
        Assert.Equal(second.Id, izzy.Core.Read(decision => decision.Owner));
        Assert.NotEqual(ResetRefusal.None, izzy.Core.Reset());
    }

    [Fact]
    public void Both_started_anew_under_a_stop_find_each_other_and_the_stop_is_confirmed()
    {
        var izzy = _stage.AddIzzy();
        var mother = _stage.AddMother(interval: Period, beats: false);
        _stage.Run(3_000);
        var info = Assert.Single(mother.Core.Snapshot());
        Assert.Equal((true, true), (info.IsVerified, info.StopConfirmedAfter is not null));
        Assert.Equal(mother.Id, izzy.Core.Read(decision => decision.Owner));
    }

    [Fact]
    public void An_IZZY_that_is_forgotten_while_it_moves_moves_on()
    {
        var mother = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        Assert.Null(mother.Core.Forget(izzy.Name));
        _stage.Run(5_000);
        Assert.True(izzy.IsPermitted);
        Assert.Empty(izzy.Stops);
    }

    [Fact]
    public void An_IZZY_killed_and_started_again_is_heard_and_stands()
    {
        var mother = _stage.AddMother(interval: Period);
        var first = _stage.AddIzzy();
        _stage.RunUntilPermitted(first);
        _stage.Kill(first);
        _stage.Run(50);
        var second = _stage.AddIzzy(at: first.Address, name: first.Name);
        _stage.Run(1_000);
        Assert.False(second.IsPermitted);
        Assert.True(second.Core.Read(decision => decision.IsFresh));
        var info = Assert.Single(mother.Core.Snapshot());
        Assert.Equal((Presence.Present, IzzyStatus.Estop), (info.Presence, info.State.Status));
    }

    [Fact]
    public void A_plain_IZZY_works_under_a_Mother_with_a_key_and_its_confirmation_opens_nothing()
    {
        var mother = _stage.AddMother(interval: Period);
        _stage.Keys = null;
        var plain = _stage.AddIzzy();
        _stage.RunUntilPermitted(plain);
        Assert.False(Assert.Single(mother.Core.Snapshot()).IsVerified);
        mother.Stop();
        _stage.Run(100);
        Assert.False(plain.IsPermitted);
        Assert.NotNull(Assert.Single(mother.Core.Snapshot()).StopConfirmedAfter);
        Assert.Equal(ResetRefusal.NotConfirmed, mother.Reset());
        _stage.Run(3_400);
        Assert.Equal(ResetRefusal.None, mother.Reset());
    }

    [Fact]
    public void An_IZZY_with_a_key_obeys_no_plain_Mother_and_says_why()
    {
        var izzy = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.Keys = null;
        var plain = _stage.AddMother(interval: Period);
        _stage.Run(5_000);
        Assert.Equal(0, izzy.Permits);
        Assert.Contains(RejectReason.Unverified, izzy.Rejects);
        Assert.Empty(plain.Core.Snapshot());
    }

    [Fact]
    public void Another_key_is_no_key_on_either_side()
    {
        var izzy = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.Keys = new(Key(2));
        var mother = _stage.AddMother(interval: Period);
        var other = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.Run(3_000);
        Assert.False(izzy.IsPermitted);
        Assert.True(other.IsPermitted);
        Assert.Contains(RejectReason.WrongMac, izzy.Rejects);
        Assert.Equal(other.Id, Assert.Single(mother.Core.Snapshot()).Id);
    }

    [Fact]
    public void Keys_are_changed_over_without_a_stop_of_those_who_have_both()
    {
        var before = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.Keys = new(Key(2), Key(1));
        var both = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.Keys = new(Key(1), Key(2));
        var mother = _stage.AddMother(interval: Period);
        _stage.Run(3_000);
        Assert.True(before.IsPermitted);
        Assert.True(both.IsPermitted);
        Assert.Equal(2, mother.Core.Snapshot().Count(izzy => izzy.IsVerified == true));
        // Her first key signs: who has the new one only is not reached before she was changed over.
        _stage.Keys = new(Key(2));
        Assert.False(_stage.AddIzzy(ResetPolicy.Auto).IsPermitted);
    }

    [Fact]
    public void A_reset_waits_for_the_longest_limit_that_an_IZZY_told_of()
    {
        var mother = _stage.AddMother(interval: Period);
        var izzy = _stage.AddIzzy(limit: 8_000);
        _stage.RunUntilPermitted(izzy);
        _stage.Network.TakeDown(izzy.Address);
        mother.Stop();
        _stage.Run(8_200);
        Assert.Equal(ResetRefusal.NotConfirmed, mother.Reset());
        _stage.Run(300);
        Assert.False(izzy.IsPermitted);
        Assert.Equal(ResetRefusal.None, mother.Reset());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 30)]
    public void Loss_and_disorder_stop_nobody_wrongly_and_bring_nobody_back(int lossPercent, int jitter)
    {
        var mother = _stage.AddMother(interval: Period);
        StageIzzy[] izzies = [.. Enumerable.Range(0, 5).Select(_ => _stage.AddIzzy(ResetPolicy.Auto, limit: 2_000))];
        _stage.Network.Faults = new NetworkFaults { Loss = lossPercent / 100.0, Duplication = 0.1, Jitter = TimeSpan.FromMilliseconds(jitter) };
        _stage.Run(60_000);
        Assert.All(izzies, izzy => Assert.True(izzy.IsPermitted));
        Assert.All(izzies, izzy => Assert.Empty(izzy.Stops));
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLost>());
    }
}
