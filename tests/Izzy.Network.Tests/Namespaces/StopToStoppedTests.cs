using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Network.Tests.Loopback;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// One Mother and fifty IZZYs, each a host of its own on one switch, by broadcast and on the default ports: how a stop comes
/// through when the network loses what the kernel's packet filter takes away.
/// </summary>
[Collection(typeof(Alone))]
public sealed class StopToStoppedTests : IDisposable
{
    private const int Izzies = 50;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly List<WatchedIzzy> _izzies = [];
    private readonly List<StopCause> _causes = [];
    private readonly NetworkNamespaces _network;
    private Mother _mother = null!;

    public StopToStoppedTests()
    {
        PacketFilter.Need();
        _network = new NetworkNamespaces(Izzies + 1);
    }

    public void Dispose()
    {
        _mother?.Dispose();
        WatchedIzzy.DisposeAll(_izzies);
        _network.Dispose();
    }

    [Fact]
    public void Without_loss_a_stop_stops_all_of_them_and_all_confirm()
    {
        Start();
        var times = new Timings("stop to stopped, 50 IZZYs, no loss", "20 ms p99");
        for (var round = 0; round < 10; round++)
        {
            StopAll(times);
            WatchedIzzy.Until(() => _mother.Izzies.All(izzy => izzy.StopConfirmedAfter is not null), "Not all confirmed.");
            // In her first seconds she refuses it although all confirmed.
            WatchedIzzy.Until(() => _mother.Reset() == ResetRefusal.None, "She does not release the stop.");
            PermitAll();
        }

        times.Report();
        AssertTold();
    }

    [Fact]
    public void With_thirty_percent_lost_both_ways_a_stop_stops_all_of_them_and_all_confirm_in_the_end()
    {
        Start();
        var times = new Timings("stop to stopped, 50 IZZYs, 30 % lost both ways", "60 ms p99");
        for (var round = 0; round < 5; round++)
        {
            foreach (var host in _network.Hosts)
                PacketFilter.Lose(host, 0.3);
            StopAll(times);
            WatchedIzzy.Until(() => _mother.Izzies.All(izzy => izzy.StopConfirmedAfter is not null), "Not all confirmed.");
            foreach (var host in _network.Hosts)
                PacketFilter.LoseNothing(host);
            // In her first seconds she refuses it although all confirmed.
            WatchedIzzy.Until(() => _mother.Reset() == ResetRefusal.None, "She does not release the stop.");
            PermitAll();
        }

        times.Report();
        AssertTold();
    }

    [Fact]
    public void With_every_ESTOP_lost_silence_stops_all_of_them_and_a_reset_at_once_is_refused_until_it_has()
    {
        Start();
        for (var i = 0; i < Izzies; i++)
            PacketFilter.LoseEstops(Host(i));
        _izzies.ForEach(izzy => izzy.Begin());
        _mother.Stop();
        var stoppedAt = SystemClock.Instance.Moment.Now;
        var refused = 0;
        while (_mother.Reset() != ResetRefusal.None)
        {
            refused++;
            Assert.True(SystemClock.Instance.Moment.Now - stoppedAt < WatchedIzzy.Patience, "It was refused for ever.");
            Thread.Sleep(20);
        }

        // Beats go out again from here on, and would keep on permitting whoever had not stopped.
        var granted = SystemClock.Instance.Moment.Now;
        var late = new Timings("stop to stopped, 50 IZZYs, every ESTOP lost, beyond T after the last beat", "by T");
        Thread.Sleep(2 * s_limit);
        Assert.All(_izzies, izzy =>
        {
            Assert.False(izzy.MayMove);
            Assert.Equal(1, izzy.PermitsTold);
            Assert.Equal(StopCause.Silence, Assert.Single(izzy.Told.OfType<HeartbeatEvent.Stopped>()).Cause);
            var (at, _, lastBeat) = Assert.NotNull(izzy.Stopped);
            // On a busy machine the action may run when beats are there again.
            if (lastBeat < granted)
                late.Add(at - lastBeat - s_limit);
        });
        Assert.True(refused > 0);
        late.Report();
        Timings.Say($"reset after a stop of which every ESTOP was lost: refused {refused} times, granted after {(granted - stoppedAt).TotalMilliseconds:0} ms");
    }

    // Not in the constructor: what fails there is not disposed of.
    private void Start()
    {
        for (var i = 0; i < Izzies; i++)
        {
            var name = $"izzy-{i}";
            _izzies.Add(InsideHost.Run(Host(i), () => new WatchedIzzy(s_limit, at: new IPEndPoint(IPAddress.Any, Ports.UdpToClient), name: name)));
        }

        _mother = InsideHost.Run(_network.A, () =>
        {
            var mother = new Mother(new MotherOptions { Interval = TimeSpan.FromMilliseconds(90), LongestLimit = s_limit, StateDirectory = null });
            mother.Start();
            return mother;
        });
        WatchedIzzy.Until(() => _mother.Izzies.Count == Izzies, "Mother did not find all of them.");
        PermitAll();
    }

    private string Host(int izzy) => _network.Hosts[izzy + 1];

    private void PermitAll()
    {
        foreach (var izzy in _izzies)
            izzy.Permit();
    }

    private void StopAll(Timings times)
    {
        _izzies.ForEach(izzy => izzy.Begin());
        // Before the call: what the call itself takes belongs to the time that a robot goes on moving.
        var called = SystemClock.Instance.Moment.Now;
        _mother.Stop();
        foreach (var izzy in _izzies)
            WatchedIzzy.Until(() => !izzy.MayMove, "It did not stop.");
        // The permit ends a moment before the stop action runs.
        Thread.Sleep(20);
        foreach (var izzy in _izzies)
        {
            // Unless a busy machine had stopped it before the call.
            if (izzy.Stopped is not { } stopped)
                continue;
            times.Add(stopped.At - called);
            _causes.Add(stopped.Cause);
        }

        Assert.True(_mother.IsStopped);
    }

    /// <summary>Silence stops them all in the end, burst or none: that nearly all were told, and did not wait for it, is the burst's.</summary>
    private void AssertTold()
    {
        var told = _causes.Count(cause => cause == StopCause.StopReceived);
        var others = string.Join(", ", _causes.Distinct());
        Assert.True(told > 0 && told >= 0.95 * _causes.Count, $"Of {_causes.Count} stops only {told} were told; causes: {others}.");
    }
}
