using System.Net;
using System.Threading.Channels;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat;

/// <summary>
/// The control side: beats, listens who answers, stops everyone at once, and knows who confirmed it. Make one, subscribe to
/// its events, start it; dispose of it to leave, which stops every IZZY (rule S16).
/// </summary>
public sealed class Mother : IDisposable
{
    private readonly Clock _clock;
    private readonly EventStream _events;
    private readonly MotherOptions _options;
    private readonly List<IPEndPoint> _targets;
    private readonly StateFile? _state;
    private readonly IDatagramTransport _transport;
    private readonly StopLatch _latch;
    private readonly HeartbeatSender _sender;
    private readonly MotherCore _core;
    private volatile bool _hasWayOut = true;
    private int _started;
    private int _disposed;

    /// <summary>Makes a Mother who is silent until <see cref="Start"/>. Takes her port and her state directory.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which and what is allowed.</exception>
    /// <exception cref="HeartbeatStartException">The port is taken, or the state directory is in use or cannot be written.</exception>
    public Mother(MotherOptions options)
        : this(options, SystemClock.Instance)
    {
    }

    internal Mother(MotherOptions options, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var keys = options.KeyFile is { } file ? KeyFile.Read(file) : null;
        _options = options;
        _clock = clock;
        _targets = [.. options.Targets.Select(target => target.Port == 0 ? new IPEndPoint(target.Address, options.ToClientPort) : target)];
        _events = new EventStream(_clock);
        _state = options.StateDirectory is { } directory ? StateFile.Open(directory, StateFile.Stem("mother", "", options.ToClientPort, options.FromClientPort), options.Id) : null;
        try
        {
            Id = options.Id ?? _state?.Id ?? Guid.NewGuid();
            _transport = options.Transport ?? OpenUdp(options, _targets);
        }
        catch
        {
            _state?.Dispose();
            throw;
        }

        EventLog.Start(_events, options.Logger);
        _latch = new StopLatch(options.SilenceToOutwait);
        var beats = new BeatLog();
        // She alone decides how many challenges she draws: one a beat, and one for each ESTOP.
        var voice = keys is null ? null : new VerifiedVoice(keys, VerifiedRole.Mother, options.Interval, TimeSpan.Zero);
        _core = new MotherCore(
            new MotherCoreOptions(Id, options.Interval, options.Expected, options.ToClientPort, _targets, options.CheckInLimit), _latch, beats, _transport, _clock, _events, voice);
        _sender = new HeartbeatSender(Id, options.Interval, _latch, beats, _transport, _clock, _core.Unconfirmed, voice, _core.VerifiedPeers);
        Server = new HeartbeatServerThread(_sender, _core, _latch, options.Interval, _state, _events, Died);
        Listener = new HeartbeatListenerThread(_core.Listen, Died);
        _core.Stop = Server.StopAtOnce;
    }

    /// <summary>Her id, as IZZYs know her.</summary>
    public Guid Id { get; }

    /// <summary>The thread that beats.</summary>
    public HeartbeatServerThread Server { get; }

    /// <summary>The thread that hears IZZYs.</summary>
    public HeartbeatListenerThread Listener { get; }

    /// <summary>Where she listens, with the port that was really taken.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>Whether she is silent because of a stop.</summary>
    public bool IsStopped => _latch.IsLatched;

    /// <summary>Why she is silent, or null while she beats.</summary>
    public StopCause? StopCause => _latch.Current?.Cause;

    /// <summary>How long ago the stop was, or null while she beats.</summary>
    public TimeSpan? StoppedFor => _clock.Moment.Now - _latch.Current?.At;

    /// <summary>How late the last beat left, against the absolute schedule.</summary>
    public TimeSpan BeatLateness => _sender.Lateness;

    /// <summary>How many beats went out since the start.</summary>
    public long Beats => _sender.Beats;

    /// <summary>How many beats were left out since the start, because this process did not run when they were due. They are never sent late.</summary>
    public long MissedBeats => _sender.Missed;

    /// <summary>
    /// Whether both of her threads make progress: the one that beats and the one that listens. Takes no lock, so it tells of one that
    /// hangs, within some two seconds more than a beat. False before <see cref="Start"/>.
    /// </summary>
    public bool IsAlive => Liveness.OfMother(Server.Facts, Listener.Facts, _options.Interval);

    /// <summary>Whether her beats can reach another machine, as far as she knows: false after <see cref="HeartbeatEvent.NoInterface"/>, until there is a way again.</summary>
    public bool HasWayOut => _hasWayOut;

    /// <summary>Everyone she knows, and the missing ones of the expected cast, as of now.</summary>
    public IReadOnlyList<IzzyInfo> Izzies => _core.Snapshot();

    /// <summary>
    /// A reader of events from now on. Each reader gets every event; one that is too slow loses the oldest and is told how many.
    /// It ends when Mother is disposed, or before.
    /// </summary>
    /// <param name="cancellationToken">Ends it. Whoever reads for a while only, as for one request, must: a reader that is forgotten keeps 4,096 events.</param>
    public ChannelReader<HeartbeatEvent> Subscribe(CancellationToken cancellationToken = default) => _events.Subscribe(cancellationToken);

    /// <summary>Beats from now on, unless a stop was left behind on disk: then she starts silent (rule S14).</summary>
    /// <exception cref="InvalidOperationException">She was started before.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
            throw new InvalidOperationException("Mother was started before. Make a new one.");
        _events.Publish(new HeartbeatEvent.Beating(HeartbeatEvent.Ms(_options.Interval)) { Id = Id, Verified = _options.KeyFile is null ? null : true });
        if (_state?.Damage is { } damage)
            _events.Publish(new HeartbeatEvent.StateNotSaved(damage));
        TellWaysOut();
        _core.Start();
        Listener.Start();
        Server.Start();
    }

    /// <summary>
    /// How late each beat was, since a reading before, the oldest first. Takes no lock of the beat. The last 511 are kept: read it once a
    /// second to have them all at any period.
    /// </summary>
    /// <param name="read">0 for the first reading; then what the reading before made of it.</param>
    public IReadOnlyList<TimeSpan> LatenessSince(ref long read) => _sender.Latenesses.Since(ref read);

    /// <summary>Stops every IZZY. See <see cref="HeartbeatServerThread.Stop()"/>.</summary>
    public bool Stop() => Server.Stop();

    /// <summary>Beats again after a stop. See <see cref="HeartbeatServerThread.Reset()"/>.</summary>
    public ResetRefusal Reset() => Server.Reset();

    /// <summary>Strikes an IZZY from the list, by name or id; one that is heard again is found anew.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one of that name; the message says which.</exception>
    public void Forget(string nameOrId)
    {
        if (_core.Forget(nameOrId) is { } problem)
            throw new ArgumentException(problem);
    }

    /// <summary>The program that she speaks for is alive. Call it from its main loop, never from a timer; see <see cref="MotherOptions.CheckInLimit"/>.</summary>
    public void CheckIn() => _core.CheckIn();

    /// <summary>Leaves: a burst of ESTOP, then silence (rule S16). The stop is not kept: the next Mother beats.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        if (Volatile.Read(ref _started) == 1)
        {
            Server.Leave();
            _events.Publish(new HeartbeatEvent.Leaving());
            for (var again = 1; again < HeartbeatSender.BurstLength; again++)
            {
                SystemClock.SleepUntil(_clock.Moment.Now + HeartbeatSender.BurstSpacing);
                _sender.Farewell();
            }
        }

        Server.End();
        Listener.End();
        _transport.Dispose();
        _state?.Dispose();
        _events.Complete();
    }

    /// <summary>How often a stop was asked for since the start; see <see cref="StopLatch.Requests"/>.</summary>
    internal int StopRequests => _latch.Requests;

    /// <summary>After this silence each IZZY has stopped by itself, as far as she knows by now; see <see cref="StopLatch.SilenceToOutwait"/>.</summary>
    internal TimeSpan SilenceToOutwait => _latch.SilenceToOutwait;

    /// <summary>The stop in force, or null while she beats.</summary>
    internal StopInForce? StopInForce => _latch.Current;

    /// <summary>What a reset would be answered now.</summary>
    internal ResetOutlook ResetOutlook => _core.Outlook();

    /// <summary>What she was told at her making.</summary>
    internal MotherOptions Options => _options;

    private static UdpTransport OpenUdp(MotherOptions options, IReadOnlyList<IPEndPoint> targets) => new(new UdpTransportOptions
    {
        LocalPort = options.FromClientPort,
        BroadcastPort = options.ToClientPort,
        Broadcasts = true,
        Interfaces = options.Interfaces,
        Targets = targets,
    });

    private void TellWaysOut()
    {
        if (_targets.Count > 0)
        {
            TellTargets(true);
            _sender.Reaches = TellTargets;
        }

        if (_transport is not UdpTransport { WaysOut: not null } udp)
            return;
        udp.WaysOutChanged += Tell;
        Tell(udp.WaysOut);

        void Tell(WaysOut now)
        {
            _events.Publish(new HeartbeatEvent.Interfaces([.. now.InUse.Select(address => address.ToString()), .. now.Problems]));
            _hasWayOut = !now.NoInterface;
            if (now.NoInterface)
            {
                _events.Publish(new HeartbeatEvent.NoInterface(now.OnlyLoopback
                    ? "No network interface is up, so beats reach only programs on this machine. Check the cable or the Wi-Fi."
                    : "No network interface that may be used is up, so beats reach nobody. Check the cable, the Wi-Fi or the names given."));
            }
        }
    }

    private void TellTargets(bool reached)
    {
        _hasWayOut = reached;
        _events.Publish(reached
            ? new HeartbeatEvent.Interfaces([.. _targets.Select(target => target.ToString())])
            : new HeartbeatEvent.NoInterface("The system sends to none of the addresses that were given, so beats reach nobody. Check the cable, the Wi-Fi and the addresses."));
    }

    private void Died(string thread, Exception exception)
    {
        Server.Stop(Safety.StopCause.ThreadDied);
        _events.Publish(new HeartbeatEvent.ThreadDied(thread, exception.ToString()));
    }
}
