using System.Net;
using System.Threading.Channels;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>A Mother on the stage.</summary>
internal sealed class StageMother
{
    private readonly FakeClock _clock;
    private readonly ChannelReader<HeartbeatEvent> _reader;
    private TimeSpan _due;

    public StageMother(Stage stage, Guid id, IPAddress address, TimeSpan interval)
    {
        _clock = stage.Clock;
        Id = id;
        var events = new EventStream(_clock);
        _reader = events.Subscribe(TestContext.Current.CancellationToken);
        Endpoint = stage.Network.Attach(address, Ports.UdpFromClient, Ports.UdpToClient);
        // As a Mother who was told of limits of up to 3 s.
        Latch = new StopLatch(new MotherOptions { LongestLimit = TimeSpan.FromSeconds(3) }.SilenceToOutwait);
        var beats = new BeatLog();
        var voice = stage.Keys is { } keys ? new VerifiedVoice(keys, VerifiedRole.Mother, interval, default) : null;
        Core = new MotherCore(new MotherCoreOptions(id, interval, [], Ports.UdpToClient, [], null), Latch, beats, Endpoint, _clock, events, voice);
        Sender = new HeartbeatSender(id, interval, Latch, beats, Endpoint, _clock, Core.Unconfirmed, voice, Core.VerifiedPeers);
        // Never started: its Stop and Reset are what a person calls, its thread is played by the stage.
        Server = new HeartbeatServerThread(Sender, Core, Latch, interval, null, events, (_, exception) => throw exception);
    }

    public Guid Id { get; }

    public IDatagramTransport Endpoint { get; }

    public IPAddress Address => Endpoint.LocalEndPoint.Address;

    public StopLatch Latch { get; }

    public MotherCore Core { get; }

    public HeartbeatSender Sender { get; }

    public HeartbeatServerThread Server { get; }

    public bool IsFrozen { get; set; }

    /// <summary>Her server alone stands still.</summary>
    public bool ServerIsHeldUp { get; set; }

    /// <summary>Her listener alone stands still.</summary>
    public bool ListenerIsHeldUp { get; set; }

    public List<HeartbeatEvent> Events { get; } = [];

    public static Guid IdOf(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]);

    public bool Stop()
    {
        var isNew = Server.Stop();
        _due = default;
        return isNew;
    }

    public ResetRefusal Reset()
    {
        var refusal = Server.Reset();
        _due = default;
        return refusal;
    }

    /// <summary>A stop that was found on disk.</summary>
    public void Restore()
    {
        Sender.Restore();
        Core.CadenceIs(HeartbeatSender.LatchedCadence);
    }

    public IEnumerable<RejectReason> Rejects => Events.OfType<HeartbeatEvent.Rejected>().Select(rejected => rejected.Reason);

    public int Count<T>()
        where T : HeartbeatEvent => Events.OfType<T>().Count();

    public void Step()
    {
        if (IsFrozen)
            return;
        if (_clock.Now >= _due && !ServerIsHeldUp)
            _due = Sender.Step();
        if (!ListenerIsHeldUp)
            Core.Listen();
        while (_reader.TryRead(out var happened))
            Events.Add(happened);
    }
}
