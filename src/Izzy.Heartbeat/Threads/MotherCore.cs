using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <summary>What Mother is told once, at her making.</summary>
/// <param name="Id">Her id.</param>
/// <param name="Interval">The beat period.</param>
/// <param name="Expected">The names of the expected cast.</param>
/// <param name="ToClientPort">The port at which an IZZY listens, for an ESTOP to one alone.</param>
/// <param name="Targets">The addresses that beats go to instead of being broadcast; a stop needs no second way to these.</param>
/// <param name="CheckInLimit">The longest time between two check-ins of the program that she belongs to, or null.</param>
internal sealed record MotherCoreOptions(
    Guid Id, TimeSpan Interval, IReadOnlyList<string> Expected, int ToClientPort, IReadOnlyList<IPEndPoint> Targets, TimeSpan? CheckInLimit);

/// <summary>
/// Mother's ears without their thread: the registry of IZZYs under one lock, fed by the listener's step. The beat never takes
/// this lock, and while she beats no reader does. Simulations with fake time call the step themselves.
/// </summary>
internal sealed partial class MotherCore
{
    private const long Never = -1;

    private static readonly TimeSpan s_tellUnconfirmedAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestTick = TimeSpan.FromMilliseconds(100);

    // Another Mother is an alarm; once a minute is enough of it.
    private readonly OncePer<Guid> _conflicts = new(TimeSpan.FromMinutes(1));
    private readonly Lock _gate = new();
    // What the registry changes when it hears one is changed under this as well, for those who read without the gate.
    private readonly SequenceLock _changes = new();
    private readonly Roster<IzzyEntry> _roster = new();
    private readonly DatagramReader _reader;
    private readonly RejectTeller _rejects;
    private readonly SilenceTeller _silences;
    private readonly WallClockWatch _wallClock;
    private readonly MotherCoreOptions _options;
    private readonly StopLatch _latch;
    private readonly BeatLog _beats;
    private readonly IzzyRegistry _registry;
    private readonly Clock _clock;
    private readonly EventStream _events;
    private readonly TimeSpan _tick;
    private readonly ReceiveRoom? _room;
    private readonly VerifiedVoice? _voice;

    private PauseDetector _pauses;
    private TimeSpan? _drainSince;
    private TimeSpan _nextSweep;
    private long _lastCheckIn = Never;
    private bool _toldFull;

    public MotherCore(
        MotherCoreOptions options, StopLatch latch, BeatLog beats, IDatagramTransport transport, Clock clock, EventStream events, VerifiedVoice? voice = null)
    {
        _voice = voice;
        _room = (transport as UdpTransport)?.Room;
        _beats = beats;
        _options = options;
        _latch = latch;
        _reader = new DatagramReader(transport, clock, Hear, FoundEmpty);
        _clock = clock;
        _events = events;
        _rejects = new RejectTeller(events);
        _silences = new SilenceTeller(events);
        _wallClock = new WallClockWatch(clock);
        _registry = new IzzyRegistry(options.Expected, options.Interval, asksForProof: voice is not null) { Forgotten = Forget };
        _tick = options.Interval / 2 < s_longestTick ? options.Interval / 2 : s_longestTick;
        _pauses = new PauseDetector(clock.Moment, 2 * s_longestTick);
    }

    /// <summary>The IZZYs that are beaten by their addresses, with an echo each.</summary>
    public Roster<VerifiedPeer> VerifiedPeers { get; } = new();

    /// <summary>Called when the program did not check in: stops Mother for this cause.</summary>
    public Action<StopCause>? Stop { get; set; }

    /// <summary>The threads start now: what waited in the socket since the making tells nothing of who is alive.</summary>
    public void Start()
    {
        lock (_gate)
        {
            var at = _clock.Moment;
            _pauses.Start(at);
            _drainSince = at.Now;
        }
    }

    /// <summary>The listener's step: waits for datagrams, reads until none is left, and looks who is silent.</summary>
    public TimeSpan Listen()
    {
        _reader.Read(_tick);
        Sweep();
        return TimeSpan.Zero;
    }

    /// <summary>The cadence at which IZZYs are asked changed, by a stop or its reset.</summary>
    public void CadenceIs(TimeSpan cadence)
    {
        lock (_gate)
            _registry.SetCadence(cadence, _clock.Moment.Now);
    }

    public string? Forget(string nameOrId)
    {
        lock (_gate)
            return _registry.Forget(nameOrId, _latch.Current);
    }

    public void CheckIn() => Volatile.Write(ref _lastCheckIn, _clock.Moment.Now.Ticks);

    private void Forget(IzzyEntry izzy)
    {
        _roster.Remove(izzy);
        if (izzy.Peer is { } peer)
            VerifiedPeers.Remove(peer);
    }

    private void FoundEmpty(Moment lookedAt)
    {
        lock (_gate)
        {
            LookForPause(_clock.Moment);
            if (lookedAt.Now >= _drainSince)
                _drainSince = null;
        }
    }

    private void Hear(ReadOnlySpan<byte> datagram)
    {
        VerifiedPacket? verified = null;
        var valid = HeartbeatPacket.TryRead(datagram, out var packet, out var reason);
        if (valid && _voice is not null)
            reason = _voice.Check(datagram, out verified);
        if (valid && reason == RejectReason.None)
            reason = ReasonAgainst(packet);
        lock (_gate)
        {
            var at = _clock.Moment;
            LookForPause(at);
            // What waited in the socket through a pause tells nothing of who is alive now.
            if (reason == RejectReason.None && _drainSince is null)
                reason = Hear(packet, verified, at.Now);
            if (reason == RejectReason.None)
                return;
            _rejects.Add(reason, datagram, _reader.From, at.Now);
            // An id under a wrong MAC is anybody's invention.
            if (valid && reason != RejectReason.WrongMac)
                TellConflict(packet, reason, at.Now);
        }
    }

    private RejectReason Hear(in HeartbeatPacket packet, in VerifiedPacket? verified, TimeSpan now)
    {
        var sighting = Sight(packet, verified, now);
        if (sighting is { Found: true, Izzy: { } found })
            _roster.Add(found);
        if (sighting is { Rejected: RejectReason.None, Izzy: { } izzy } && verified is { Trailer: var trailer })
            KeepPeer(izzy, trailer, now);
        if (sighting.Rejected == RejectReason.None)
            TellSighting(sighting);
        return sighting.Rejected;
    }

    private Sighting Sight(in HeartbeatPacket packet, in VerifiedPacket? verified, TimeSpan now)
    {
        _changes.Begin();
        try
        {
            return _registry.Hear(packet, _reader.From, now, _latch.Current, _beats.Last, verified);
        }
        finally
        {
            _changes.End();
        }
    }

    /// <summary>So that the beat reaches a verified IZZY, and a reset waits until its limit is over.</summary>
    private void KeepPeer(IzzyEntry izzy, in VerificationTrailer trailer, TimeSpan now)
    {
        var limit = TimeSpan.FromMilliseconds(trailer.PaceMs);
        if (izzy.Peer is not { } peer)
        {
            peer = izzy.Peer = new VerifiedPeer(izzy.Id, izzy.Address);
            VerifiedPeers.Add(peer);
        }
        else if (izzy.MovedAt == now)
        {
            peer.MoveTo(izzy.Address);
        }

        peer.Hear(trailer.Challenge, limit, now);
        _latch.Outwait(limit + StopLatch.SilenceMargin);
    }

    private RejectReason ReasonAgainst(in HeartbeatPacket packet) =>
        packet.SenderId == _options.Id ? RejectReason.OwnReflection
        : packet.Type == MessageType.Hello ? RejectReason.UnexpectedType
        : packet.ReceiverId != _options.Id && packet.ReceiverId != Guid.Empty ? RejectReason.WrongReceiver
        : RejectReason.None;

    private void TellConflict(in HeartbeatPacket packet, RejectReason reason, TimeSpan now)
    {
        // A HELLO names another Mother as its sender; an IZZY's word names as receiver the one who owns it, or another whom it heard. A second Mother
        // with this very id is a reflection of nothing: this port only gets what IZZYs say.
        Guid? other = packet.Type == MessageType.Hello ? packet.SenderId : reason == RejectReason.WrongReceiver ? packet.ReceiverId : null;
        if (other is { } mother && _conflicts.Allows(mother, now))
            _events.Publish(new HeartbeatEvent.MotherConflict(mother, _reader.From.ToText()));
    }

    private void LookForPause(Moment at)
    {
        var (pause, _) = _pauses.Look(at);
        if (pause == TimeSpan.Zero)
            return;
        _drainSince = at.Now;
        _registry.ForgivePause(at.Now);
        _events.Publish(new HeartbeatEvent.Paused(HeartbeatEvent.Ms(pause)));
    }

    private void Sweep()
    {
        var silent = false;
        var anyLate = false;
        lock (_gate)
        {
            var at = _clock.Moment;
            // The process may have stood still since the socket was read: that is nobody's silence but her own.
            LookForPause(at);
            var now = at.Now;
            if (now < _nextSweep)
                return;
            _nextSweep = now + _tick;
            var stop = _latch.Current;
            foreach (var izzy in _registry.Izzies)
            {
                if (_registry.Sweep(izzy, now))
                    _silences.Add(izzy, now);
                anyLate |= izzy.Presence == Presence.Late;
                if (stop is not null)
                    TellUnconfirmed(izzy, stop, now);
            }

            _silences.TellDue(now, _registry.Cadence, anyLate);
            _rejects.TellDue(now);
            if (_wallClock.Look() is { } by)
                _events.Publish(new HeartbeatEvent.ClockStepped(HeartbeatEvent.Ms(by)));
            // Watched from the first look on: a program that never checks in is as silent as one that ceased to.
            Interlocked.CompareExchange(ref _lastCheckIn, now.Ticks, Never);
            silent = stop is null && now - TimeSpan.FromTicks(Volatile.Read(ref _lastCheckIn)) > _options.CheckInLimit;
        }

        if (silent)
            Stop?.Invoke(StopCause.ControlLoopSilent);
    }

    private void TellUnconfirmed(IzzyEntry izzy, StopInForce stop, TimeSpan now)
    {
        var since = izzy.FoundAt > stop.At ? izzy.FoundAt : stop.At;
        if (izzy.ConfirmedStop == stop.Number || izzy.ToldUnconfirmed == stop.Number || now - since < s_tellUnconfirmedAfter)
            return;
        izzy.ToldUnconfirmed = stop.Number;
        _events.Publish(new HeartbeatEvent.StopUnconfirmed().Of(izzy));
    }

    private void TellSighting(in Sighting sighting)
    {
        if (sighting.Izzy is not { } izzy)
        {
            TellFull();
            return;
        }

        if (sighting.Found)
            TellFound(izzy);
        else if (sighting.Returned)
            _events.Publish(new HeartbeatEvent.IzzyReturned { SilenceMs = HeartbeatEvent.Ms(sighting.Silence) }.Of(izzy));
        if (sighting.StatusChanged && !sighting.Found)
            _events.Publish(new HeartbeatEvent.IzzyStatusChanged().Of(izzy));
        if (sighting.DuplicateAddress is { } other)
            _events.Publish(new HeartbeatEvent.DuplicateIzzy { OtherId = izzy.Id, OtherAddress = other.ToText() }.Of(izzy));
        if (sighting.SameName is { } namesake)
            _events.Publish(new HeartbeatEvent.DuplicateIzzy { OtherId = namesake.Id, OtherAddress = namesake.AddressText }.Of(izzy));
        if (sighting.ConfirmedAfter is { } after)
            _events.Publish(new HeartbeatEvent.StopConfirmed { AfterMs = HeartbeatEvent.Ms(after) }.Of(izzy));
    }

    private void TellFound(IzzyEntry izzy)
    {
        _events.Publish(new HeartbeatEvent.IzzyFound().Of(izzy));
        if (_room?.Take(_registry.Count) is { } room)
            _events.Publish(new HeartbeatEvent.ReceiveBufferSmall(_registry.Count, room.Have, room.Need));
    }

    private void TellFull()
    {
        if (!_toldFull)
            _events.Publish(new HeartbeatEvent.RegistryFull(IzzyRegistry.Capacity));
        _toldFull = true;
    }
}
