using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// Mother's voice: HELLO on schedule while she beats, ESTOP while she is stopped (rules S13 and S17). Testing the latch and
/// sending are one step under one lock, so that no beat follows a stop; what is sent under it never blocks.
/// </summary>
internal sealed class HeartbeatSender
{
    /// <summary>How many ESTOP a burst has (rule S13): five in 50 ms.</summary>
    public const int BurstLength = 5;

    /// <summary>How far apart they are.</summary>
    public static readonly TimeSpan BurstSpacing = TimeSpan.FromMilliseconds(12.5);

    // 16 a millisecond: ten thousand IZZYs are told in well under a second, and no switch drops them.
    private const int UnicastsAtOnce = 16;

    // One full buffer is no outage.
    private const int RefusedInARow = 3;

    private static readonly TimeSpan s_unicastPause = TimeSpan.FromMilliseconds(1);

    /// <summary>While latched, ESTOP is repeated this often; it is the cadence at which IZZYs are then asked.</summary>
    public static readonly TimeSpan LatchedCadence = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly MotherPackets _packets;
    private readonly TimeSpan _interval;
    private readonly StopLatch _latch;
    private readonly BeatLog _log;
    private readonly IDatagramTransport _transport;
    private readonly Clock _clock;
    private readonly Func<IReadOnlyList<SocketAddress>> _unconfirmed;
    private readonly Roster<VerifiedPeer> _peers;

    private BeatSchedule _beats;
    private TimeSpan _nextEstop;
    private int _burstLeft;
    private int _refused;
    private IReadOnlyList<SocketAddress> _unicasts = [];
    private int _unicast;
    private int _roundLeft;
    private int _roundNext;

    /// <param name="id">Mother's id.</param>
    /// <param name="interval">The beat period.</param>
    /// <param name="latch">The stop latch; this class holds its lock.</param>
    /// <param name="log">Where each beat is noted, for those who do not take the lock.</param>
    /// <param name="transport">The way out.</param>
    /// <param name="clock">The time.</param>
    /// <param name="unconfirmed">Addresses of the IZZYs that have not confirmed the stop. Called without the lock.</param>
    /// <param name="voice">What everything is signed with, or null in plain mode.</param>
    /// <param name="peers">The verified IZZYs, each of which is beaten with an echo of its own.</param>
    public HeartbeatSender(
        Guid id,
        TimeSpan interval,
        StopLatch latch,
        BeatLog log,
        IDatagramTransport transport,
        Clock clock,
        Func<IReadOnlyList<SocketAddress>> unconfirmed,
        VerifiedVoice? voice = null,
        Roster<VerifiedPeer>? peers = null)
    {
        _packets = new MotherPackets(id, voice);
        _peers = peers ?? new();
        _interval = interval;
        _latch = latch;
        _log = log;
        _transport = transport;
        _clock = clock;
        _unconfirmed = unconfirmed;
        var now = clock.Moment.Now;
        _beats = new BeatSchedule(interval, now);
        _nextEstop = now;
    }

    /// <summary>How late the last beat was.</summary>
    public TimeSpan Lateness { get; private set; }

    /// <summary>How many beats were skipped because this process did not run when they were due.</summary>
    public long Missed { get; private set; }

    /// <summary>How many beats went out.</summary>
    public long Beats => _log.Count;

    /// <summary>How late each of the last ones was.</summary>
    public LatenessLog Latenesses { get; } = new();

    /// <summary>Is told false when the system took several beats in a row for nobody, and true when it takes them again. Must not wait.</summary>
    public Action<bool>? Reaches { get; set; }

    /// <summary>Is told of each stop and reset, in their order: under the lock, so that it must not wait.</summary>
    public Action<HeartbeatEvent>? Tells { get; set; }

    /// <summary>The number of the last request for a stop; see <see cref="StopLatch.Requests"/>.</summary>
    public int Requests
    {
        get
        {
            lock (_gate)
                return _latch.Requests;
        }
    }

    /// <summary>Sends what is due.</summary>
    /// <returns>When the next is.</returns>
    public TimeSpan Step()
    {
        var askForUnicasts = false;
        bool isLatched;
        lock (_gate)
        {
            var now = _clock.Moment.Now;
            isLatched = _latch.IsLatched;
            if (isLatched)
                askForUnicasts = Estop(now);
            else
                Beat(now);
        }

        var next = GoRound();
        if (!isLatched)
            return next;
        if (askForUnicasts)
            (_unicasts, _unicast) = (_unconfirmed(), 0);
        lock (_gate)
        {
            var due = SendUnicasts() ? _clock.Moment.Now + s_unicastPause : _latch.IsLatched ? _nextEstop : _beats.Due;
            return due < next ? due : next;
        }
    }

    /// <summary>Stops: when this returns, no beat follows, and the first ESTOP is out.</summary>
    /// <returns>False if the latch was set already; another burst goes out all the same.</returns>
    public bool Stop(StopCause cause)
    {
        lock (_gate)
        {
            var now = _clock.Moment.Now;
            var isNew = _latch.Stop(cause, now);
            // Whoever obeys may be told of before this stop is; by the time it was the first.
            var at = _clock.UtcNow;
            BeginBurst(now);
            if (isNew)
                Tells?.Invoke(new HeartbeatEvent.Stopped(cause) { Time = at });
            return isNew;
        }
    }

    /// <summary>Stops as <see cref="Stop"/> does, unless it is stopped already: then nothing is done.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="request">The number of this request, for <see cref="Reset"/>.</param>
    public bool TryStop(StopCause cause, out int request)
    {
        lock (_gate)
        {
            var isNew = !_latch.IsLatched && Stop(cause);
            request = _latch.Requests;
            return isNew;
        }
    }

    /// <summary>A stop from before this process started.</summary>
    public void Restore()
    {
        lock (_gate)
            _latch.Restore(_clock.Moment.Now);
    }

    /// <summary>She leaves: no beat follows, no reset is granted any more, and the first ESTOP is out.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            var now = _clock.Moment.Now;
            _latch.Leave(now);
            BeginBurst(now);
        }
    }

    /// <summary>
    /// Opens the latch, if it may be opened and nobody asked for a stop since this request: looking for other requests and opening are one step with
    /// respect to <see cref="Stop"/>. The first beat is then due at once.
    /// </summary>
    /// <param name="request">The last request for a stop that whoever resets knew of; see <see cref="StopLatch.Requests"/>.</param>
    /// <param name="count">How many IZZYs were known at the stop, and how many, of these and of those found since, have not confirmed it.</param>
    /// <param name="onlyIfConfirmed">Whether no time makes up for a confirmation.</param>
    /// <returns>What was answered; null if another stop was asked for since, and then nothing is done.</returns>
    public ResetOutlook? Reset(int request, (int Known, int Unconfirmed) count, bool onlyIfConfirmed = false)
    {
        lock (_gate)
        {
            if (_latch.Requests != request)
                return null;
            var now = _clock.Moment.Now;
            var outlook = _latch.Foresee(_latch.Current, now, count.Known, count.Unconfirmed);
            if (outlook.Refusal != ResetRefusal.None)
                return outlook;
            if (onlyIfConfirmed && count is not { Known: > 0, Unconfirmed: 0 })
                return outlook with { Refusal = ResetRefusal.NotConfirmed };
            _latch.Reset(now, count.Known, count.Unconfirmed);
            (_beats, _roundLeft) = (new BeatSchedule(_interval, now), 0);
            Tells?.Invoke(new HeartbeatEvent.Reset());
            return outlook;
        }
    }

    /// <summary>One ESTOP to everyone, for a Mother that leaves.</summary>
    public void Farewell()
    {
        lock (_gate)
            _transport.Broadcast(_packets.Estop(_clock.Moment.Now));
    }

    private void BeginBurst(TimeSpan now)
    {
        _transport.Broadcast(_packets.Estop(now));
        _burstLeft = BurstLength - 1;
        _roundLeft = _peers.All.Length;
        _nextEstop = now + BurstSpacing;
    }

    private void Beat(TimeSpan now)
    {
        // What is left of a round of ESTOP must not follow a reset.
        _unicasts = [];
        if (now < _beats.Due)
            return;
        Lateness = now - _beats.Due;
        Latenesses.Add(Lateness);
        Missed += _beats.Take(now);
        _log.Add(_clock.Moment.Now);
        LookAtReach(_transport.Broadcast(_packets.Hello(now)) > 0);
        // Read again: a freeze between the look at the clock and the beat would make the beat seem older than it is.
        _latch.Beat(_clock.Moment.Now);
        _roundLeft = _peers.All.Length;
    }

    /// <summary>
    /// What is due now of the round to the verified IZZYs, of a beat or of an ESTOP: over half a period, so that their answers do not come all at once. A few
    /// at a time are sent under the lock, so that a stop waits for no round, and testing the latch and sending stay one step.
    /// </summary>
    private TimeSpan GoRound()
    {
        // From the beginning of this turn: what a large handful takes is no part of the pause.
        var next = _clock.Moment.Now + s_unicastPause;
        var turns = Math.Max(1, (int)(_interval / 2 / s_unicastPause));
        for (var due = Math.Max(UnicastsAtOnce, (_peers.All.Length + turns - 1) / turns); due > 0; due -= UnicastsAtOnce)
        {
            lock (_gate)
            {
                if (!SendToSome())
                    return Due;
            }
        }

        lock (_gate)
            return next < Due ? next : Due;
    }

    private TimeSpan Due => _latch.IsLatched ? _nextEstop : _beats.Due;

    private bool SendToSome()
    {
        var peers = _peers.All;
        _roundLeft = Math.Min(_roundLeft, peers.Length);
        var now = _clock.Moment.Now;
        for (var sent = 0; sent < UnicastsAtOnce && _roundLeft > 0; sent++, _roundLeft--)
        {
            // On from where the last round ended: one that was not finished leaves nobody out twice.
            _roundNext = _roundNext + 1 < peers.Length ? _roundNext + 1 : 0;
            SendTo(peers[_roundNext], now);
        }

        return _roundLeft > 0;
    }

    private void SendTo(VerifiedPeer peer, TimeSpan now)
    {
        var packet = _latch.IsLatched ? _packets.Estop(peer.Id, peer.Challenge) : _packets.Hello(peer.Id, peer.Echo(now));
        // A broadcast needs no route: it reaches another network on the same wire.
        if (!_transport.Send(packet, peer.Address))
            _transport.Broadcast(packet);
        // After each: the silence that a reset waits for begins with the last of them.
        if (!_latch.IsLatched)
            _latch.Beat(_clock.Moment.Now);
    }

    private void LookAtReach(bool taken)
    {
        var before = _refused;
        _refused = taken ? 0 : Math.Min(before + 1, RefusedInARow);
        if (_refused == RefusedInARow != (before == RefusedInARow))
            Reaches?.Invoke(taken);
    }

    private bool Estop(TimeSpan now)
    {
        if (now < _nextEstop)
            return false;
        _transport.Broadcast(_packets.Estop(now));
        _roundLeft = _peers.All.Length;
        if (_burstLeft > 0)
            _burstLeft--;
        _nextEstop = now + (_burstLeft > 0 ? BurstSpacing : LatchedCadence);
        // A round of unicasts that is still going out is not started again.
        return _unicast >= _unicasts.Count;
    }

    private bool SendUnicasts()
    {
        // A reset while the addresses were gathered: no ESTOP may follow it.
        if (!_latch.IsLatched)
            _unicasts = [];
        for (var sent = 0; sent < UnicastsAtOnce && _unicast < _unicasts.Count; sent++)
            _transport.Send(_packets.LastEstop, _unicasts[_unicast++]);
        return _unicast < _unicasts.Count;
    }
}
