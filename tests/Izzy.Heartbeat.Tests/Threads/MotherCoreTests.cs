using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Tests.Scenarios;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>Mother's parts: her check-in, her beat and her latch together with the disk.</summary>
public sealed class MotherCoreTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(180);

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "izzy-mother-" + Guid.NewGuid().ToString("N"));
    private readonly Stage _stage = new();

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_program_that_never_checks_in_stops_her_as_one_that_ceased_to_does()
    {
        var (core, stops) = Watched(TimeSpan.FromSeconds(1));
        Listen(core, 1_000);
        Assert.Empty(stops);
        Listen(core, 200);
        Assert.Equal(StopCause.ControlLoopSilent, stops[0]);
    }

    [Fact]
    public void A_program_that_checks_in_keeps_her_beating_until_it_ceases_to()
    {
        var (core, stops) = Watched(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
        {
            Listen(core, 990);
            core.CheckIn();
        }

        Assert.Empty(stops);
        Listen(core, 1_200);
        Assert.Equal(StopCause.ControlLoopSilent, stops[0]);
    }

    // A real thread, for what is tested is that it does not wait.
    [Fact]
    public void While_she_beats_readers_and_a_check_in_take_no_lock_that_the_listener_needs()
    {
        var clock = new ClockWithEars();
        var endpoint = _stage.AddEndpoint(Ports.UdpFromClient, Ports.UdpToClient);
        var options = new MotherCoreOptions(StageMother.IdOf(1), s_interval, [], Ports.UdpToClient, [], null);
        var core = new MotherCore(options, new StopLatch(default), new BeatLog(), endpoint, clock, new EventStream(clock));
        using var izzy = _stage.AddEndpoint(7_000, Ports.UdpFromClient);
        var read = 0;
        clock.Asked = () =>
        {
            var reader = new Thread(() =>
            {
                read += 1 + core.Snapshot().Count + core.Unconfirmed().Count + core.CountStop().Known + core.Outlook().Unconfirmed;
                core.CheckIn();
            });
            reader.Start();
            Assert.True(reader.Join(TimeSpan.FromSeconds(10)));
        };
        izzy.Broadcast(new HeartbeatMessage(MessageType.Here, StageMother.IdOf(7), StageMother.IdOf(1)).ToBytes());
        // The clock is asked under the lock, too, for a datagram as for a look.
        core.Listen();
        Assert.InRange(read, 4, 100);
        Assert.Single(core.Snapshot());
    }

    [Fact]
    public void The_cast_that_was_never_heard_is_shown_as_missing_in_the_order_given_and_whoever_is_forgotten_is_not_shown()
    {
        var endpoint = _stage.AddEndpoint(Ports.UdpFromClient, Ports.UdpToClient);
        var options = new MotherCoreOptions(StageMother.IdOf(1), s_interval, ["throne", "wagon", "sofa"], Ports.UdpToClient, [], null);
        var core = new MotherCore(options, new StopLatch(default), new BeatLog(), endpoint, _stage.Clock, new EventStream(_stage.Clock));
        using var izzies = _stage.AddEndpoint(7_000, Ports.UdpFromClient);
        Says(1, "ghost");
        Says(2, "wagon");
        Assert.Equal(["ghost", "wagon", "throne", "sofa"], core.Snapshot().Select(izzy => izzy.Name));
        Assert.Equal([false, true, true, true], core.Snapshot().Select(izzy => izzy.IsExpected));
        Assert.Equal(["throne", "sofa"], core.Snapshot().Where(izzy => izzy.Presence == Presence.Missing).Select(izzy => izzy.Name));
        core.Forget("ghost");
        core.Forget("wagon");
        core.Forget("throne");
        Assert.Equal(["sofa"], core.Snapshot().Select(izzy => izzy.Name));
        Says(2, "wagon");
        Assert.Equal([("wagon", false), ("sofa", true)], core.Snapshot().Select(izzy => (izzy.Name, izzy.IsExpected)));

        void Says(int id, string name)
        {
            var report = new StatusReport(name, new(IzzyStatus.Available));
            izzies.Broadcast(new HeartbeatMessage(MessageType.Here, StageMother.IdOf(id + 10), StageMother.IdOf(1), report).ToBytes());
            core.Listen();
        }
    }

    [Fact]
    public void A_beat_at_her_port_is_rejected_and_an_alarm_be_it_another_Mothers_or_one_with_her_own_id()
    {
        var mother = _stage.AddMother();
        using var other = _stage.AddEndpoint(7_000, Ports.UdpFromClient);
        other.Broadcast(new HeartbeatMessage(MessageType.Hello, mother.Id, Guid.Empty).ToBytes());
        other.Broadcast(new HeartbeatMessage(MessageType.Hello, StageMother.IdOf(9), Guid.Empty).ToBytes());
        _stage.Run(10);
        Assert.Equal(
            [RejectReason.OwnReflection, RejectReason.UnexpectedType],
            mother.Events.OfType<HeartbeatEvent.Rejected>().Select(rejected => rejected.Reason));
        Assert.Equal([mother.Id, StageMother.IdOf(9)], mother.Events.OfType<HeartbeatEvent.MotherConflict>().Select(conflict => conflict.Mother));
    }

    [Fact]
    public void Nobody_is_told_to_stop_by_name_while_nothing_is_stopped()
    {
        var mother = _stage.AddMother();
        _stage.AddIzzy();
        _stage.Run(300);
        Assert.Empty(mother.Core.Unconfirmed());
        mother.Stop();
        Assert.Equal([new IPEndPoint(IPAddress.Parse("10.0.0.2"), Ports.UdpToClient)], mother.Core.Unconfirmed().Select(address => address.ToEndPoint()));
    }

    [Fact]
    public void A_beat_that_a_freeze_holds_up_counts_from_when_it_left()
    {
        var latch = new StopLatch(TimeSpan.FromSeconds(3));
        var sender = new HeartbeatSender(StageMother.IdOf(1), s_interval, latch, new BeatLog(), new FreezingTransport(_stage.Clock, TimeSpan.FromSeconds(5)), _stage.Clock, () => []);
        sender.Step();
        Assert.Equal(5_000, _stage.Now);
        latch.Stop(StopCause.LocalStop, _stage.Clock.Now);
        Assert.Equal(TimeSpan.FromSeconds(3), latch.Foresee(latch.Current, _stage.Clock.Now, 0, 0).Wait);
    }

    [Fact]
    public void A_stop_is_on_disk_when_the_call_returns_and_gone_after_its_reset()
    {
        Assert.EndsWith("stopped\n", AfterwardsOnDisk(server => Assert.True(server.Stop())), StringComparison.Ordinal);
        Assert.EndsWith("running\n", AfterwardsOnDisk(server =>
        {
            server.Stop();
            Assert.Equal(ResetRefusal.None, server.Reset());
            // It may come a moment later, and at the latest before she has left.
            server.End();
        }), StringComparison.Ordinal);

        // Nobody else may read a file that is locked; to let go of it writes nothing.
        string AfterwardsOnDisk(Action<HeartbeatServerThread> call)
        {
            using (var state = StateFile.Open(_directory, "mother"))
                call(Server(state).Server);
            return File.ReadAllText(Path.Combine(_directory, "mother.state"));
        }
    }

    [Fact]
    public void A_disk_that_fails_is_told_and_stops_no_stop()
    {
        var state = StateFile.Open(_directory, "mother");
        state.Dispose();
        var events = new EventStream(_stage.Clock);
        var reader = events.Subscribe(TestContext.Current.CancellationToken);
        var (server, latch) = Server(state, events);
        Assert.True(server.Stop());
        Assert.True(latch.IsLatched);
        Assert.True(reader.TryRead(out var first));
        Assert.IsType<HeartbeatEvent.Stopped>(first);
        Assert.True(reader.TryRead(out var second));
        Assert.IsType<HeartbeatEvent.StateNotSaved>(second);
    }

    // Real threads, for what is tested is what they leave behind when they meet.
    [Fact]
    public void Whatever_stops_and_resets_at_once_the_disk_says_in_the_end_what_the_latch_is()
    {
        using var state = StateFile.Open(_directory, "mother");
        var (server, latch) = Server(state);
        for (var i = 0; i < 150; i++)
        {
            using var together = new Barrier(2);
            var stop = new Thread(() =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                server.Stop();
            });
            server.Stop();
            stop.Start();
            together.SignalAndWait(TestContext.Current.CancellationToken);
            server.Reset();
            stop.Join();
            Assert.True(SpinWait.SpinUntil(() => latch.IsLatched == state.IsStopped, TimeSpan.FromSeconds(20)));
        }

        server.End();
        Assert.Equal(latch.IsLatched, state.IsStopped);
    }

    [Fact]
    public void To_leave_is_no_stop_that_the_next_Mother_finds_and_a_stop_meanwhile_is()
    {
        using var state = StateFile.Open(_directory, "mother");
        var (server, _) = Server(state);
        server.Leave();
        Assert.False(state.IsStopped);
        server.Stop();
        server.End();
        Assert.True(state.IsStopped);
    }

    [Fact]
    public void A_stop_is_kept_as_long_as_her_file_is_there_although_she_has_left_and_told_as_not_kept_afterwards()
    {
        var events = new EventStream(_stage.Clock);
        var reader = events.Subscribe(TestContext.Current.CancellationToken);
        using var state = StateFile.Open(_directory, "mother");
        var (server, _) = Server(state, events);
        server.Leave();
        server.End();
        server.Stop();
        Assert.True(state.IsStopped);
        Assert.False(reader.TryRead(out _));

        state.Dispose();
        server.Stop();
        Assert.True(reader.TryRead(out var told));
        Assert.IsType<HeartbeatEvent.StateNotSaved>(told);
    }

    [Fact]
    public void A_reset_that_was_begun_before_another_stop_undoes_nothing_and_says_so()
    {
        using var state = StateFile.Open(_directory, "mother");
        var events = new EventStream(_stage.Clock);
        var (server, latch) = Server(state, events);
        server.Stop();
        var begun = latch.Requests;
        server.Stop();
        var reader = events.Subscribe(TestContext.Current.CancellationToken);
        Assert.Equal(ResetRefusal.StoppedAgain, server.Reset(begun));
        Assert.True(latch.IsLatched);
        Assert.True(reader.TryRead(out var told));
        Assert.Equal(ResetRefusal.StoppedAgain, Assert.IsType<HeartbeatEvent.ResetRefused>(told).Reason);
        Assert.Equal(ResetRefusal.None, server.Reset(latch.Requests));
        server.End();
    }

    private (MotherCore Core, List<StopCause> Stops) Watched(TimeSpan limit)
    {
        var stops = new List<StopCause>();
        var endpoint = _stage.AddEndpoint(Ports.UdpFromClient, Ports.UdpToClient);
        var options = new MotherCoreOptions(StageMother.IdOf(1), s_interval, [], Ports.UdpToClient, [], limit);
        return (new MotherCore(options, new StopLatch(TimeSpan.FromSeconds(3)), new BeatLog(), endpoint, _stage.Clock, new EventStream(_stage.Clock)) { Stop = stops.Add }, stops);
    }

    private void Listen(MotherCore core, int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 10)
        {
            _stage.Clock.Advance(TimeSpan.FromMilliseconds(10));
            core.Listen();
        }
    }

    private (HeartbeatServerThread Server, StopLatch Latch) Server(StateFile state, EventStream? events = null)
    {
        // Nothing to outwait: who may reset, and when, is not what is tried here.
        var latch = new StopLatch(TimeSpan.Zero);
        var endpoint = _stage.AddEndpoint(Ports.UdpFromClient, Ports.UdpToClient);
        events ??= new EventStream(_stage.Clock);
        var beats = new BeatLog();
        var core = new MotherCore(new MotherCoreOptions(StageMother.IdOf(1), s_interval, [], Ports.UdpToClient, [], null), latch, beats, endpoint, _stage.Clock, events);
        var sender = new HeartbeatSender(StageMother.IdOf(1), s_interval, latch, beats, endpoint, _stage.Clock, core.Unconfirmed);
        return (new HeartbeatServerThread(sender, core, latch, s_interval, state, events, (_, exception) => throw exception), latch);
    }

    /// <summary>Tells each time that the thread which made it asks for the time.</summary>
    private sealed class ClockWithEars : Clock
    {
        private readonly Thread _maker = Thread.CurrentThread;

        public Action? Asked { get; set; }

        public override Moment Moment
        {
            get
            {
                if (Thread.CurrentThread == _maker)
                    Asked?.Invoke();
                return new(TimeSpan.FromSeconds(1), TimeSpan.Zero);
            }
        }

        public override DateTimeOffset UtcNow => default;
    }

    /// <summary>The process stands still between its look at the clock and the datagram.</summary>
    private sealed class FreezingTransport(FakeClock clock, TimeSpan freeze) : IDatagramTransport
    {
        public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 1);

        public bool Wait(TimeSpan timeout) => false;

        public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
        {
            length = 0;
            return false;
        }

        public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => true;

        public int Broadcast(ReadOnlySpan<byte> datagram)
        {
            clock.Advance(freeze);
            return 1;
        }

        public void Dispose()
        {
        }
    }
}
