using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>An IZZY that did not run while its socket filled, and networks that deliver late, twice or out of order.</summary>
public class FreezeScenarios
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(ResetPolicy.Manual, 1_002, false)]
    [InlineData(ResetPolicy.Manual, 1_500, true)]
    [InlineData(ResetPolicy.Manual, 10_000, false)]
    [InlineData(ResetPolicy.Auto, 1_002, true)]
    [InlineData(ResetPolicy.Auto, 1_500, false)]
    [InlineData(ResetPolicy.Auto, 10_000, true)]
    public void A_freeze_longer_than_the_limit_latches_as_frozen_though_beats_wait_in_the_socket(ResetPolicy policy, int freeze, bool watchdogFirst)
    {
        _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        izzy.WatchdogRunsFirst = watchdogFirst;
        _stage.RunUntilPermitted(izzy);
        izzy.IsFrozen = true;
        _stage.Run(freeze);
        izzy.IsFrozen = false;
        _stage.Run(1);
        Assert.Equal([StopCause.Frozen], izzy.Stops);
        Assert.False(izzy.Core.Read(decision => decision.IsFresh));

        _stage.Run(20_000, () => Assert.False(izzy.IsPermitted));
        Assert.Equal([OwnerKind.First, OwnerKind.Same], izzy.Owners);
        Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        Assert.True(izzy.IsPermitted);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Every_pause_longer_than_the_limit_stops_and_none_permits_by_itself(ResetPolicy policy)
    {
        var random = new Random(7);
        _stage.AddMother();
        var izzy = _stage.AddIzzy(policy, limit: 400);
        for (var i = 0; i < 40; i++)
        {
            _stage.Run(1_500);
            Assert.Equal(ResetRefusal.None, izzy.IsPermitted ? ResetRefusal.None : izzy.Core.Reset());
            _stage.Run(random.Next(200));
            var before = (Stops: izzy.StopActions.Count, izzy.Permits);
            var pause = random.Next(200, 4_000);
            izzy.WatchdogRunsFirst = random.Next(2) == 0;
            izzy.IsFrozen = true;
            _stage.Run(pause);
            izzy.IsFrozen = false;
            _stage.Run(400);
            if (pause > 400)
                Assert.Equal(before.Stops + 1, izzy.StopActions.Count);
            if (izzy.StopActions.Count > before.Stops)
                Assert.False(izzy.IsPermitted);
            Assert.Equal(before.Permits, izzy.Permits);
        }
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void A_reset_asked_during_a_freeze_is_refused_and_so_is_one_at_once_after_it(ResetPolicy policy)
    {
        _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        izzy.IsFrozen = true;
        _stage.Run(3_000);
        // What was typed during the freeze is read before any thread of the heartbeat runs.
        Assert.Equal(ResetRefusal.JustResumed, izzy.Core.Reset());
        izzy.IsFrozen = false;
        _stage.Run(300);
        Assert.True(izzy.Core.Read(decision => decision.IsFresh));
        Assert.Equal(ResetRefusal.Repeated, izzy.Core.Reset());
        _stage.Run(1_001);
        Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        Assert.Equal([StopCause.Frozen], izzy.Stops);
    }

    [Fact]
    public void Beats_that_wait_through_a_pause_shorter_than_the_limit_do_not_put_the_stop_off()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        // The last beat that it hears in time; then beats fill the socket of a process that stands, and Mother dies.
        var heard = _stage.Sent.Last(sent => sent.Type == MessageType.Hello).Time.TotalMilliseconds;
        izzy.IsFrozen = true;
        _stage.Run(600);
        _stage.Kill(mother);
        izzy.IsFrozen = false;
        _stage.Run(3_000);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        Assert.InRange(izzy.StopActions[0].At - heard, 1_000, 1_002);
    }

    [Fact]
    public void Duplicated_beats_put_the_stop_off_by_nothing()
    {
        _stage.Network.Faults = new() { Duplication = 1 };
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        AssertStopsWithin(mother, izzy, 0);
    }

    [Fact]
    public void Late_and_reordered_beats_put_the_stop_off_by_no_more_than_they_were_under_way()
    {
        // Plain mode knows no age of a beat: this much is honest, and no more.
        _stage.Network.Faults = new()
        {
            Delay = TimeSpan.FromMilliseconds(20),
            Jitter = TimeSpan.FromMilliseconds(30),
            Reordering = 0.3,
            ReorderingWindow = TimeSpan.FromMilliseconds(300),
            Duplication = 0.3,
        };
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        AssertStopsWithin(mother, izzy, 350);
    }

    [Fact]
    public void Late_beats_never_permit_what_they_did_not_keep_permitted()
    {
        // So short that it is permitted meanwhile, and so long that beats come when an ESTOP has stopped it.
        _stage.Network.Faults = new() { Reordering = 0.5, ReorderingWindow = TimeSpan.FromMilliseconds(300), Duplication = 0.5 };
        var mother = _stage.AddMother(interval: 60);
        var izzy = _stage.AddIzzy(ResetPolicy.Auto, limit: 500);
        _stage.RunUntilPermitted(izzy);
        var late = 0;
        for (var stop = 0; stop < 20; stop++)
        {
            _stage.Run(2_000 + (7 * stop));
            Assert.True(izzy.IsPermitted);
            mother.Stop();
            while (izzy.IsPermitted)
                _stage.Run(1);
            var connected = izzy.Owners.Count();
            _stage.Run(4_000, () => Assert.False(izzy.IsPermitted));
            late += izzy.Owners.Count() - connected;
            Assert.Equal(ResetRefusal.None, mother.Reset());
        }

        Assert.True(late >= 20, $"Late beats were heard only {late} times.");
    }

    [Fact]
    public void A_listener_that_hears_junk_lives_on()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Network.OnSent = null;
        var random = new Random(1);
        var junk = _stage.AddEndpoint(7_000, Ports.UdpToClient);
        var junkForMother = _stage.AddEndpoint(7_000, Ports.UdpFromClient);
        _stage.Run(5_000, () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var bytes = Junk(random, i);
                junk.Broadcast(bytes);
                junkForMother.Broadcast(bytes);
            }

            Assert.True(izzy.IsPermitted);
        });
        var told = izzy.Events.OfType<HeartbeatEvent.Rejected>().ToList();
        Assert.NotEmpty(told);
        Assert.All(told.GroupBy(rejected => rejected.Reason), reason => Assert.InRange(reason.Count(), 1, 6));
        Assert.Empty(izzy.Stops);
        Assert.Equal(1, mother.Count<HeartbeatEvent.IzzyFound>());

        _stage.Kill(mother);
        _stage.Run(1_200, () => junk.Broadcast(Junk(random, 0)));
        Assert.Equal([StopCause.Silence], izzy.Stops);
    }

    private static byte[] Junk(Random random, int kind)
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        if (kind % 2 == 1)
        {
            bytes = new HeartbeatMessage(MessageType.Hello, Guid.NewGuid(), Guid.NewGuid()).ToBytes();
            bytes[random.Next(13)] ^= (byte)random.Next(1, 256);
        }

        return bytes;
    }

    private void AssertStopsWithin(StageMother mother, StageIzzy izzy, double underWay)
    {
        _stage.Run(5_000, () => Assert.True(izzy.IsPermitted));
        var last = _stage.Sent.Last(sent => sent.Type == MessageType.Hello).Time.TotalMilliseconds;
        _stage.Kill(mother);
        _stage.Run(5_000);
        Assert.Equal([StopCause.Silence], izzy.Stops);
        Assert.InRange(izzy.StopActions[0].At - last, 1_000, 1_002 + underWay);
    }
}
