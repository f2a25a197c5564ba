using System.Net;
using Izzy.Cli.Simulate;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Tests.Simulate;

/// <summary>A fleet on fake time, with a Mother made by hand on the other side of its one way out.</summary>
public sealed class SimulatedFleetTests
{
    private static readonly Guid s_mother = new(1, 0, 0, new byte[8]);

    [Fact]
    public void Every_IZZY_answers_each_beat_and_moves_once_it_was_beaten_for_a_limit()
    {
        using var stage = new Stage(3, Profile.Calm);
        stage.Run(seconds: 3);
        Assert.Equal(3, stage.Answers.Select(answer => answer.Id).Distinct().Count());
        // 16 beats in three seconds, from the first on.
        Assert.All(stage.Answers.GroupBy(answer => answer.Id), each => Assert.InRange(each.Count(), 16, 18));
        Assert.Equal(IzzyStatus.Estop, stage.Answers[0].Status);
        stage.Run(seconds: 10);
        Assert.Contains(stage.Answers, answer => answer.Status == IzzyStatus.Moving && answer.Speed > 0);
        Assert.Equal(3, stage.Told.OfType<HeartbeatEvent.Permitted>().Count());
    }

    [Fact]
    public void Without_beats_they_stop_by_the_rules_of_the_real_switch()
    {
        using var stage = new Stage(3, Profile.Calm);
        stage.Run(seconds: 5);
        stage.IsBeating = false;
        stage.Run(seconds: 2);
        var stops = stage.Told.OfType<HeartbeatEvent.Stopped>().ToList();
        Assert.Equal([StopCause.Silence, StopCause.Silence, StopCause.Silence], stops.Select(stop => stop.Cause));
        // Said at once, three times within a tenth of a second, and again a second later while there are no beats.
        Assert.All(stage.Answers.Where(answer => answer.Type == MessageType.Estop).GroupBy(answer => answer.Id), each => Assert.InRange(each.Count(), 3, 4));
        Assert.Equal(3, stage.Answers.Where(answer => answer.Type == MessageType.Estop).Select(answer => answer.Id).Distinct().Count());
    }

    [Fact]
    public void With_the_venues_key_they_move_under_a_Mother_who_has_it_and_each_hears_its_own_beats_alone()
    {
        var clock = new FakeClock();
        var outside = new InMemoryNetwork(1, clock);
        var keys = new VerificationKeys(TestKeys.Key());
        var events = new List<HeartbeatEvent>();
        using var air = outside.Attach(new IPAddress([10, 0, 0, 9]), Ports.UdpToClient, Ports.UdpFromClient);
        using var home = outside.Attach(new IPAddress([10, 0, 0, 1]), Ports.UdpFromClient, Ports.UdpToClient);
        using var fleet = new SimulatedFleet(
            5, Profile.Calm, 1, air, (Ports.UdpToClient, Ports.UdpFromClient), clock, happening => events.Add(((SimulationEvent.Told)happening).Event), keys);
        var interval = TimeSpan.FromMilliseconds(120);
        var (latch, beats, voice) = (new StopLatch(TimeSpan.FromSeconds(3)), new BeatLog(), new VerifiedVoice(keys, VerifiedRole.Mother, interval, default));
        var core = new MotherCore(new MotherCoreOptions(s_mother, interval, [], Ports.UdpToClient, [], null), latch, beats, home, clock, new EventStream(clock), voice);
        var sender = new HeartbeatSender(s_mother, interval, latch, beats, home, clock, core.Unconfirmed, voice, core.VerifiedPeers);
        for (var passed = 0; passed < 4_000; passed++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            sender.Step();
            core.Listen();
            fleet.Step();
        }

        Assert.Equal(5, events.OfType<HeartbeatEvent.Permitted>().Count());
        Assert.Empty(events.OfType<HeartbeatEvent.Rejected>());
        Assert.Equal(5, core.Snapshot().Count(izzy => izzy.IsVerified == true && izzy.Presence == Presence.Present));
    }

    [Fact]
    public void The_same_seed_sends_the_same_bytes_and_another_one_others()
    {
        Assert.Equal(Evening(seed: 5), Evening(seed: 5));
        Assert.NotEqual(Evening(seed: 5), Evening(seed: 6));

        static List<string> Evening(int seed)
        {
            using var stage = new Stage(7, Profile.Rough, seed);
            stage.Run(seconds: 100);
            return stage.Datagrams;
        }
    }

    [Fact]
    public void A_rough_network_loses_doubles_and_damages_about_as_many_as_it_says()
    {
        var network = new NetworkFaults { Loss = 0.2, Duplication = 0.1, Corruption = 0.1 };
        using var stage = new Stage(10, new Profile { Network = network, Limit = TimeSpan.FromSeconds(20) });
        stage.Run(seconds: 60);
        // 333 beats to ten IZZYs; a beat and its answer are each lost, doubled or damaged on their own way.
        const double sent = 333 * 10;
        var share = 0.8 * (1.1 * 0.9) * 0.8 * 1.1;
        Assert.InRange(stage.Datagrams.Count / sent, share * 0.9, share * 1.1);
        // Half the damaged answers lost their end; of the others one byte changed, and one in six of those is where everybody sees it.
        Assert.InRange(stage.Damaged / (double)stage.Datagrams.Count, 0.045, 0.075);
    }

    [Fact]
    public void One_that_is_frozen_answers_nothing_then_says_that_it_stopped_and_does_not_count_what_had_waited()
    {
        using var stage = new Stage(1, new Profile { Freeze = new SimulatedFault(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(4)) }, seed: 3);
        stage.RunUntil(() => stage.Faults.Exists(fault => fault.Event == SimulationEvent.Frozen));
        stage.Answers.Clear();
        stage.Run(seconds: 3.9);
        Assert.Empty(stage.Answers);
        stage.RunUntil(() => stage.Faults.Exists(fault => fault.Event == SimulationEvent.Thawed));
        stage.Run(seconds: 0.1);
        Assert.Contains(stage.Told.OfType<HeartbeatEvent.Stopped>(), stop => stop.Cause is StopCause.Silence or StopCause.Frozen);
        Assert.All(stage.Answers, answer => Assert.Equal(IzzyStatus.Estop, answer.Status));
    }

    [Fact]
    public void One_that_lost_power_comes_back_under_its_name_with_a_new_id_and_stands_stopped()
    {
        using var stage = new Stage(1, new Profile { Restart = new SimulatedFault(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(4)) });
        stage.RunUntil(() => stage.Faults.Exists(fault => fault.Event == SimulationEvent.PoweredOff));
        var before = stage.Answers[^1].Id;
        stage.Answers.Clear();
        stage.Run(seconds: 3.9);
        Assert.Empty(stage.Answers);
        stage.RunUntil(() => stage.Answers.Count > 0);
        Assert.NotEqual(before, stage.Answers[0].Id);
        Assert.Equal(IzzyStatus.Estop, stage.Answers[0].Status);
        Assert.Equal(stage.Answers[0].Id, stage.Faults[^1].Id);
    }

    [Fact]
    public void The_reference_answers_a_tenth_of_a_second_later_and_never_stops()
    {
        using var stage = new Stage(1, new Profile { Izzies = [new SimulatedRole { Name = "old", Kind = SimulatedKind.Reference }] });
        stage.Run(seconds: 2);
        Assert.InRange(stage.Answers[0].At - TimeSpan.FromMilliseconds(180), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(104));
        stage.Beat(MessageType.Estop);
        stage.IsBeating = false;
        stage.Run(seconds: 1);
        stage.IsBeating = true;
        stage.Answers.Clear();
        stage.Run(seconds: 2);
        Assert.NotEmpty(stage.Answers);
        Assert.All(stage.Answers, answer => Assert.Equal(MessageType.Here, answer.Type));
        Assert.DoesNotContain(stage.Answers, answer => answer.Status == IzzyStatus.Estop);
    }

    [Theory]
    [InlineData(SimulatedKind.Java, RejectReason.JavaDialect)]
    [InlineData(SimulatedKind.EarlyPyIzzy, RejectReason.EarlyPyIzzyDialect)]
    internal void A_robot_of_another_dialect_is_recognised_as_what_it_is(SimulatedKind kind, RejectReason reason)
    {
        using var stage = new Stage(1, new Profile { Izzies = [new SimulatedRole { Kind = kind }] });
        stage.Run(seconds: 1);
        Assert.NotEmpty(stage.Rejects);
        Assert.All(stage.Rejects, each => Assert.Equal(reason, each));
        Assert.Empty(stage.Answers);
    }

    [Fact]
    public void One_IZZY_can_have_a_worse_network_than_the_others()
    {
        var bad = new SimulatedRole { Name = "far-away", Network = new NetworkFaults { Loss = 1 } };
        using var stage = new Stage(3, new Profile { Izzies = [bad] });
        stage.Run(seconds: 3);
        Assert.Equal(2, stage.Answers.Select(answer => answer.Id).Distinct().Count());
    }

    [Fact]
    public void Two_Mothers_are_answered_each_at_her_own_address()
    {
        using var stage = new Stage(2, Profile.Calm);
        using var other = stage.AddMother(new IPAddress([10, 0, 0, 2]));
        stage.Run(seconds: 2, each: () => stage.BeatFrom(other));
        var (buffer, from) = (new byte[512], new SocketAddress(System.Net.Sockets.AddressFamily.InterNetwork));
        Assert.True(other.TryReceive(buffer, from, out _));
        Assert.NotEmpty(stage.Answers);
    }

    [Fact]
    public void A_flood_of_made_up_senders_is_counted_and_the_Mother_that_was_there_is_still_answered()
    {
        using var stage = new Stage(1, Profile.Calm);
        stage.Run(seconds: 1);
        for (var i = 0; i < 200; i++)
        {
            using var other = stage.AddMother(new IPAddress([10, 0, 1, (byte)i]));
            stage.BeatFrom(other);
            stage.Run(seconds: 0.002);
        }

        Assert.Equal(200 - Gateway.MostSenders + 1, stage.Fleet.Ignored);
        stage.Answers.Clear();
        stage.Run(seconds: 1);
        Assert.NotEmpty(stage.Answers);

        // And once the flood is over, one who comes later finds room.
        stage.Run(seconds: 121);
        using var late = stage.AddMother(new IPAddress([10, 0, 2, 1]));
        stage.BeatFrom(late);
        stage.Run(seconds: 0.2);
        Assert.True(late.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void One_that_is_frozen_or_without_power_hears_no_button_and_a_loss_of_power_ends_a_freeze()
    {
        using var stage = new Stage(1, new Profile { Reset = ResetPolicy.Manual, Freeze = new SimulatedFault(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)), Restart = new SimulatedFault(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(2)) });
        stage.RunUntil(() => stage.Faults.Exists(fault => fault.Event == SimulationEvent.Frozen));
        stage.Told.Clear();
        stage.Fleet.Reset();
        stage.Fleet.Stop();
        Assert.Empty(stage.Told);
        stage.RunUntil(() => stage.Faults[^1].Event == SimulationEvent.PoweredOff);
        stage.Fleet.Reset();
        stage.Answers.Clear();
        stage.RunUntil(() => stage.Faults[^1].Event == SimulationEvent.PoweredOn);
        stage.Run(seconds: 0.4);
        Assert.NotEmpty(stage.Answers);
    }

    [Fact]
    public void The_reference_that_follows_a_line_sends_the_short_report()
    {
        using var stage = new Stage(1, new Profile { Izzies = [new SimulatedRole { Name = "old", Kind = SimulatedKind.Reference, Follows = true }] });
        stage.Run(seconds: 2);
        Assert.All(stage.Answers, answer => Assert.Equal(IzzyStatus.Following, answer.Status));
        Assert.All(stage.Lengths, length => Assert.Equal(46 + 3 + 30, length));
    }

    [Fact]
    public void A_person_resets_and_stops_them_all()
    {
        using var stage = new Stage(2, new Profile { Reset = ResetPolicy.Manual });
        stage.Run(seconds: 3);
        Assert.Empty(stage.Told.OfType<HeartbeatEvent.Permitted>());
        stage.Fleet.Reset();
        stage.Run(seconds: 1);
        Assert.Equal(2, stage.Told.OfType<HeartbeatEvent.Permitted>().Count());
        stage.Fleet.Stop();
        stage.Run(seconds: 1);
        Assert.All(stage.Told.OfType<HeartbeatEvent.Stopped>(), stop => Assert.Equal(StopCause.LocalStop, stop.Cause));
        Assert.Equal(2, stage.Told.OfType<HeartbeatEvent.Stopped>().Count());
    }

    private sealed record Answer(TimeSpan At, MessageType Type, Guid Id, IzzyStatus? Status, int Speed);

    private sealed class Stage : IDisposable
    {
        private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(2);
        private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(180);

        private readonly FakeClock _clock = new();
        private readonly InMemoryNetwork _outside;
        private readonly IDatagramTransport _mother;
        private TimeSpan _nextBeat = s_period;

        public Stage(int count, Profile profile, int seed = 1)
        {
            _outside = new InMemoryNetwork(1, _clock);
            _mother = AddMother(new IPAddress([10, 0, 0, 1]));
            var air = _outside.Attach(new IPAddress([10, 0, 0, 9]), Ports.UdpToClient, Ports.UdpFromClient);
            Fleet = new SimulatedFleet(count, profile, seed, air, (Ports.UdpToClient, Ports.UdpFromClient), _clock, Take);
        }

        public SimulatedFleet Fleet { get; }

        public bool IsBeating { get; set; } = true;

        public List<Answer> Answers { get; } = [];

        public List<string> Datagrams { get; } = [];

        public List<int> Lengths { get; } = [];

        public List<RejectReason> Rejects { get; } = [];

        public int Damaged { get; private set; }

        public List<HeartbeatEvent> Told { get; } = [];

        public List<SimulationEvent.Faulted> Faults { get; } = [];

        public IDatagramTransport AddMother(IPAddress address) => _outside.Attach(address, Ports.UdpFromClient, Ports.UdpToClient);

        public void Beat(MessageType type = MessageType.Hello) => BeatFrom(_mother, type);

        public void BeatFrom(IDatagramTransport mother, MessageType type = MessageType.Hello)
        {
            var packet = new byte[HeartbeatMessage.MaxLength];
            var id = mother == _mother ? s_mother : new Guid(2, 0, 0, mother.LocalEndPoint.Address.GetAddressBytes().Concat(new byte[4]).ToArray());
            var length = HeartbeatMessage.Encode(packet, type, id, Guid.Empty, []);
            mother.Broadcast(packet.AsSpan(0, length));
        }

        public void Run(double seconds, Action? each = null)
        {
            for (var until = _clock.Now + TimeSpan.FromSeconds(seconds); _clock.Now < until;)
            {
                _clock.Advance(s_step);
                if (_clock.Now >= _nextBeat)
                {
                    _nextBeat += s_period;
                    if (IsBeating)
                    {
                        Beat();
                        each?.Invoke();
                    }
                }

                Fleet.Step();
                Receive();
            }
        }

        public void RunUntil(Func<bool> happened)
        {
            for (var i = 0; i < 3000 && !happened(); i++)
                Run(0.1);
            Assert.True(happened());
        }

        public void Dispose()
        {
            Fleet.Dispose();
            _mother.Dispose();
        }

        private void Take(SimulationEvent happening)
        {
            if (happening is SimulationEvent.Told told)
                Told.Add(told.Event);
            else
                Faults.Add((SimulationEvent.Faulted)happening);
        }

        private void Receive()
        {
            var (buffer, from) = (new byte[512], new SocketAddress(System.Net.Sockets.AddressFamily.InterNetwork));
            while (_mother.TryReceive(buffer, from, out var length))
            {
                var datagram = buffer.AsSpan(0, length);
                Lengths.Add(length);
                Datagrams.Add(FormattableString.Invariant($"{_clock.Now.TotalMilliseconds} {Convert.ToHexString(datagram)}"));
                if (!HeartbeatPacket.TryRead(datagram, out var packet, out var reason))
                {
                    Damaged++;
                    Rejects.Add(reason);
                    continue;
                }

                // One changed byte may stand where nobody can tell: in a name, a number or an id.
                var report = StatusReport.TryRead(packet.Payload, out var read) ? read : null;
                Answers.Add(new Answer(_clock.Now, packet.Type, packet.SenderId, report?.State.Status, report?.State.Speed ?? 0));
            }
        }
    }
}
