using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.Transport.InMemoryFixture;

namespace Izzy.Heartbeat.Tests.Transport;

public class InMemoryNetworkTests
{
    private readonly InMemoryFixture _on = new();

    [Fact]
    public void A_broadcast_reaches_every_endpoint_at_its_port_and_nobody_else()
    {
        var sameMachine = _on.Network.Attach(MotherAddress, 9001, 9000);
        Assert.Equal(1, _on.Mother.Broadcast([1, 2, 3]));
        Assert.Equal([[1, 2, 3]], Drain(_on.Izzy));
        Assert.Equal([[1, 2, 3]], Drain(_on.Other));
        Assert.Equal([[1, 2, 3]], Drain(sameMachine));
        Assert.Empty(Drain(_on.Mother));
    }

    [Fact]
    public void A_broadcast_at_ones_own_port_does_not_come_back()
    {
        var first = _on.Network.Attach(MotherAddress, 7000, 7000);
        var second = _on.Network.Attach(IzzyAddress, 7000, 7000);
        first.Broadcast([1]);
        Assert.Equal(0, Count(first));
        Assert.Equal(1, Count(second));
    }

    [Fact]
    public void A_unicast_reaches_its_destination_alone_and_tells_who_sent_it()
    {
        Assert.True(_on.Izzy.Send([7], To(_on.Mother)));
        var from = new SocketAddress(AddressFamily.InterNetwork);
        Assert.True(_on.Mother.TryReceive(new byte[256], from, out var length));
        Assert.Equal(1, length);
        Assert.Equal(_on.Izzy.LocalEndPoint, new IPEndPoint(0, 0).Create(from));
        Assert.Equal(0, Count(_on.Other));
        Assert.Equal(0, Count(_on.Izzy));
    }

    [Fact]
    public void A_unicast_to_nobody_is_taken_and_lost()
    {
        Assert.True(_on.Izzy.Send([7], new IPEndPoint(IPAddress.Parse("10.0.0.99"), 9000).Serialize()));
        Assert.Equal(0, Count(_on.Mother));
    }

    [Fact]
    public void A_unicast_to_255_255_255_255_is_a_broadcast()
    {
        Assert.True(_on.Mother.Send([7], new IPEndPoint(IPAddress.Broadcast, 9001).Serialize()));
        Assert.Equal(1, Count(_on.Izzy));
        Assert.Equal(1, Count(_on.Other));
    }

    [Fact]
    public void An_empty_datagram_arrives_as_one()
    {
        _on.Mother.Broadcast([]);
        Assert.True(_on.Izzy.Wait(TimeSpan.Zero));
        Assert.Equal([[]], Drain(_on.Izzy));
    }

    [Fact]
    public void A_datagram_longer_than_the_buffer_fills_it_and_the_rest_is_gone()
    {
        _on.Mother.Broadcast(new byte[2_000]);
        Assert.Equal(256, Assert.Single(Drain(_on.Izzy)).Length);
    }

    [Fact]
    public void Wait_in_fake_time_tells_what_is_due_and_never_blocks()
    {
        Assert.False(_on.Izzy.Wait(TimeSpan.MaxValue));
        _on.Mother.Broadcast([1]);
        Assert.True(_on.Izzy.Wait(TimeSpan.Zero));
        Drain(_on.Izzy);
        Assert.False(_on.Izzy.Wait(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void A_taken_port_is_refused_with_a_remedy_and_free_again_after_dispose()
    {
        var refusal = Assert.Throws<HeartbeatStartException>(() => _on.Network.Attach(IzzyAddress, 9001, 9000));
        Assert.Contains("9001 is taken at 10.0.0.2", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Remedy);
        _on.Izzy.Dispose();
        var again = _on.Network.Attach(IzzyAddress, 9001, 9000);
        _on.Mother.Broadcast([1]);
        Assert.Equal(1, Count(again));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    public void An_address_that_no_host_has_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => _on.Network.Attach(IPAddress.Parse(address), 9001, 9000));

    [Theory]
    [InlineData(0, 9000)]
    [InlineData(65_536, 9000)]
    [InlineData(9001, 0)]
    [InlineData(9001, 65_536)]
    public void A_port_out_of_range_is_refused(int port, int broadcastPort) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _on.Network.Attach(IPAddress.Parse("10.0.0.9"), port, broadcastPort));

    [Fact]
    public void A_disposed_endpoint_neither_sends_nor_receives_and_does_not_throw()
    {
        _on.Mother.Broadcast([1]);
        _on.Izzy.Dispose();
        Assert.False(_on.Izzy.Wait(TimeSpan.FromDays(1)));
        Assert.Equal(0, Count(_on.Izzy));
        Assert.False(_on.Izzy.Send([1], To(_on.Mother)));
        Assert.Equal(0, _on.Izzy.Broadcast([1]));
        _on.Izzy.Dispose();
    }

    [Fact]
    public void A_full_buffer_keeps_the_oldest_and_counts_the_rest()
    {
        for (var i = 0; i < 4_096 + 10; i++)
            _on.Izzy.Send(BitConverter.GetBytes(i), To(_on.Mother));
        var kept = Drain(_on.Mother);
        Assert.Equal(4_096, kept.Count);
        Assert.Equal(0, BitConverter.ToInt32(kept[0]));
        Assert.Equal(4_095, BitConverter.ToInt32(kept[^1]));
        Assert.Equal(10, _on.Network.Overflowed);
        _on.Mother.Dispose();
        Assert.Equal(10, _on.Network.Overflowed);
    }

    [Fact]
    public void What_is_under_way_is_bounded_when_nobody_advances_the_clock()
    {
        _on.Network.Faults = new() { Delay = TimeSpan.FromSeconds(1) };
        for (var i = 0; i < 65_536 + 5; i++)
            _on.Izzy.Send([1], To(_on.Mother));
        Assert.Equal(5, _on.Network.Overflowed);
    }

    [Fact]
    public void The_sniffer_sees_each_datagram_once_as_it_was_sent_before_the_call_returns()
    {
        var seen = new List<(TimeSpan, IPEndPoint, IPEndPoint, byte[])>();
        _on.Network.OnSent = (time, from, to, datagram) => seen.Add((time, from, to, datagram.ToArray()));
        _on.Network.Faults = new() { Loss = 1 };
        _on.Clock.Advance(TimeSpan.FromSeconds(2));
        _on.Mother.Broadcast([1, 2]);
        _on.Izzy.Send([3], To(_on.Mother));
        Assert.Collection(
            seen,
            first => Assert.Equivalent((TimeSpan.FromSeconds(2), _on.Mother.LocalEndPoint, new IPEndPoint(IPAddress.Broadcast, 9001), new byte[] { 1, 2 }), first),
            second => Assert.Equivalent((TimeSpan.FromSeconds(2), _on.Izzy.LocalEndPoint, _on.Mother.LocalEndPoint, new byte[] { 3 }), second));
    }

    [Fact]
    public void The_sniffer_may_use_the_network()
    {
        _on.Network.OnSent = (_, from, _, _) =>
        {
            if (from.Equals(_on.Mother.LocalEndPoint))
                _on.Izzy.Send([9], To(_on.Mother));
        };
        _on.Mother.Broadcast([1]);
        Assert.Equal([[9]], Drain(_on.Mother));
    }

    [Fact]
    public void Beats_and_answers_allocate_nothing_once_warm()
    {
        var buffer = new byte[256];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        var mother = To(_on.Mother);
        _on.Network.Faults = new() { Delay = TimeSpan.FromMilliseconds(1), Jitter = TimeSpan.FromMilliseconds(1), Loss = 0.1 };
        void Round()
        {
            _on.Mother.Broadcast(buffer.AsSpan(0, 46));
            _on.Izzy.Send(buffer.AsSpan(0, 80), mother);
            _on.Clock.Advance(TimeSpan.FromMilliseconds(2));
            while (_on.Izzy.TryReceive(buffer, from, out _) || _on.Other.TryReceive(buffer, from, out _) || _on.Mother.TryReceive(buffer, from, out _))
            {
            }
        }

        for (var i = 0; i < 1_000; i++)
            Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
