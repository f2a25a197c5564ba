using System.Diagnostics;
using System.Net;
using Izzy.Cli.Actors;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Demo;

/// <summary>
/// The demo's robots and their Mother, on loopback with ports of their own, so that they run beside a real Mother. Real
/// sockets, real threads, real stops; only the motors are simulated.
/// </summary>
internal sealed class Fleet : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_offFrom = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_offUntil = TimeSpan.FromSeconds(14);

    // The third one loses the network; with fewer, the last.
    private const int Unlucky = 2;

    private readonly List<(IzzyClient Client, Actor Actor, SwitchedTransport Network)> _robots = [];
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _motors;
    private int _holds;

    /// <param name="count">How many robots.</param>
    /// <param name="preset">The limit, and the beat period that goes with it.</param>
    /// <param name="keyFile">The key of verified mode, for both sides, or null.</param>
    /// <exception cref="ArgumentException">The key file cannot be used.</exception>
    public Fleet(int count, HeartbeatPreset preset, string? keyFile)
    {
        var networks = Enumerable.Range(0, count)
            .Select(_ => new SwitchedTransport(new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback })))
            .ToList();
        var actors = Cast.Of(count);
        var targets = networks.Select(network => network.LocalEndPoint).ToList();
        var air = new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback, Broadcasts = true, Targets = targets });
        Mother = new Heartbeat.Mother(new MotherOptions
        {
            Preset = preset,
            KeyFile = keyFile,
            Expected = [.. actors.Select(actor => actor.Name)],
            Targets = targets,
            FromClientPort = air.LocalEndPoint.Port,
            StateDirectory = null,
            Transport = air,
        });
        foreach (var (network, actor) in networks.Zip(actors))
        {
            var client = new IzzyClient(new IzzyClientOptions
            {
                Name = actor.Name,
                Preset = preset,
                KeyFile = keyFile,
                ResetPolicy = ResetPolicy.Auto,
                FromClientPort = air.LocalEndPoint.Port,
                StateDirectory = null,
                Transport = network,
            });
            _robots.Add((client, actor, network));
        }

        _motors = new Thread(Drive) { IsBackground = true, Name = "demo-motors" };
    }

    public Heartbeat.Mother Mother { get; }

    public IEnumerable<IzzyClient> Clients => _robots.Select(robot => robot.Client);

    public void Start()
    {
        foreach (var (client, _, _) in _robots)
            client.Start();
        Mother.Start();
        _motors.Start();
    }

    /// <summary>
    /// Everyone stands still until what is returned is disposed of, as on a stage before a drill. Nobody loses the network meanwhile;
    /// who lost it before gets it back when its time is over.
    /// </summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        return new Held(this);
    }

    public void Dispose()
    {
        if (_ending.IsSet)
            return;
        _ending.Set();
        if (_motors.IsAlive)
            _motors.Join();
        Mother.Dispose();
        foreach (var (client, _, _) in _robots)
            client.Dispose();
    }

    private void Drive()
    {
        var started = Stopwatch.StartNew();
        var (last, script) = (TimeSpan.Zero, TimeSpan.Zero);
        while (!_ending.Wait(s_step))
        {
            var now = started.Elapsed;
            var isHeld = Volatile.Read(ref _holds) > 0;
            if (!isHeld || _robots.Any(robot => robot.Network.IsPulled))
                script += now - last;
            for (var i = 0; i < _robots.Count; i++)
            {
                var (client, actor, network) = _robots[i];
                client.Report(actor.Step(now - last, client.Permit.IsValid && !isHeld));
                if (i == Math.Min(Unlucky, _robots.Count - 1))
                    network.IsPulled = script >= s_offFrom && script < s_offUntil;
            }

            last = now;
        }
    }

    private sealed class Held(Fleet fleet) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                Interlocked.Decrement(ref fleet._holds);
        }
    }
}
