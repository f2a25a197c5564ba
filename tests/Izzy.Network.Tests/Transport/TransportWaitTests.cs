using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Transport;

/// <summary>What only real time can show: that waits last as long as they should, and end when they should.</summary>
[Collection(typeof(Alone))]
public class TransportWaitTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(30);

    public static TheoryData<string> Kinds => ["udp", "memory"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wait_for_nothing_lasts_its_time_and_not_less(string kind)
    {
        var (here, _) = Pair(kind);
        using (here)
        {
            var watch = Stopwatch.StartNew();
            Assert.False(here.Wait(s_short));
            Assert.True(watch.Elapsed >= s_short, $"{watch.Elapsed}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_datagram_ends_a_wait(string kind)
    {
        var (here, there) = Pair(kind);
        using (here)
        using (there)
        {
            var found = OnThread(() => there.Wait(s_patience), out var thread);
            Assert.False(thread.Join(s_short));
            here.Send([1], there.LocalEndPoint.Serialize());
            Assert.True(thread.Join(s_patience));
            Assert.True(found());
            Assert.True(there.TryReceive(new byte[256], new SocketAddress(AddressFamily.InterNetwork), out _));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Dispose_ends_a_wait(string kind)
    {
        var (here, there) = Pair(kind);
        using (here)
        {
            var found = OnThread(() => there.Wait(TimeSpan.FromMinutes(10)), out var thread);
            Assert.False(thread.Join(s_short));
            there.Dispose();
            Assert.True(thread.Join(s_patience));
            // A system may wake the wait with "readable" when the socket goes; then there is nothing to be received.
            Assert.False(found() && there.TryReceive(new byte[256], new SocketAddress(AddressFamily.InterNetwork), out _));
        }
    }

    [Fact]
    public void A_delayed_datagram_ends_a_wait_when_it_is_due_and_not_before()
    {
        var network = new InMemoryNetwork(1) { Faults = new() { Delay = s_short } };
        using var here = network.Attach(IPAddress.Parse("10.0.0.1"), 9000, 9001);
        using var there = network.Attach(IPAddress.Parse("10.0.0.2"), 9001, 9000);
        var watch = Stopwatch.StartNew();
        here.Broadcast([1]);
        Assert.True(there.Wait(s_patience));
        Assert.InRange(watch.Elapsed, s_short, s_patience / 2);
    }

    [Fact]
    public void Many_senders_at_once_lose_nothing_that_there_is_room_for()
    {
        var network = new InMemoryNetwork(1);
        using var mother = network.Attach(IPAddress.Parse("10.0.0.1"), 9000, 9001);
        var izzies = Enumerable.Range(2, 8).Select(i => network.Attach(new IPAddress([10, 0, 0, (byte)i]), 9001, 9000)).ToList();
        var to = mother.LocalEndPoint.Serialize();
        var threads = izzies.ConvertAll(izzy => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
                izzy.Send([1], to);
        }));
        threads.ForEach(thread => thread.Start());
        var count = 0;
        while (count < 4_000 && mother.Wait(s_patience))
        {
            while (mother.TryReceive(new byte[256], new SocketAddress(AddressFamily.InterNetwork), out _))
                count++;
        }

        threads.ForEach(thread => thread.Join());
        Assert.Equal(4_000, count);
        izzies.ForEach(izzy => izzy.Dispose());
    }

    private static (IDatagramTransport Here, IDatagramTransport There) Pair(string kind)
    {
        if (kind == "udp")
        {
            var options = new UdpTransportOptions { LocalAddress = IPAddress.Loopback };
            return (new UdpTransport(options), new UdpTransport(options));
        }

        var network = new InMemoryNetwork(1);
        return (network.Attach(IPAddress.Parse("10.0.0.1"), 9000, 9001), network.Attach(IPAddress.Parse("10.0.0.2"), 9001, 9000));
    }

    private static Func<bool> OnThread(Func<bool> wait, out Thread thread)
    {
        var result = false;
        thread = new Thread(() => result = wait()) { IsBackground = true };
        thread.Start();
        return () => result;
    }
}
