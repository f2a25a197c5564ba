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
/// The robot's side: hears Mother, answers with its report, and stops on silence, on a stop, or when anything is wrong with
/// itself. Make one with a stop action, start it, and ask <see cref="Permit"/> in the loop that drives the motors.
/// </summary>
public sealed class IzzyClient : IDisposable
{
    /// <summary>
    /// Some 300 datagrams. What waits longer than two ticks behind a flood would put the stop off by more than is promised, so the queue is short;
    /// beats come one at a time and need none.
    /// </summary>
    internal const int ReceiveBuffer = 1 << 17;

    private readonly Clock _clock;
    private readonly PermitLease _lease = new();
    private readonly EventStream _events;
    private readonly IzzyClientOptions _options;
    private readonly StateFile? _state;
    private readonly IDatagramTransport _transport;
    private readonly IzzyCore _core;
    private readonly StepThread _watchdog;
    private readonly StopActionThread _stopAction;
    private int _started;
    private int _left;
    private int _disposed;

    /// <summary>Makes an IZZY that stands stopped. Takes its port and its state directory.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which and what is allowed.</exception>
    /// <exception cref="HeartbeatStartException">The port is taken, or the state directory is in use or cannot be written.</exception>
    public IzzyClient(IzzyClientOptions options)
        : this(options, SystemClock.Instance)
    {
    }

    internal IzzyClient(IzzyClientOptions options, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var keys = options.KeyFile is { } file ? KeyFile.Read(file) : null;
        var voice = keys is null ? null : new VerifiedVoice(keys, VerifiedRole.Izzy, options.Limit, options.Limit);
        _options = options;
        _clock = clock;
        _events = new EventStream(_clock);
        _state = options.StateDirectory is { } directory
            ? StateFile.Open(directory, StateFile.Stem("client", options.Name, options.ToClientPort, options.FromClientPort), options.Id)
            : null;
        try
        {
            Id = options.Id ?? _state?.Id ?? Guid.NewGuid();
            _transport = options.Transport ?? new UdpTransport(new UdpTransportOptions
            {
                LocalAddress = options.LocalAddress,
                LocalPort = options.ToClientPort,
                ReceiveBufferWish = ReceiveBuffer,
            });
        }
        catch
        {
            _state?.Dispose();
            throw;
        }

        EventLog.Start(_events, options.Logger);
        var responder = new HeartbeatResponder(Id, options.Name, options.FromClientPort, _lease, _transport, _clock, options.AnswerSpread, voice);
        _core = new IzzyCore(
            new SwitchOptions(Id, options.Limit, options.ResetPolicy, options.Mother, options.CheckInLimit, IsVerified: voice is not null),
            _lease,
            responder,
            _transport,
            _clock,
            _events,
            voice);
        _stopAction = new StopActionThread(options.StopAction, _events, Died);
        _watchdog = new StepThread("izzy-watchdog", _core.Watch, Died);
        Listener = new HeartbeatListenerThread(_core.Listen, Died);
        Responder = new HeartbeatResponderThread(responder, Died);
        _core.SignalStop = _stopAction.Signal;
        _core.WakeResponder = Responder.Wake;
    }

    /// <summary>Its id, as Mother knows it.</summary>
    public Guid Id { get; }

    /// <summary>Its name.</summary>
    public string Name => _options.Name;

    /// <summary>The thread that hears Mother.</summary>
    public HeartbeatListenerThread Listener { get; }

    /// <summary>The thread that answers her.</summary>
    public HeartbeatResponderThread Responder { get; }

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>The latest permit. Ask its <see cref="Heartbeat.Permit.IsValid"/> at the moment of use.</summary>
    public Permit Permit => new(_lease, _clock);

    /// <summary>
    /// Whether the two threads that stop it make progress: the watchdog and the one that listens. Takes no lock, so it tells of one that
    /// hangs, within some two seconds. False before <see cref="Start"/>.
    /// </summary>
    public bool IsAlive => Liveness.OfIzzy(_watchdog.Facts, Listener.Facts);

    /// <summary>How it sees Mother now.</summary>
    public MotherStatus MotherStatus => _core.Mother;

    /// <summary>The id of the Mother who owns it, or who was named to; null before one was heard.</summary>
    public Guid? Owner => _core.Owner;

    /// <summary>The cause of the last stop; it stays readable after recovery. Null if it was never stopped since its first permit.</summary>
    public StopCause? LastCause => _core.LastCause;

    /// <summary>
    /// A reader of events from now on. Each reader gets every event; one that is too slow loses the oldest and is told how many.
    /// It ends when the client is disposed, or before.
    /// </summary>
    /// <param name="cancellationToken">Ends it. Whoever reads for a while only must: a reader that is forgotten keeps 4,096 events.</param>
    public ChannelReader<HeartbeatEvent> Subscribe(CancellationToken cancellationToken = default) => _events.Subscribe(cancellationToken);

    /// <summary>Listens from now on. It stands stopped until it was reset by its policy.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
            throw new InvalidOperationException("This IZZY was started before. Make a new one.");
        _events.Publish(new HeartbeatEvent.Waiting { Id = Id, Name = Name, LimitMs = HeartbeatEvent.Ms(_options.Limit) });
        if (_state?.Damage is { } damage)
            _events.Publish(new HeartbeatEvent.StateNotSaved(damage));
        _core.Start();
        // The one that stops before the ones that permit.
        _stopAction.Start();
        _watchdog.Start();
        Responder.Start();
        Listener.Start();
    }

    /// <summary>What to answer Mother from now on. While it is not permitted, it answers ESTOP with these values all the same.</summary>
    /// <exception cref="ArgumentException">The status is none of the known ones, or the name is too long for a report with line-following values.</exception>
    public void Report(in IzzyState state)
    {
        // Made only for its checks: the responder's thread must never find out that this cannot be sent.
        _ = new StatusReport(Name, state);
        if (_options.KeyFile is not null)
            VerifiedName.Check(Name, following: state is { Status: IzzyStatus.Following, Following: not null });
        _core.Report(state);
    }

    /// <summary>
    /// The control loop is alive. Call it from the loop that drives the motors, never from a timer: a timer lives on when the
    /// loop hangs. See <see cref="IzzyClientOptions.CheckInLimit"/>.
    /// </summary>
    public void CheckIn() => _core.CheckIn();

    /// <summary>Permits it to move again, if the cause is gone and beats are fresh. A deliberate act of a person; it moves nothing by itself.</summary>
    /// <returns>Why it was refused, or <see cref="ResetRefusal.None"/>.</returns>
    public ResetRefusal Reset() => _core.Reset();

    /// <summary>Stops it here. Latches until a reset.</summary>
    public void Stop() => Stop(StopCause.LocalStop);

    /// <summary>Stops it, says so to Mother, and ends. No reset permits it any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        Leave();
        _state?.Dispose();
        _events.Complete();
    }

    /// <summary>
    /// The same, but keeps its state for itself until it is disposed of: whoever takes it over must find nothing that is still to be
    /// taken away.
    /// </summary>
    internal void Leave()
    {
        if (Interlocked.Exchange(ref _left, 1) == 1)
            return;
        _core.Close();
        if (Volatile.Read(ref _started) == 1)
        {
            var until = _clock.Moment.Now + TimeSpan.FromMilliseconds(200);
            while (_core.Responder.IsAnnouncing && _clock.Moment.Now < until)
                SystemClock.SleepUntil(_clock.Moment.Now + TimeSpan.FromMilliseconds(5));
        }

        Listener.End();
        Responder.End();
        _watchdog.Dispose();
        _stopAction.Dispose();
        _transport.Dispose();
    }

    /// <summary>The same for what is wrong with its process: some of these causes no reset clears.</summary>
    internal void Stop(StopCause cause) => _core.Trip(cause);

    /// <summary>
    /// Looks at the clock as the watchdog does, under the same lock: a permit that expired and was not taken away yet is. It does not come
    /// back where a thread hangs with that lock, which tells a guard as much.
    /// </summary>
    internal void Look() => _core.Read(static decision => decision.IsPermitted);

    private void Died(string thread, Exception exception)
    {
        _core.Trip(StopCause.ThreadDied);
        _events.Publish(new HeartbeatEvent.ThreadDied(thread, exception.ToString()));
    }
}
