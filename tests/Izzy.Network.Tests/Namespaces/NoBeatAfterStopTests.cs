using System.Diagnostics;
using System.Globalization;
using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Network.Tests.Loopback;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// No beat after the call of stop returned (rule S13), on a real cable that is down or choked, seen by a tap on the sender's side.
/// The honest limit: what the kernel had accepted before the call and holds in a slow queue is out of reach, and leaves later. It
/// is thrown away here with the queue, so that all that the tap sees was sent after the call.
/// </summary>
[Collection(typeof(Alone))]
public sealed class NoBeatAfterStopTests : IDisposable
{
    // What a socket may have under way before the kernel refuses more.
    private static readonly long s_sendBuffer = long.Parse(File.ReadAllText("/proc/sys/net/core/wmem_default"), CultureInfo.InvariantCulture);

    private readonly NetworkNamespaces _network = new();
    private readonly Wiretap _tap;
    private Mother _mother = null!;

    public NoBeatAfterStopTests() => _tap = new Wiretap(_network.A);

    public void Dispose()
    {
        _mother?.Dispose();
        _tap.Dispose();
        _network.Dispose();
    }

    [Fact]
    public void Over_a_cable_in_order_nothing_but_stops_follows_the_call_at_whatever_phase_of_the_beat()
    {
        Beat();
        var random = new Random(5);
        using var izzy = InsideHost.Run(_network.B, () => new WatchedIzzy(TimeSpan.FromSeconds(10), at: new IPEndPoint(IPAddress.Any, Ports.UdpToClient)));
        WatchedIzzy.Until(() => _mother.Izzies.Count == 1, "Mother did not find it.");
        for (var round = 0; round < 50; round++)
        {
            Thread.Sleep(random.Next(30));
            _mother.Stop();
            Assert.Equal(MessageType.Estop, _tap.Read()[^1]);
            OnlyStopsFollow(TimeSpan.FromMilliseconds(30));
            WatchedIzzy.Until(() => _mother.Reset() == ResetRefusal.None, "No reset.");
            WatchUntil(MessageType.Hello);
        }
    }

    [Fact]
    public void A_stop_while_the_interface_is_down_holds_when_it_comes_up_again()
    {
        Beat();
        NetworkNamespaces.SetCable(_network.A, up: false);
        Thread.Sleep(200);
        _tap.Read();
        var beats = StopWithoutWaiting("the interface down");
        // With the cable down she speaks on loopback, so the tap may hold a beat from just before the call.
        Assert.DoesNotContain(MessageType.Hello, _tap.Read().SkipWhile(type => type != MessageType.Estop));
        NetworkNamespaces.SetCable(_network.A, up: true);
        WatchUntil(MessageType.Estop, allowed: MessageType.Estop);
        OnlyStopsFollow(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(beats, _mother.Beats);
    }

    [Fact]
    public void A_stop_while_the_send_buffer_is_full_does_not_wait_and_no_beat_is_sent_after_it()
    {
        Beat();
        // A thousand bytes a second, while more come; the queue is longer than the socket's buffer.
        if (Commands.Try("tc", $"-n {_network.A} qdisc add dev {NetworkNamespaces.Cable} root tbf rate 8kbit burst 1600 limit 10000000") is { } error)
            Assert.Skip($"A link cannot be made slow here (tc, tbf): {error}");
        WatchedIzzy.Until(() => InsideHost.Run(_network.A, LongestSendQueue) >= s_sendBuffer, "The send buffer did not fill.", TimeSpan.FromMilliseconds(50));
        var beats = StopWithoutWaiting("the send buffer full");
        // The queue goes, with all that is in it.
        Commands.Run("tc", $"-n {_network.A} qdisc del dev {NetworkNamespaces.Cable} root");
        _tap.Read();
        WatchUntil(MessageType.Estop, allowed: MessageType.Estop);
        OnlyStopsFollow(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(beats, _mother.Beats);
    }

    // Not in the constructor: what fails there is not disposed of.
    private void Beat()
    {
        _mother = InsideHost.Run(_network.A, () =>
        {
            var mother = new Mother(new MotherOptions { Interval = TimeSpan.FromMilliseconds(10), StateDirectory = null });
            mother.Start();
            return mother;
        });
        WatchUntil(MessageType.Hello);
    }

    /// <summary>Of all UDP sockets of this host, in the bytes that the kernel reckons with.</summary>
    private static long LongestSendQueue() => File.ReadLines("/proc/thread-self/net/udp").Skip(1)
        .Max(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <returns>How many beats were tried until the call returned, also those that could not leave.</returns>
    private long StopWithoutWaiting(string with)
    {
        var took = Stopwatch.StartNew();
        _mother.Stop();
        var beats = _mother.Beats;
        Timings.Report($"the call of stop with {with}", "at once", took.Elapsed);
        Assert.True(took.Elapsed < TimeSpan.FromSeconds(2));
        return beats;
    }

    private void OnlyStopsFollow(TimeSpan time)
    {
        var beats = _mother.Beats;
        var until = SystemClock.Instance.Moment.Now + time;
        while (SystemClock.Instance.Moment.Now < until)
        {
            Assert.All(_tap.Read(), type => Assert.Equal(MessageType.Estop, type));
            Thread.Sleep(10);
        }

        Assert.Equal(beats, _mother.Beats);
    }

    private void WatchUntil(MessageType wanted, MessageType? allowed = null) => WatchedIzzy.Until(
        () =>
        {
            var types = _tap.Read();
            if (allowed is not null)
                Assert.All(types, type => Assert.Equal(allowed, type));
            return types.Contains(wanted);
        },
        $"No {wanted} was seen on the cable.");
}
