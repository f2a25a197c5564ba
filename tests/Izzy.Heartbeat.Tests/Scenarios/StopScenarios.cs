using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>Stop, confirm, reset, on good networks and bad ones (rules S13 to S15).</summary>
public class StopScenarios
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Stop_confirm_reset(ResetPolicy policy)
    {
        var mother = _stage.AddMother();
        StageIzzy[] izzies = [.. Enumerable.Range(0, 6).Select(_ => _stage.AddIzzy(policy))];
        PermitAll(izzies);
        Assert.True(mother.Stop());
        Assert.False(mother.Stop());
        _stage.Run(2);
        Assert.All(izzies, izzy => Assert.Equal(StopCause.StopReceived, Assert.Single(izzy.StopActions).Cause));
        Assert.All(izzies, izzy => Assert.False(izzy.IsPermitted));
        _stage.Run(3_000);
        Assert.Equal(6, mother.Count<HeartbeatEvent.StopConfirmed>());
        Assert.All(mother.Events.OfType<HeartbeatEvent.StopConfirmed>(), confirmed => Assert.InRange(confirmed.AfterMs, 0, 5));
        Assert.Equal(0, mother.Count<HeartbeatEvent.StopUnconfirmed>());
        Assert.All(mother.Core.Snapshot(), izzy => Assert.NotNull(izzy.StopConfirmedAfter));

        Assert.Equal(ResetRefusal.None, mother.Reset());
        Assert.Equal(ResetRefusal.NotStopped, mother.Reset());
        _stage.Run(500);
        // A reset moves nothing by itself.
        Assert.All(izzies, izzy => Assert.False(izzy.IsPermitted));
        _stage.Run(2_000);
        Assert.All(izzies, izzy => Assert.Equal(policy == ResetPolicy.Auto, izzy.IsPermitted));
        if (policy == ResetPolicy.Manual)
            Assert.All(izzies, izzy => Assert.Equal(ResetRefusal.None, izzy.Core.Reset()));
        Assert.All(izzies, izzy => Assert.Equal([StopCause.StopReceived], izzy.Stops));
        Assert.Equal(0, mother.Count<HeartbeatEvent.IzzyLate>());
        Assert.Equal(1, mother.Count<HeartbeatEvent.Stopped>());
        Assert.Equal(1, mother.Count<HeartbeatEvent.Reset>());
    }

    [Fact]
    public void A_confirmed_stop_may_be_reset_at_once()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Run(3_200);
        mother.Stop();
        _stage.Run(5);
        Assert.Equal(ResetRefusal.None, mother.Reset());
    }

    [Fact]
    public void A_Mother_started_anew_who_stops_before_she_heard_everyone_releases_nobody_whom_the_one_before_her_keeps_moving()
    {
        var before = _stage.AddMother();
        var near = _stage.AddIzzy();
        var far = _stage.AddIzzy(limit: 3_000);
        _stage.RunUntilPermitted(near);
        Assert.Equal(ResetRefusal.None, far.Core.Reset());
        _stage.Run(1_000);
        _stage.Kill(before);
        var mother = _stage.AddMother(address: before.Address);
        // Nothing of the far one comes through, nor anything to it.
        _stage.Network.Partition(mother.Address, far.Address);
        _stage.Run(100);
        mother.Stop();
        _stage.Run(100);
        Assert.Equal((1, 0), mother.Core.CountStop());
        Assert.True(far.IsPermitted);
        Assert.Equal(ResetRefusal.NotConfirmed, mother.Reset());
        _stage.Run(3_000);
        Assert.False(far.IsPermitted);
        _stage.Run(400);
        Assert.Equal(ResetRefusal.None, mother.Reset());
    }

    [Fact]
    public void No_beat_follows_a_stop_until_its_reset_and_the_burst_is_five_in_fifty_milliseconds()
    {
        var random = new Random(5);
        var mother = _stage.AddMother();
        _stage.AddIzzy();
        for (var i = 0; i < 50; i++)
        {
            _stage.Run(3_300 + random.Next(200));
            var from = _stage.Sent.Count;
            var at = _stage.Now;
            mother.Stop();
            Assert.Equal(MessageType.Estop, _stage.Sent[from].Type);
            _stage.Run(1_000);
            var sent = _stage.Sent.Skip(from).Where(datagram => datagram.Sender == mother.Id).ToList();
            Assert.DoesNotContain(sent, datagram => datagram.Type == MessageType.Hello);
            var broadcast = sent.Where(datagram => datagram.To.Address.Equals(IPAddress.Broadcast)).ToList();
            Assert.Equal(5, broadcast.Count(datagram => datagram.Time.TotalMilliseconds <= at + 60));
            _stage.Run(2_500);
            Assert.Equal(ResetRefusal.None, mother.Reset());
        }
    }

    [Fact]
    public void A_stopped_Mother_repeats_ESTOP_once_a_second_and_to_each_who_has_not_confirmed()
    {
        var mother = _stage.AddMother();
        var obeys = _stage.AddIzzy();
        var cutOff = _stage.AddIzzy();
        _stage.Run(1_000);
        _stage.Network.Partition(mother.Address, cutOff.Address);
        mother.Stop();
        var from = _stage.Sent.Count;
        _stage.Run(10_000);
        var sent = _stage.Sent.Skip(from).Where(datagram => datagram.Sender == mother.Id).ToList();
        Assert.InRange(sent.Count(datagram => datagram.To.Address.Equals(IPAddress.Broadcast)), 12, 15);
        Assert.InRange(sent.Count(datagram => datagram.To.Address.Equals(cutOff.Address)), 12, 15);
        Assert.InRange(sent.Count(datagram => datagram.To.Address.Equals(obeys.Address)), 0, 1);
        Assert.Equal(cutOff.Id, Assert.Single(mother.Events.OfType<HeartbeatEvent.StopUnconfirmed>()).Id);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual, 1_000)]
    [InlineData(ResetPolicy.Auto, 1_000)]
    [InlineData(ResetPolicy.Auto, 3_000)]
    public void With_every_ESTOP_lost_a_reset_is_refused_until_every_IZZY_has_stopped_by_silence(ResetPolicy policy, int limit)
    {
        var mother = _stage.AddMother();
        StageIzzy[] izzies = [.. Enumerable.Range(0, 4).Select(_ => _stage.AddIzzy(policy, limit))];
        PermitAll(izzies);
        foreach (var izzy in izzies)
            _stage.Network.Partition(mother.Address, izzy.Address);
        mother.Stop();
        _stage.OnSent = sent =>
        {
            if (sent.Type == MessageType.Hello)
                Assert.All(izzies, izzy => Assert.Equal(StopCause.Silence, Assert.Single(izzy.StopActions).Cause));
        };
        var refused = 0;
        // As the wait nears its end the ways are open again: beats would be heard.
        _stage.Run(50);
        while (mother.Reset() is var refusal && refusal != ResetRefusal.None)
        {
            Assert.Equal(ResetRefusal.NotConfirmed, refusal);
            Assert.InRange(refused++, 0, 10_000);
            _stage.Run(1);
        }

        Assert.InRange(refused, 3_200, 3_500);
        Assert.All(izzies, izzy => Assert.False(izzy.IsPermitted));
        _stage.Network.Heal();
        _stage.Run(300);
        Assert.All(izzies, izzy => Assert.Equal([OwnerKind.First, OwnerKind.Same], izzy.Owners));
        Assert.All(izzies, izzy => Assert.False(izzy.IsPermitted));
    }

    [Fact]
    public void A_last_beat_that_was_long_under_way_and_waited_in_the_socket_keeps_nobody_moving_until_beats_come_again()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(limit: 3_000);
        _stage.RunUntilPermitted(izzy);
        _stage.Run(4_000);
        _stage.Network.Faults = new() { Delay = TimeSpan.FromMilliseconds(95) };
        var beats = mother.Sender.Beats;
        while (mother.Sender.Beats == beats)
            _stage.Run(1);
        _stage.Network.Partition(mother.Address, izzy.Address);
        mother.Stop();
        // As long as is no pause yet, from its last look before the beat comes.
        _stage.Run(94);
        izzy.IsFrozen = true;
        _stage.Run(199);
        izzy.IsFrozen = false;
        _stage.Run(2_900);
        Assert.True(izzy.IsPermitted);

        while (mother.Reset() != ResetRefusal.None)
            _stage.Run(1);
        _stage.Network.Heal();
        Assert.False(izzy.IsPermitted);
        _stage.Run(1_000, () => Assert.False(izzy.IsPermitted));
        Assert.Equal([StopCause.Silence], izzy.Stops);
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void At_thirty_percent_loss_every_IZZY_stops_and_none_hears_a_beat_before_it_stopped(ResetPolicy policy)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var stage = new Stage(seed);
            var mother = stage.AddMother();
            StageIzzy[] izzies = [.. Enumerable.Range(0, 20).Select(_ => stage.AddIzzy(policy))];
            PermitAll(izzies, stage);
            stage.Network.Faults = new() { Loss = 0.3 };
            stage.Run(100 + (seed * 7));
            var stops = izzies.Select(izzy => izzy.StopActions.Count).ToArray();
            var moving = izzies.Select(izzy => izzy.IsPermitted).ToArray();
            mother.Stop();
            var at = stage.Now;
            while (mother.Reset() != ResetRefusal.None && stage.Now - at < 10_000)
                stage.Run(1);
            for (var i = 0; i < izzies.Length; i++)
            {
                Assert.False(izzies[i].IsPermitted);
                Assert.Equal(stops[i] + (moving[i] ? 1 : 0), izzies[i].StopActions.Count);
            }

            Assert.InRange(stage.Now - at, 0, 3_460);
        }
    }

    [Fact]
    public void A_client_that_only_ever_says_HERE_is_reset_after_the_whole_wait_and_never_confirmed()
    {
        var mother = _stage.AddMother();
        using var reference = _stage.AddEndpoint(Ports.UdpToClient, Ports.UdpFromClient);
        var here = new HeartbeatMessage(MessageType.Here, Guid.NewGuid(), mother.Id, new StatusReport("old wagon", new(IzzyStatus.Moving))).ToBytes();
        var to = mother.Endpoint.LocalEndPoint.Serialize();
        Answer(2_000, MessageType.Hello);
        Assert.Equal(1, mother.Count<HeartbeatEvent.IzzyFound>());
        var lastBeat = _stage.Sent.Last(sent => sent.Type == MessageType.Hello).Time.TotalMilliseconds;
        mother.Stop();
        ResetRefusal refusal;
        while ((refusal = mother.Reset()) != ResetRefusal.None)
        {
            Assert.Equal(ResetRefusal.NotConfirmed, refusal);
            // It says HERE to an ESTOP, too, to be as unhelpful as can be.
            Answer(1, MessageType.Estop);
            Assert.InRange(_stage.Now - lastBeat, 0, 10_000);
        }

        Assert.Equal(3_450, _stage.Now - lastBeat, 2.0);
        Assert.Equal(0, mother.Count<HeartbeatEvent.StopConfirmed>());
        Assert.Equal(1, mother.Count<HeartbeatEvent.StopUnconfirmed>());

        void Answer(int milliseconds, MessageType type)
        {
            var buffer = new byte[256];
            var from = SocketAddresses.New();
            _stage.Run(milliseconds, () =>
            {
                while (reference.TryReceive(buffer, from, out var length))
                {
                    if (HeartbeatPacket.TryRead(buffer.AsSpan(0, length), out var packet, out _) && packet.Type == type)
                        reference.Send(here, to);
                }
            });
        }
    }

    [Theory]
    [InlineData(ResetPolicy.Manual)]
    [InlineData(ResetPolicy.Auto)]
    public void Mother_killed_while_stopped_and_started_again_is_silent_and_latched(ResetPolicy policy)
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(policy);
        _stage.RunUntilPermitted(izzy);
        mother.Stop();
        _stage.Run(100);
        _stage.Kill(mother);
        _stage.Run(5_000);
        var from = _stage.Sent.Count;
        var again = _stage.AddMother(beats: false);
        Assert.Equal(ResetRefusal.NotConfirmed, again.Reset());
        _stage.Run(3_400, () => Assert.False(izzy.IsPermitted));
        // One who answers is no proof that all did: she does not know who was there at the stop.
        Assert.Equal(1, again.Count<HeartbeatEvent.StopConfirmed>());
        Assert.Equal(ResetRefusal.NotConfirmed, again.Reset());
        Assert.DoesNotContain(_stage.Sent.Skip(from), sent => sent.Type == MessageType.Hello);
        _stage.Run(100);
        Assert.Equal(ResetRefusal.None, again.Reset());
        _stage.Run(3_000);
        Assert.Equal(policy == ResetPolicy.Auto, izzy.IsPermitted);
    }

    [Fact]
    public void One_that_was_heard_for_the_first_time_after_the_stop_holds_the_reset_back_until_it_confirms()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        var deaf = _stage.AddIzzy();
        // Its answers are lost from the start, and it hears every beat.
        _stage.Network.SetFaults(deaf.Address, mother.Address, new() { Loss = 1 });
        PermitAll([izzy, deaf]);
        _stage.Network.SetFaults(deaf.Address, mother.Address, null);
        _stage.Network.SetFaults(mother.Address, deaf.Address, new() { Loss = 1 });
        mother.Stop();
        _stage.Run(100);
        Assert.True(deaf.IsPermitted);
        deaf.Endpoint.Send(new HeartbeatMessage(MessageType.Here, deaf.Id, mother.Id, new StatusReport("deaf", new(IzzyStatus.Moving))).ToBytes(), mother.Endpoint.LocalEndPoint.Serialize());
        _stage.Run(10);
        Assert.Equal(ResetRefusal.NotConfirmed, mother.Reset());
    }

    [Fact]
    public void A_reset_held_down_at_the_IZZY_never_gets_through()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Kill(mother);
        _stage.Run(1_200);
        var at = 0;
        _stage.Run(3_000, () => Hold(izzy, ref at));
        _stage.AddMother();
        _stage.Run(20_000, () => Hold(izzy, ref at));
        Assert.True(izzy.Core.Read(decision => decision.IsFresh));
        _stage.Run(1_000);
        Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
    }

    private static void Hold(StageIzzy izzy, ref int at)
    {
        if (at++ % 50 == 0)
            Assert.NotEqual(ResetRefusal.None, izzy.Core.Reset());
    }

    [Fact]
    public void A_held_reset_at_an_IZZY_with_the_automatic_policy_neither_hastens_nor_hinders_it()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy(ResetPolicy.Auto);
        _stage.RunUntilPermitted(izzy);
        _stage.Run(3_000);
        mother.Stop();
        _stage.Run(100);
        Assert.Equal(ResetRefusal.None, mother.Reset());
        var at = 0;
        Assert.Equal(ResetRefusal.NoFreshBeats, izzy.Core.Reset());
        _stage.Run(900, () => Hold(izzy, ref at));
        Assert.False(izzy.IsPermitted);
        _stage.Run(400, () => Hold(izzy, ref at));
        Assert.True(izzy.IsPermitted);
        Assert.Equal(2, izzy.Permits);
    }

    private void PermitAll(StageIzzy[] izzies, Stage? stage = null)
    {
        (stage ?? _stage).Run(1_500);
        foreach (var izzy in izzies)
        {
            if (izzy.Policy == ResetPolicy.Manual)
                Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        }

        // The longest limit that a test uses is three seconds.
        (stage ?? _stage).Run(2_000);
        Assert.All(izzies, izzy => Assert.True(izzy.IsPermitted));
    }
}
