using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// An IZZY of the library with real threads and a real socket, in this process, and when it heard its last beat and ran its
/// stop action. Many of them make many runs in little time.
/// </summary>
internal sealed class WatchedIzzy : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A request within a second of a refused one is refused, too.
    private static readonly TimeSpan s_patientReset = TimeSpan.FromMilliseconds(1100);

    private readonly TimeSpan _limit;
    private readonly ChannelReader<HeartbeatEvent> _events;
    private readonly Lock _gate = new();
    private readonly List<HeartbeatEvent> _told = [];
    private (TimeSpan At, StopCause Cause, TimeSpan LastBeat)? _stopped;

    /// <param name="limit">T.</param>
    /// <param name="policy">Who resets it.</param>
    /// <param name="at">Where it listens; any free port of loopback if left out.</param>
    /// <param name="answerTo">The port of Mother's.</param>
    /// <param name="name">Its name.</param>
    /// <param name="id">Its id.</param>
    public WatchedIzzy(TimeSpan limit, ResetPolicy policy = ResetPolicy.Manual, IPEndPoint? at = null, int answerTo = Ports.UdpFromClient, string name = "sofa", Guid? id = null)
    {
        _limit = limit;
        Transport = new WatchingTransport(new UdpTransport(new UdpTransportOptions
        {
            LocalAddress = at?.Address ?? IPAddress.Loopback,
            LocalPort = at?.Port ?? 0,
            ReceiveBufferWish = IzzyClient.ReceiveBuffer,
        }));
        Client = new IzzyClient(new IzzyClientOptions
        {
            Name = name,
            Id = id,
            Limit = limit,
            ResetPolicy = policy,
            FromClientPort = answerTo,
            StateDirectory = null,
            StopAction = cause =>
            {
                // First the time, for it is what is measured.
                var now = SystemClock.Instance.Moment.Now;
                var lastBeat = Transport.Seen.LastBeat ?? TimeSpan.MinValue;
                lock (_gate)
                    _stopped = (now, cause, lastBeat);
            },
            Transport = Transport,
        });
        _events = Client.Subscribe(TestContext.Current.CancellationToken);
        Client.Start();
    }

    public IzzyClient Client { get; }

    public WatchingTransport Transport { get; }

    public IPEndPoint EndPoint => Client.LocalEndPoint;

    public bool MayMove => Client.Permit.IsValid;

    /// <summary>When the stop action ran since <see cref="Begin"/>, why, and when the last beat before it was read; null if it did not.</summary>
    public (TimeSpan At, StopCause Cause, TimeSpan LastBeat)? Stopped
    {
        get
        {
            lock (_gate)
                return _stopped;
        }
    }

    /// <summary>All that it told so far.</summary>
    public IReadOnlyList<HeartbeatEvent> Told
    {
        get
        {
            while (_events.TryRead(out var happened))
                _told.Add(happened);
            return _told;
        }
    }

    public int PermitsTold => Told.OfType<HeartbeatEvent.Permitted>().Count();

    /// <summary>
    /// Whether nothing but silence can have stopped it since <see cref="Begin"/>: its beats never came later than the limit, and
    /// its listener was never held up round one of them for nearly two ticks, T / 2, after which beats count for nothing until
    /// the socket was empty. Nearly: the listener looks at the clock itself, and may be held up between that look and the one here.
    /// </summary>
    public bool WasUndisturbed
    {
        get
        {
            var (_, spacing, gap) = Transport.Seen;
            return spacing < _limit && gap < _limit * 0.35;
        }
    }

    /// <summary>Resets it as a patient person does: after a refusal, not again within a second.</summary>
    public void Permit()
    {
        Until(() => Client.MotherStatus == MotherStatus.Connected, "It does not hear Mother.");
        Begin();
        Until(
            () =>
            {
                Transport.Forget();
                return Client.Reset() == ResetRefusal.None;
            },
            "It was not permitted.",
            s_patientReset);
    }

    /// <summary>What was seen until now counts for nothing.</summary>
    public void Begin()
    {
        lock (_gate)
            _stopped = null;
        Transport.Forget();
    }

    public void WaitForStop() => Until(() => Stopped is not null, "It did not stop.");

    public static void Until(Func<bool> done, string otherwise, TimeSpan? pause = null)
    {
        var started = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(started.Elapsed < Patience, otherwise);
            Thread.Sleep(pause ?? TimeSpan.FromMilliseconds(1));
        }
    }

    public void Dispose() => Client.Dispose();

    /// <summary>All at once: each takes a moment to end its threads.</summary>
    public static void DisposeAll(IEnumerable<WatchedIzzy> izzies)
    {
        var threads = izzies.Select(izzy => new Thread(izzy.Dispose)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
