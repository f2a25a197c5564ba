using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Safety;
using Izzy.Heartbeat.Tests.Scenarios;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>Rule S19: nothing is allocated for a packet, so that no collection can ever hold up a beat.</summary>
public class SteadyStateAllocationTests
{
    private readonly Stage _stage = new();
    private readonly StageMother _mother;
    private readonly StageIzzy _izzy;

    public SteadyStateAllocationTests()
    {
        _mother = _stage.AddMother();
        _izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(_izzy);
        _stage.Network.OnSent = null;
    }

    [Fact]
    public void A_beat_its_hearing_its_answer_and_the_hearing_of_the_answer_allocate_nothing() => AssertBeatsAllocateNothing(_stage, _mother, _izzy);

    [Fact]
    public void With_a_key_they_allocate_nothing_either()
    {
        var stage = new Stage { Keys = new VerificationKeys(TestKeys.Key()) };
        var (mother, izzy) = (stage.AddMother(), stage.AddIzzy());
        stage.RunUntilPermitted(izzy);
        stage.Network.OnSent = null;
        AssertBeatsAllocateNothing(stage, mother, izzy);
        Assert.True(mother.Core.Snapshot()[0].IsVerified);
    }

    [Fact]
    public void A_stopped_Mother_and_an_IZZY_that_confirmed_allocate_only_for_the_round_of_addresses()
    {
        _mother.Stop();
        _stage.Run(2_000);
        Assert.Equal(0, AllocatedBy(() =>
        {
            _stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            _izzy.Core.Listen();
            _izzy.Core.Watch();
            _izzy.Core.Responder.Step();
            _mother.Core.Listen();
        }));
    }

    [Fact]
    public void Junk_allocates_nothing_between_two_tellings()
    {
        var junk = new byte[40];
        var endpoint = _stage.AddEndpoint(7_000, Ports.UdpToClient);
        Assert.Equal(0, AllocatedBy(() =>
        {
            for (var i = 0; i < 10; i++)
                endpoint.Broadcast(junk);
            _izzy.Core.Listen();
        }));
    }

    [Fact]
    public void The_switch_and_the_permit_allocate_nothing()
    {
        var rig = SwitchRig.Permitted();
        Assert.Equal(0, AllocatedBy(() =>
        {
            rig.Freeze(100);
            rig.Switch.Read(rig.At);
            rig.Switch.Hear(MessageType.Hello, SwitchRig.Owner, Guid.Empty, rig.At);
            rig.Switch.FoundEmpty(rig.At);
            rig.Switch.CheckIn(rig.At);
            rig.Switch.WakeAt(rig.Now);
        }));
        Assert.True(rig.IsValid);
        Assert.Equal(0, AllocatedBy(() => _ = _izzy.IsPermitted));
    }

    private static void AssertBeatsAllocateNothing(Stage stage, StageMother mother, StageIzzy izzy)
    {
        var sent = mother.Sender.Beats;
        Assert.Equal(0, AllocatedBy(BeatAndAnswer));
        Assert.Equal(20_000, mother.Sender.Beats - sent);
        Assert.True(izzy.IsPermitted);
        Assert.Equal(Presence.Present, Assert.Single(mother.Core.Snapshot()).Presence);
        Assert.InRange(mother.Core.Snapshot()[0].Age!.Value.TotalMilliseconds, 0, 1);

        void BeatAndAnswer()
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(180));
            mother.Sender.Step();
            izzy.Core.Listen();
            izzy.Core.Watch();
            izzy.Core.Responder.Step();
            mother.Core.Listen();
        }
    }

    private static long AllocatedBy(Action action) => Allocations.Of(action, calls: 5_000);
}
