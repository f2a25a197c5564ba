using System.Net;
using System.Threading.Channels;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>An IZZY on the stage.</summary>
internal sealed class StageIzzy
{
    private readonly FakeClock _clock;
    private readonly ChannelReader<HeartbeatEvent> _reader;
    private readonly PermitLease _lease = new();
    private TimeSpan _watchDue;
    private TimeSpan _respondDue;

    public StageIzzy(Stage stage, string name, IPAddress address, TimeSpan limit, ResetPolicy policy, TimeSpan spread)
    {
        _clock = stage.Clock;
        Policy = policy;
        Name = name;
        var events = new EventStream(_clock);
        _reader = events.Subscribe(TestContext.Current.CancellationToken);
        Endpoint = stage.Network.Attach(address, Ports.UdpToClient, Ports.UdpFromClient);
        Id = new Guid(address.GetAddressBytes()[3], 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
        var voice = stage.Keys is { } keys ? new VerifiedVoice(keys, VerifiedRole.Izzy, limit, limit) : null;
        var responder = new HeartbeatResponder(Id, name, Ports.UdpFromClient, _lease, Endpoint, _clock, spread, voice);
        Core = new IzzyCore(new SwitchOptions(Id, limit, policy, IsVerified: voice is not null), _lease, responder, Endpoint, _clock, events, voice)
        {
            SignalStop = cause => StopActions.Add((cause, _clock.Now.TotalMilliseconds)),
            WakeResponder = () => _respondDue = default,
        };
    }

    public Guid Id { get; }

    public string Name { get; }

    public ResetPolicy Policy { get; }

    public IDatagramTransport Endpoint { get; }

    public IPAddress Address => Endpoint.LocalEndPoint.Address;

    public IzzyCore Core { get; }

    public bool IsFrozen { get; set; }

    /// <summary>Which thread the system lets run first after a freeze.</summary>
    public bool WatchdogRunsFirst { get; set; }

    /// <summary>Each run of the stop action: why, and when.</summary>
    public List<(StopCause Cause, double At)> StopActions { get; } = [];

    public List<HeartbeatEvent> Events { get; } = [];

    /// <summary>Asked as the control loop asks it, on its own clock.</summary>
    public bool IsPermitted => _lease.IsValid(_lease.Number, _clock.Now);

    public long Permits => _lease.Number;

    public IEnumerable<StopCause> Stops => Events.OfType<HeartbeatEvent.Stopped>().Select(stopped => stopped.Cause);

    public IEnumerable<RejectReason> Rejects => Events.OfType<HeartbeatEvent.Rejected>().Select(rejected => rejected.Reason);

    public IEnumerable<OwnerKind> Owners => Events.OfType<HeartbeatEvent.Connected>().Select(connected => connected.Owner);

    public void Step()
    {
        if (IsFrozen)
            return;
        if (!WatchdogRunsFirst)
            Core.Listen();
        if (_clock.Now >= _watchDue)
            _watchDue = Core.Watch();
        if (WatchdogRunsFirst)
            Core.Listen();
        if (_clock.Now >= _respondDue)
            _respondDue = Core.Responder.Step();
        ReadEvents();
    }

    public void ReadEvents()
    {
        while (_reader.TryRead(out var happened))
            Events.Add(happened);
    }
}
