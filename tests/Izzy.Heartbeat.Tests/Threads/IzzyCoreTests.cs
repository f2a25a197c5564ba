using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Scenarios;
using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>What an IZZY does about a decision: stop first, answer, tell.</summary>
public class IzzyCoreTests
{
    private readonly Stage _stage = new();
    private readonly StageMother _mother;
    private readonly StageIzzy _izzy;

    public IzzyCoreTests()
    {
        _mother = _stage.AddMother();
        _izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(_izzy);
        _izzy.ReadEvents();
        _izzy.Events.Clear();
    }

    [Fact]
    public void The_stop_action_is_signalled_before_anything_is_told_or_answered()
    {
        var sent = _stage.Sent.Count;
        var before = -1;
        _izzy.Core.SignalStop = _ =>
        {
            _izzy.ReadEvents();
            before = _izzy.Events.Count + _stage.Sent.Count - sent;
        };
        _izzy.Core.Trip(StopCause.LocalStop);
        Assert.Equal(0, before);
        _izzy.ReadEvents();
        Assert.Equal([StopCause.LocalStop], _izzy.Stops);
    }

    [Fact]
    public void An_ESTOP_of_the_owner_signals_the_stop_before_the_responder_learns_anything_of_it()
    {
        // The same Mother, now at another address: where the responder thinks she is tells what it has learnt.
        using var elsewhere = _stage.AddEndpoint(Ports.UdpFromClient, Ports.UdpToClient);
        var from = 0;
        var saidTo = new List<IPAddress>();
        _izzy.Core.SignalStop = _ =>
        {
            from = _stage.Sent.Count;
            _izzy.Core.Responder.Announce();
            _izzy.Core.Responder.Step();
            saidTo.AddRange(_stage.Sent.Skip(from).Select(sent => sent.To.Address));
        };
        elsewhere.Broadcast(new HeartbeatMessage(MessageType.Estop, _mother.Id, Guid.Empty).ToBytes());
        _stage.Run(5);
        Assert.Equal([_mother.Address], saidTo);
        Assert.Contains(_stage.Sent.Skip(from), sent => sent.Type == MessageType.Estop && sent.To.Equals(elsewhere.LocalEndPoint));
    }

    // A real thread, for what is tested is that it does not wait. The action is called under the lock of the switch.
    [Fact]
    public void Readers_take_no_lock_that_a_stop_needs()
    {
        (MotherStatus, Guid?, StopCause?) read = default;
        _izzy.Core.SignalStop = _ =>
        {
            var reader = new Thread(() => read = (_izzy.Core.Mother, _izzy.Core.Owner, _izzy.Core.LastCause));
            reader.Start();
            Assert.True(reader.Join(TimeSpan.FromSeconds(10)));
        };
        _izzy.Core.Trip(StopCause.LocalStop);
        // What they find there may be as old as the input before.
        Assert.Equal((MotherStatus.Connected, _mother.Id, null), read);
        Assert.Equal((MotherStatus.Missing, _mother.Id), (_izzy.Core.Mother, _izzy.Core.Owner));
        Assert.Equal(StopCause.LocalStop, _izzy.Core.LastCause);
    }

    [Fact]
    public void A_reader_finds_Mother_missing_after_the_limit_though_nobody_has_looked()
    {
        var permit = _izzy.Permits;
        _stage.Run(1);
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(800));
        Assert.Equal(MotherStatus.Connected, _izzy.Core.Mother);
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(201));
        Assert.Equal(MotherStatus.Missing, _izzy.Core.Mother);
        // It was a reader, who stops nothing; the next look does.
        Assert.Empty(_izzy.StopActions);
        Assert.False(_izzy.IsPermitted);
        _stage.Run(300);
        Assert.Single(_izzy.StopActions);
        Assert.Equal(MotherStatus.Connected, _izzy.Core.Mother);
        Assert.Equal(permit, _izzy.Permits);
    }

    [Fact]
    public void A_local_stop_after_an_unseen_silence_tells_both()
    {
        _stage.Kill(_mother);
        _stage.Run(900);
        // The process lives, but just now no thread of it has looked for a while.
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(150));
        _izzy.Core.Trip(StopCause.LocalStop);
        _izzy.ReadEvents();
        Assert.Equal([StopCause.Silence, StopCause.LocalStop], _izzy.Stops);
        Assert.Equal([StopCause.Silence], _izzy.StopActions.Select(stop => stop.Cause));
    }

    [Fact]
    public void Once_closed_no_reset_permits_it_though_beats_still_come()
    {
        _izzy.Core.Close();
        _stage.Run(2_000, () => Assert.False(_izzy.IsPermitted));
        Assert.True(_izzy.Core.Read(decision => decision.IsFresh));
        Assert.Equal(ResetRefusal.CauseRemains, _izzy.Core.Reset());
        Assert.False(_izzy.IsPermitted);
        Assert.Equal(1, _izzy.Permits);
        _izzy.ReadEvents();
        Assert.Equal(ResetRefusal.CauseRemains, Assert.Single(_izzy.Events.OfType<HeartbeatEvent.ResetRefused>()).Reason);
        Assert.Equal([StopCause.LocalStop], _izzy.StopActions.Select(stop => stop.Cause));
    }

    [Fact]
    public void Once_closed_it_does_not_permit_itself_either()
    {
        var izzy = _stage.AddIzzy(ResetPolicy.Auto);
        izzy.Core.Close();
        _stage.Run(5_000, () => Assert.False(izzy.IsPermitted));
        Assert.True(izzy.Core.Read(decision => decision.IsFresh));
        Assert.Equal(0, izzy.Permits);
    }

    [Fact]
    public void A_client_that_was_disposed_refuses_a_reset_for_good()
    {
        var izzy = new IzzyClient(new IzzyClientOptions
        {
            Name = "sofa",
            StateDirectory = null,
            Transport = _stage.Network.Attach(IPAddress.Parse("10.0.9.9"), Ports.UdpToClient, Ports.UdpToClient),
        });
        Assert.Equal(ResetRefusal.NoFreshBeats, izzy.Reset());
        izzy.Dispose();
        Assert.Equal(ResetRefusal.CauseRemains, izzy.Reset());
    }

    [Fact]
    public void A_stranger_is_answered_with_a_HERE_that_names_the_owner()
    {
        var stranger = _stage.AddMother(2);
        _stage.Run(100);
        var toStranger = _stage.Sent.Where(sent => sent.To.Equals(stranger.Endpoint.LocalEndPoint)).ToList();
        Assert.NotEmpty(toStranger);
        Assert.All(toStranger, sent => Assert.Equal((MessageType.Here, _izzy.Id, _mother.Id), (sent.Type, sent.Sender, sent.Receiver)));
    }

    [Fact]
    public void While_it_is_not_permitted_every_report_says_ESTOP_whatever_the_program_reports()
    {
        _izzy.Core.Report(new IzzyState(IzzyStatus.Moving, X: 7));
        _stage.Run(200);
        Assert.Equal(new IzzyState(IzzyStatus.Moving, X: 7), _mother.Core.Snapshot()[0].State);
        _izzy.Core.Trip(StopCause.LocalStop);
        _stage.Run(10);
        Assert.Equal(new IzzyState(IzzyStatus.Estop, X: 7), _mother.Core.Snapshot()[0].State);
        Assert.Equal(IzzyStatus.Moving, Assert.Single(_izzy.Events.OfType<HeartbeatEvent.StatusReported>()).Status);
    }

    [Fact]
    public void An_IZZY_that_was_reset_no_longer_announces_the_stop_before()
    {
        _stage.Network.Partition(_mother.Address, _izzy.Address);
        for (var i = 0; i < 2_000 && _izzy.StopActions.Count == 0; i++)
            _stage.Run(1);
        // T is five and a half periods, so the next beat comes while the three urgent announcements still go out.
        _stage.Network.Heal();
        for (var i = 0; i < 2_000 && !_izzy.Core.Read(decision => decision.IsFresh); i++)
            _stage.Run(1);
        Assert.Equal(ResetRefusal.None, _izzy.Core.Reset());
        var from = _stage.Sent.Count;
        _stage.Run(3_000);
        Assert.DoesNotContain(_stage.Sent.Skip(from), sent => sent.Sender == _izzy.Id && sent.Type == MessageType.Estop);
    }

    [Fact]
    public void A_flood_of_HELLOs_between_two_turns_loses_the_oldest_answers_and_nothing_else()
    {
        var responder = _izzy.Core.Responder;
        var to = _mother.Endpoint.LocalEndPoint.Serialize().Copy();
        for (var i = 0; i < 1_000; i++)
            responder.Add(to, i < 990 ? MessageType.Here : MessageType.Estop, _mother.Id, challenge: 0);
        var from = _stage.Sent.Count;
        responder.Step();
        var sent = _stage.Sent.Skip(from).ToList();
        Assert.Equal(64, sent.Count);
        Assert.Equal(10, sent.Count(datagram => datagram.Type == MessageType.Estop));
    }

    [Fact]
    public void A_wall_clock_that_is_set_is_told_and_stops_nothing()
    {
        _stage.Clock.WallOffset = TimeSpan.FromHours(-3);
        _stage.Run(2_000, () => Assert.True(_izzy.IsPermitted));
        Assert.Equal(-3 * 3_600_000.0, Assert.Single(_izzy.Events.OfType<HeartbeatEvent.ClockStepped>()).ByMs);
        Assert.Single(_mother.Events.OfType<HeartbeatEvent.ClockStepped>());
        Assert.Equal(0, _mother.Count<HeartbeatEvent.IzzyLate>());
    }

    [Fact]
    public void What_the_stop_action_throws_is_told_and_goes_no_further()
    {
        var events = new EventStream(_stage.Clock);
        var reader = events.Subscribe(TestContext.Current.CancellationToken);
        var causes = new List<StopCause>();
        var action = new StopActionThread(
            cause =>
            {
                causes.Add(cause);
                throw new InvalidOperationException("relay stuck");
            },
            events,
            (_, exception) => throw exception);
        action.Signal(StopCause.Frozen);
        // Never started: what was signalled is carried out at the end all the same.
        action.Dispose();
        Assert.Equal([StopCause.Frozen], causes);
        Assert.True(reader.TryRead(out var happened));
        Assert.Equal("relay stuck", Assert.IsType<HeartbeatEvent.StopActionFailed>(happened).Message);
    }
}
