using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rules S1 and S2: what counts as a beat.</summary>
public class SwitchFeedingTests
{
    [Fact]
    public void Never_heard_is_stopped()
    {
        var rig = new SwitchRig();
        Assert.False(rig.Switch.IsPermitted);
        Assert.False(rig.IsValid);
        Assert.False(rig.Switch.IsFresh);
        Assert.Equal(MotherStatus.Unverified, rig.Switch.Mother);
        Assert.Null(rig.Switch.Owner);
        Assert.Equal(ResetRefusal.NoFreshBeats, rig.Reset());
    }

    [Fact]
    public void Never_heard_stays_stopped_without_an_event()
    {
        var rig = new SwitchRig(ResetPolicy.Auto).Pass(10 * Limit);
        Assert.False(rig.Switch.IsPermitted);
        Assert.Empty(rig.Stops);
        Assert.Null(rig.Switch.LastCause);
    }

    [Fact]
    public void The_first_beat_connects_and_permits_nothing()
    {
        var rig = new SwitchRig();
        var outcome = rig.Hello();
        Assert.Equal(OwnerKind.First, outcome.Connected);
        Assert.Equal(Answer.Here, outcome.Answer);
        Assert.Null(outcome.Permitted);
        Assert.False(rig.IsValid);
        Assert.Equal(MotherStatus.Connected, rig.Switch.Mother);
        Assert.Equal(Owner, rig.Switch.Owner);
    }

    [Fact]
    public void Further_beats_connect_no_second_time()
    {
        var rig = new SwitchRig();
        rig.Hello();
        rig.Beats(5 * Limit);
        Assert.Single(rig.Connected);
    }

    [Fact]
    public void A_beat_moves_the_deadline_to_a_whole_limit_from_now()
    {
        var rig = Permitted();
        rig.Pass(Limit - 1);
        rig.Hello();
        rig.Pass(Limit);
        Assert.True(rig.IsValid);
        Assert.True(rig.Switch.IsPermitted);
        rig.Pass(1);
        Assert.False(rig.IsValid);
    }

    [Fact]
    public void A_beat_to_me_by_name_feeds_as_one_to_all()
    {
        var rig = Permitted();
        rig.Pass(900);
        Assert.Equal(Answer.Here, rig.Hello(receiver: Self).Answer);
        rig.Pass(900);
        Assert.True(rig.IsValid);
    }

    [Theory]
    [InlineData(MessageType.Here)]
    [InlineData(MessageType.SetupError)]
    [InlineData(MessageType.Moving)]
    [InlineData(MessageType.Following)]
    [InlineData(MessageType.OscComError)]
    [InlineData(MessageType.NotValid)]
    public void Other_types_of_the_owner_feed_nothing_and_are_counted(MessageType type) =>
        AssertFeedsNothing(rig => rig.Hear(type, Owner), RejectReason.UnexpectedType);

    [Fact]
    public void A_beat_to_another_IZZY_feeds_nothing() =>
        AssertFeedsNothing(rig => rig.Hello(receiver: Stranger), RejectReason.WrongReceiver);

    [Fact]
    public void A_beat_of_another_Mother_feeds_nothing() =>
        AssertFeedsNothing(rig => rig.Hello(Stranger), RejectReason.StrangeMother);

    [Fact]
    public void What_carries_my_own_id_feeds_nothing() =>
        AssertFeedsNothing(rig => rig.Hello(Self), RejectReason.OwnReflection);

    [Fact]
    public void Junk_feeds_nothing() => AssertFeedsNothing(rig => rig.Switch.Read(rig.At), RejectReason.None);

    [Fact]
    public void None_of_these_makes_an_owner()
    {
        var rig = new SwitchRig();
        rig.Hello(Self);
        rig.Hello(receiver: Stranger);
        rig.Hear(MessageType.Here, Owner);
        Assert.Null(rig.Switch.Owner);
        Assert.False(rig.Switch.IsFresh);
    }

    [Fact]
    public void A_stop_to_another_IZZY_stops_nothing()
    {
        var rig = Permitted();
        Assert.Equal(RejectReason.WrongReceiver, rig.Hear(MessageType.Estop, Owner, Stranger).Rejected);
        Assert.True(rig.IsValid);
    }

    private static void AssertFeedsNothing(Func<SwitchRig, Outcome> hear, RejectReason reason)
    {
        var rig = Permitted();
        for (var i = 0; i < 10; i++)
        {
            rig.Pass(Limit / 10);
            Assert.Equal(reason, hear(rig).Rejected);
        }

        Assert.True(rig.IsValid);
        rig.Pass(1);
        Assert.False(rig.IsValid);
        Assert.Equal([StopCause.Silence], rig.Stops);
    }
}
