using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Alarms;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Tests.Alarms;

public sealed class ConditionsTests
{
    private static readonly MotherFacts s_mother = Facts.Mother();

    private readonly Conditions _conditions = new(9001, 9000);

    [Fact]
    public void Where_all_is_well_nothing_is_wrong() => Assert.Empty(_conditions.Of(Facts.Mother(Facts.Izzy(), Facts.Izzy("wagon", presence: Presence.Late, id: 2))));

    [Fact]
    public void Lost_missing_and_broken_ones_are_told_with_what_to_check()
    {
        var wrong = _conditions.Of(Facts.Mother(Facts.Izzy(presence: Presence.Lost), Facts.Izzy("tree", IzzyStatus.Broken, id: 2), Facts.Missing("chair")));
        Assert.Equal([$"lost:{Facts.Id(1)}", $"broken:{Facts.Id(2)}", "missing:chair"], wrong.Select(each => each.Key));
        Assert.Contains("last heard 3.4 s ago; check power", wrong[0].Text, StringComparison.Ordinal);
        Assert.Contains("look at the robot", wrong[1].Text, StringComparison.Ordinal);
        Assert.Contains("chair never heard; check power", wrong[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_does_not_confirm_a_stop_is_told_after_a_second_and_until_the_reset()
    {
        var facts = Facts.Mother(Facts.Izzy(), Facts.Izzy("wagon", id: 2, confirmedAfter: 8));
        Assert.Empty(_conditions.Of(facts.Stopped(900)));
        Assert.Equal([$"not-confirmed:{Facts.Id(1)}"], Keys(facts.Stopped(1_100)));
        Assert.Empty(_conditions.Of(facts));
    }

    [Fact]
    public void A_network_that_is_gone_is_told_until_beats_go_out_again()
    {
        _conditions.Take(new HeartbeatEvent.NoInterface("Check the cable."), s_mother.Now);
        Assert.Equal(new Condition(Conditions.NoInterface, "Check the cable."), Assert.Single(_conditions.Of(s_mother)));
        _conditions.Take(new HeartbeatEvent.Interfaces([]), s_mother.Now);
        Assert.Single(_conditions.Of(s_mother));
        _conditions.Take(new HeartbeatEvent.Interfaces(["eth0"]), s_mother.Now);
        Assert.Empty(_conditions.Of(s_mother));
    }

    [Fact]
    public void A_state_that_was_not_saved_is_told_until_a_later_stop_or_reset_was()
    {
        _conditions.Take(new HeartbeatEvent.Stopped(StopCause.LocalStop), s_mother.Now);
        _conditions.Take(new HeartbeatEvent.StateNotSaved("The disk is full."), s_mother.Now);
        Assert.Equal(["state-not-saved"], Keys(s_mother));
        _conditions.Take(new HeartbeatEvent.Reset(), s_mother.Now);
        Assert.Empty(_conditions.Of(s_mother));
    }

    [Fact]
    public void Another_Mother_two_of_a_kind_and_a_pause_are_told_for_a_minute_and_a_half_after_the_last_event()
    {
        _conditions.Take(new HeartbeatEvent.MotherConflict(Facts.Id(7), "192.0.2.7:9000"), s_mother.Now);
        _conditions.Take(new HeartbeatEvent.DuplicateIzzy { Id = Facts.Id(1) }, s_mother.Now);
        _conditions.Take(new HeartbeatEvent.Paused(400), s_mother.Now);
        _conditions.Take(new HeartbeatEvent.MotherConflict(Facts.Id(7), "192.0.2.7:9000"), s_mother.Now + TimeSpan.FromSeconds(60));
        Assert.Equal([$"mother-conflict:{Facts.Id(7)}", $"duplicate-izzy:{Facts.Id(1)}", "paused"], Keys(s_mother with { Now = s_mother.Now + TimeSpan.FromSeconds(89) }));
        Assert.Equal([$"mother-conflict:{Facts.Id(7)}"], Keys(s_mother with { Now = s_mother.Now + TimeSpan.FromSeconds(91) }));
        Assert.Empty(Keys(s_mother with { Now = s_mother.Now + TimeSpan.FromSeconds(151) }));
    }

    [Fact]
    public void A_thread_that_ended_and_a_full_registry_are_told_for_good()
    {
        _conditions.Take(new HeartbeatEvent.ThreadDied("izzy-server", "why"), s_mother.Now);
        _conditions.Take(new HeartbeatEvent.RegistryFull(10), s_mother.Now);
        _conditions.Take(new HeartbeatEvent.ReceiveBufferSmall(10, 1, 2), s_mother.Now);
        Assert.Equal(["thread-died:izzy-server", "registry-full", "receive-buffer-small"], Keys(s_mother with { Now = TimeSpan.FromDays(10) }));
    }

    [Fact]
    public void A_confirmation_without_the_key_is_told_until_the_reset()
    {
        var facts = Facts.Mother(Facts.Izzy(confirmedAfter: 8) with { IsVerified = false }, Facts.Izzy("wagon", id: 2, confirmedAfter: 8) with { IsVerified = true });
        var wrong = Assert.Single(_conditions.Of(facts.Stopped(5_000)));
        Assert.Equal($"unverified-stop:{Facts.Id(1)}", wrong.Key);
        Assert.Contains("UNVERIFIED: anybody could have said so", wrong.Text, StringComparison.Ordinal);
        Assert.Empty(_conditions.Of(facts));
    }

    [Theory]
    [InlineData(RejectReason.Unverified, "unverified")]
    [InlineData(RejectReason.WrongMac, "wrong-mac")]
    public void A_wrong_key_and_a_forged_message_are_told_by_reason_with_what_to_do(RejectReason reason, string word)
    {
        for (var i = 1; i < 50; i++)
            _conditions.Take(new HeartbeatEvent.Rejected(reason, 1, $"192.0.2.{i}:9001"), s_mother.Now);
        var wrong = Assert.Single(_conditions.Of(s_mother with { Now = s_mother.Now + TimeSpan.FromSeconds(89) }));
        Assert.Equal($"rejected:{word}", wrong.Key);
        Assert.Contains("find out who sends it", wrong.Text, StringComparison.Ordinal);
        Assert.Empty(Keys(s_mother with { Now = s_mother.Now + TimeSpan.FromSeconds(91) }));
    }

    [Theory]
    [InlineData(RejectReason.Replayed, "rejected:replayed")]
    [InlineData(RejectReason.TooOld, "rejected:too-old")]
    public void One_old_packet_is_the_networks_and_the_next_soon_after_is_told(RejectReason reason, string key)
    {
        _conditions.Take(new HeartbeatEvent.Rejected(reason, 1, "192.0.2.7:9001"), s_mother.Now);
        Assert.Empty(_conditions.Of(s_mother));
        var later = s_mother with { Now = s_mother.Now + TimeSpan.FromSeconds(91) };
        _conditions.Take(new HeartbeatEvent.Rejected(reason, 1, "192.0.2.7:9001"), later.Now);
        Assert.Empty(_conditions.Of(later));
        later = later with { Now = later.Now + TimeSpan.FromSeconds(10) };
        _conditions.Take(new HeartbeatEvent.Rejected(reason, 1, "192.0.2.7:9001"), later.Now);
        Assert.Equal([key], Keys(later));
    }

    [Fact]
    public void Several_old_packets_at_once_are_told_and_what_else_is_rejected_is_not()
    {
        _conditions.Take(new HeartbeatEvent.Rejected(RejectReason.TooShort, 90, "192.0.2.7:9001"), s_mother.Now);
        Assert.Empty(_conditions.Of(s_mother));
        _conditions.Take(new HeartbeatEvent.Rejected(RejectReason.Replayed, 2, "192.0.2.7:9001"), s_mother.Now);
        Assert.Equal(["rejected:replayed"], Keys(s_mother));
    }

    private List<string> Keys(MotherFacts facts) => [.. _conditions.Of(facts).Select(each => each.Key)];
}
