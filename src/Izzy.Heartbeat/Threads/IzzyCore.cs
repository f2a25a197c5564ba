using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// An IZZY without its threads: the switch under one lock, fed by the steps of the listener and the watchdog. Simulations
/// with fake time call the steps themselves. Under the lock nothing waits: a stop is signalled first, then events are handed
/// to a stream that never blocks. Who only shows how it stands takes no lock: a reader that is held up must not hold up a stop.
/// </summary>
internal sealed class IzzyCore
{
    // A stranger is an alarm; once a minute is enough of it.
    private readonly OncePer<Guid> _strangers = new(TimeSpan.FromMinutes(1));
    private readonly Lock _gate = new();
    private readonly DatagramReader _reader;
    private readonly RejectTeller _rejects;
    private readonly WallClockWatch _wallClock;
    private readonly SwitchOptions _options;
    private readonly DeadMansSwitch _switch;
    private readonly Clock _clock;
    private readonly EventStream _events;
    private readonly VerifiedVoice? _voice;
    private volatile Facts _facts = new(MotherStatus.Unverified, null, null);
    private long _freshUntil;
    private bool _closed;

    /// <param name="options">What the switch is told.</param>
    /// <param name="lease">The permit.</param>
    /// <param name="responder">The IZZY's voice.</param>
    /// <param name="transport">The way in.</param>
    /// <param name="clock">The time.</param>
    /// <param name="events">Where everything is told.</param>
    /// <param name="voice">The same as the responder's; with it, <see cref="SwitchOptions.IsVerified"/> belongs.</param>
    public IzzyCore(
        SwitchOptions options, PermitLease lease, HeartbeatResponder responder, IDatagramTransport transport, Clock clock, EventStream events, VerifiedVoice? voice = null)
    {
        _voice = voice;
        _options = options;
        Lease = lease;
        Responder = responder;
        _reader = new DatagramReader(transport, clock, Hear, FoundEmpty);
        _clock = clock;
        _events = events;
        _rejects = new RejectTeller(events);
        _wallClock = new WallClockWatch(clock);
        _switch = new DeadMansSwitch(options, lease, clock.Moment);
        Show();
    }

    public PermitLease Lease { get; }

    public HeartbeatResponder Responder { get; }

    /// <summary>Called under the lock when the permit is lost: it must hand over and return.</summary>
    public Action<StopCause>? SignalStop { get; set; }

    /// <summary>Called when the responder has something to send.</summary>
    public Action? WakeResponder { get; set; }

    /// <summary>
    /// How it sees Mother now. Takes no lock, and compares the time itself: a watchdog that hangs cannot keep her connected.
    /// </summary>
    public MotherStatus Mother
    {
        get
        {
            var mother = _facts.Mother;
            var isLate = mother == MotherStatus.Connected && _clock.Moment.Now.Ticks > Volatile.Read(ref _freshUntil);
            return isLate ? MotherStatus.Missing : mother;
        }
    }

    /// <summary>The switch's owner, as of the last input. Takes no lock.</summary>
    public Guid? Owner => _facts.Owner;

    /// <summary>The switch's last cause, as of the last input. Takes no lock.</summary>
    public StopCause? LastCause => _facts.LastCause;

    /// <summary>
    /// Looks at the clock, as the watchdog does, and reads the switch under the lock: for whoever must know that both still can be done.
    /// </summary>
    public T Read<T>(Func<DeadMansSwitch, T> read)
    {
        lock (_gate)
        {
            _ = LookNow();
            return read(_switch);
        }
    }

    /// <summary>The threads start now.</summary>
    public void Start()
    {
        lock (_gate)
            _switch.Start(_clock.Moment);
    }

    /// <summary>The listener's step: waits for datagrams and reads until none is left.</summary>
    public TimeSpan Listen()
    {
        // No longer than a tick, so that an empty socket is known to be empty, and a pause is found, without a datagram.
        _reader.Read(_options.Tick);
        return TimeSpan.Zero;
    }

    /// <summary>The watchdog's step.</summary>
    /// <returns>When it must look again.</returns>
    public TimeSpan Watch()
    {
        lock (_gate)
        {
            var at = LookNow();
            _rejects.TellDue(at.Now);
            if (_wallClock.Look() is { } by)
                _events.Publish(new HeartbeatEvent.ClockStepped(HeartbeatEvent.Ms(by)));
            return _switch.WakeAt(at.Now);
        }
    }

    public void Trip(StopCause cause)
    {
        lock (_gate)
            Apply(_switch.Trip(cause, LookNow()), null);
    }

    /// <summary>The last stop: from here on nothing permits, for the threads that would end a permit end too.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            // It latches, and only a reset by a person opens it: no automatic one does.
            Apply(_switch.Trip(StopCause.LocalStop, LookNow()), null);
        }
    }

    public void CheckIn()
    {
        lock (_gate)
            Apply(_switch.CheckIn(LookNow()), null);
    }

    public ResetRefusal Reset()
    {
        lock (_gate)
        {
            var refusal = ResetRefusal.CauseRemains;
            if (!_closed)
                Apply(_switch.Reset(LookNow(), out refusal), null);
            if (refusal != ResetRefusal.None)
                _events.Publish(new HeartbeatEvent.ResetRefused(refusal, HeartbeatEvent.Ms(Wait(refusal))));
            return refusal;
        }
    }

    /// <summary>The robot's program reports.</summary>
    public void Report(in IzzyState state)
    {
        var before = Responder.State.Status;
        Responder.State = state;
        if (state.Status != before)
            _events.Publish(new HeartbeatEvent.StatusReported(state.Status));
    }

    private static TimeSpan? Wait(ResetRefusal refusal) =>
        refusal is ResetRefusal.Repeated or ResetRefusal.JustResumed ? DeadMansSwitch.HeldReset : null;

    private void FoundEmpty(Moment lookedAt)
    {
        lock (_gate)
        {
            _ = LookNow();
            _switch.FoundEmpty(lookedAt);
        }
    }

    private void Hear(ReadOnlySpan<byte> datagram)
    {
        VerifiedPacket? verified = null;
        // What is for another is refused in any case, and its MAC not worth the time.
        if (HeartbeatPacket.TryRead(datagram, out var packet, out var reason) && _voice is not null && (packet.IsToEveryone || packet.ReceiverId == _options.Self))
            reason = _voice.Check(datagram, out verified);
        lock (_gate)
        {
            // Read inside the lock: what was read from the socket before a freeze is stamped after it, and found to be old.
            var at = _clock.Moment;
            Apply(_switch.Read(at), null);
            if (reason == RejectReason.None)
                reason = Hear(packet, verified, at);
            if (reason != RejectReason.None)
                _rejects.Add(reason, datagram, _reader.From, at.Now);
        }
    }

    private RejectReason Hear(in HeartbeatPacket packet, in VerifiedPacket? verified, Moment at)
    {
        var sender = packet.SenderId;
        var outcome = _switch.Hear(packet.Type, sender, packet.ReceiverId, at, verified);
        var challenge = verified?.Trailer.Challenge ?? 0;
        Apply(outcome, sender, challenge);
        return outcome.Rejected;
    }

    /// <summary>
    /// Before every input, with the same time as it: a stop that the look finds and one that the input brings have an outcome
    /// each, so that both are told (rule S4).
    /// </summary>
    private Moment LookNow()
    {
        var at = _clock.Moment;
        Apply(_switch.Look(at), null);
        return at;
    }

    private void Apply(in Outcome outcome, Guid? sender, ulong challenge = 0)
    {
        if (outcome.Tripped)
            SignalStop?.Invoke(outcome.Stopped!.Value);
        // Not before: the robot's program holds the responder's lock where it reports, and may be held up in it.
        if (outcome.OwnerHeard)
            Responder.OwnerIs(sender!.Value, _reader.From, challenge);
        Show();
        if (outcome.Tripped || outcome.Answer != Answer.None)
            Respond(outcome, sender, challenge);
        Tell(outcome, sender);
    }

    /// <summary>
    /// Puts out for readers what changed; for a beat nothing but the time until which it counts, and nothing is allocated.
    /// </summary>
    private void Show()
    {
        // Before the facts: whoever finds her connected finds a time that is as new, or newer.
        Volatile.Write(ref _freshUntil, (_switch.FreshUntil ?? TimeSpan.MinValue).Ticks);
        if (_facts.Mother != _switch.Mother || _facts.Owner != _switch.Owner || _facts.LastCause != _switch.LastCause)
            _facts = new(_switch.Mother, _switch.Owner, _switch.LastCause);
    }

    private void Respond(in Outcome outcome, Guid? sender, ulong challenge)
    {
        if (outcome.Tripped)
            Responder.Announce();
        else if (_switch.IsFresh)
            Responder.BeatCame();
        if (outcome.Answer == Answer.HereToStranger)
            Responder.Add(_reader.From, MessageType.Here, _switch.Owner ?? Guid.Empty, challenge);
        else if (outcome.Answer != Answer.None)
            Responder.Add(_reader.From, outcome.Answer == Answer.Estop ? MessageType.Estop : MessageType.Here, sender!.Value, challenge);
        WakeResponder?.Invoke();
    }

    private void Tell(in Outcome outcome, Guid? sender)
    {
        if (outcome.Stopped is { } cause)
            _events.Publish(new HeartbeatEvent.Stopped(cause, HeartbeatEvent.Ms(outcome.Silence)));
        if (outcome.AlsoStopped is { } second)
            _events.Publish(new HeartbeatEvent.Stopped(second, null));
        if (outcome.Connected is { } owner)
            _events.Publish(new HeartbeatEvent.Connected(sender!.Value, _reader.From.ToText(), owner, _voice is null ? null : true));
        if (outcome.BeatsTooSlow is { } spacing)
            _events.Publish(new HeartbeatEvent.LimitTooShort(HeartbeatEvent.Ms(_options.Limit), HeartbeatEvent.Ms(spacing)));
        if (outcome.Permitted is { } permit)
            _events.Publish(new HeartbeatEvent.Permitted(permit));
        if (outcome.Stranger is { } stranger && _strangers.Allows(stranger, _clock.Moment.Now))
            TellStranger(stranger);
    }

    private void TellStranger(Guid stranger)
    {
        _events.Publish(new HeartbeatEvent.MotherConflict(stranger, _reader.From.ToText()));
        // Nobody else can tell her: what another Mother sends goes to the port of IZZYs.
        Responder.TellOwnerOf(stranger, _reader.From);
        WakeResponder?.Invoke();
    }

    private sealed record Facts(MotherStatus Mother, Guid? Owner, StopCause? LastCause);
}
