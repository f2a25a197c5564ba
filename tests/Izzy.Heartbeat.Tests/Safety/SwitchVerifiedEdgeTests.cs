using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>The switch with a key, where one moment, one packet or one word more decides. T is 1 s unless said otherwise.</summary>
public class SwitchVerifiedEdgeTests
{
    private readonly SwitchRig _rig = new(verified: true);

    [Fact]
    public void What_answers_a_challenge_of_the_very_moment_of_the_stop_does_not_permit()
    {
        Permit();
        _rig.Pass(120).Verified(MessageType.Estop, toEveryone: true);
        _rig.Pass(60).Verified(MessageType.Hello, age: 60);
        Assert.False(_rig.Switch.IsFresh);
        _rig.Verified(MessageType.Hello, age: 59);
        Assert.True(_rig.Switch.IsFresh);
    }

    [Fact]
    public void A_recorded_stop_tells_nothing_of_where_the_owner_is()
    {
        Permit();
        Assert.False(_rig.Verified(MessageType.Estop, sequence: 1).OwnerHeard);
        Assert.True(_rig.Pass(10).Verified(MessageType.Estop, age: 5).OwnerHeard);
    }

    [Fact]
    public void A_stop_of_one_who_may_not_own_it_tells_nothing_of_where_the_owner_is()
    {
        Assert.False(new SwitchRig(only: Owner).Estop(Stranger).OwnerHeard);
        Assert.True(new SwitchRig(only: Owner).Estop(Owner).OwnerHeard);
    }

    [Fact]
    public void A_pace_too_slow_is_told_though_the_beat_that_announces_it_counts()
    {
        var rig = new SwitchRig(limit: 500, verified: true);
        Beat(rig.Pass(300), sequence: 1, pace: 540);
        Assert.True(rig.Switch.IsFresh);
        Assert.Equal([Ms(540)], rig.TooSlow);
    }

    [Fact]
    public void What_a_recording_says_of_the_pace_is_not_told()
    {
        var rig = new SwitchRig(limit: 500, verified: true);
        Beat(rig.Pass(300), sequence: 1, pace: 120);
        Assert.Equal(RejectReason.Replayed, Beat(rig, sequence: 1, pace: 540).Rejected);
        Assert.Empty(rig.TooSlow);
    }

    private static Outcome Beat(SwitchRig rig, uint sequence, ushort pace) =>
        rig.Hear(MessageType.Hello, Owner, Self, new(new(VerifiedRole.Mother, 1, sequence, pace, 5, 7), rig.Now - Ms(10)));

    private void Permit()
    {
        _rig.Pass(300).Verified(MessageType.Hello, age: 0);
        Assert.Equal(ResetRefusal.None, _rig.Reset());
    }
}
