using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Transport;

/// <summary>On 127.0.0.1 with ports the system chooses; a wait ends when the datagram is there, and is long only where a test fails.</summary>
public sealed class UdpTransportTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly UdpTransport _here = new(new() { LocalAddress = IPAddress.Loopback });
    private readonly UdpTransport _there = new(new() { LocalAddress = IPAddress.Loopback });
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly byte[] _buffer = new byte[256];

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void A_datagram_arrives_whole_with_the_port_its_sender_receives_at()
    {
        Assert.True(_here.Send([1, 2, 3], _there.LocalEndPoint.Serialize()));
        Assert.True(_there.Wait(s_patience));
        Assert.True(_there.TryReceive(_buffer, _from, out var length));
        Assert.Equal([1, 2, 3], _buffer[..length]);
        Assert.Equal(_here.LocalEndPoint, new IPEndPoint(0, 0).Create(_from));
        Assert.False(_there.TryReceive(_buffer, _from, out _));
    }

    [Fact]
    public void An_empty_datagram_is_received_and_hides_nothing_behind_it()
    {
        _here.Send([], _there.LocalEndPoint.Serialize());
        _here.Send([5], _there.LocalEndPoint.Serialize());
        Assert.True(_there.Wait(s_patience));
        Assert.True(_there.TryReceive(_buffer, _from, out var length));
        Assert.Equal(0, length);
        Assert.True(_there.Wait(s_patience));
        Assert.True(_there.TryReceive(_buffer, _from, out length));
        Assert.Equal(1, length);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(2_000)]
    public void A_datagram_longer_than_any_packet_fills_the_buffer_so_that_it_is_seen_to_be_too_long(int size)
    {
        _here.Send(new byte[size], _there.LocalEndPoint.Serialize());
        _here.Send([5], _there.LocalEndPoint.Serialize());
        Assert.True(_there.Wait(s_patience));
        Assert.True(_there.TryReceive(_buffer, _from, out var length));
        Assert.Equal(256, length);
        Assert.True(_there.Wait(s_patience));
        Assert.True(_there.TryReceive(_buffer, _from, out length));
        Assert.Equal(1, length);
    }

    [Fact]
    public void Nothing_waiting_is_no_datagram_and_no_exception()
    {
        Assert.False(_here.Wait(TimeSpan.Zero));
        Assert.False(_here.Wait(TimeSpan.FromSeconds(-1)));
        Assert.False(_here.TryReceive(_buffer, _from, out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Sending_where_nobody_listens_breaks_no_later_receive()
    {
        var gone = new UdpTransport(new() { LocalAddress = IPAddress.Loopback });
        var nobody = gone.LocalEndPoint.Serialize();
        gone.Dispose();
        for (var i = 0; i < 100; i++)
            _ = _here.Send([1], nobody);
        _there.Send([2], _here.LocalEndPoint.Serialize());
        Assert.True(_here.Wait(s_patience));
        Assert.True(_here.TryReceive(_buffer, _from, out var length));
        Assert.Equal(2, _buffer[length - 1]);
    }

    [Fact]
    public void What_cannot_be_sent_is_false()
    {
        Assert.False(_here.Send(new byte[65_600], _there.LocalEndPoint.Serialize()));
        // Not allowed to broadcast: the system refuses before anything is sent.
        Assert.False(_here.Send([1], new IPEndPoint(IPAddress.Parse("127.255.255.255"), 9).Serialize()));
    }

    [Fact]
    public void Broadcast_goes_to_every_target_when_there_are_targets()
    {
        using var mother = new UdpTransport(new()
        {
            LocalAddress = IPAddress.Loopback,
            Broadcasts = true,
            Targets = [_here.LocalEndPoint, _there.LocalEndPoint],
        });
        Assert.Null(mother.WaysOut);
        Assert.Equal(2, mother.Broadcast([8]));
        foreach (var izzy in new[] { _here, _there })
        {
            Assert.True(izzy.Wait(s_patience));
            Assert.True(izzy.TryReceive(_buffer, _from, out _));
            Assert.Equal(mother.LocalEndPoint, new IPEndPoint(0, 0).Create(_from));
        }
    }

    [Fact]
    public void A_side_that_does_not_broadcast_reaches_nobody_by_it() => Assert.Equal(0, _here.Broadcast([1]));

    [Fact]
    public void A_taken_port_is_refused_with_what_to_do()
    {
        var port = _here.LocalEndPoint.Port;
        var refusal = Assert.Throws<HeartbeatStartException>(() => new UdpTransport(new() { LocalAddress = IPAddress.Loopback, LocalPort = port }));
        Assert.Equal($"UDP port {port} is taken by another program on this machine.", refusal.Message);
        Assert.Equal("Stop that program, or choose another port.", refusal.Remedy);
        // The same port at all addresses would share it, so it is refused as well.
        Assert.Throws<HeartbeatStartException>(() => new UdpTransport(new() { LocalPort = port }));
    }

    [Fact]
    public void An_address_of_another_machine_is_refused_with_what_to_do()
    {
        // 203.0.113.0/24 is for documentation (RFC 5737): nobody's.
        var refusal = Assert.Throws<HeartbeatStartException>(() => new UdpTransport(new() { LocalAddress = IPAddress.Parse("203.0.113.7") }));
        Assert.Equal("The address 203.0.113.7 is not one of this machine's.", refusal.Message);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("LocalPort", () => new UdpTransport(new() { LocalPort = 65_536 }));
        Assert.Throws<ArgumentOutOfRangeException>("BroadcastPort", () => new UdpTransport(new() { BroadcastPort = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("ReceiveBufferWish", () => new UdpTransport(new() { ReceiveBufferWish = -1 }));
        Assert.Throws<ArgumentException>("LocalAddress", () => new UdpTransport(new() { LocalAddress = IPAddress.IPv6Any }));
        Assert.Throws<ArgumentException>("Targets", () => new UdpTransport(new() { Targets = [new(IPAddress.Loopback, 0)] }));
    }

    [Fact]
    public void Once_disposed_everything_is_false_and_nothing_throws()
    {
        var there = _there.LocalEndPoint.Serialize();
        _here.Dispose();
        Assert.False(_here.Wait(s_patience));
        Assert.False(_here.TryReceive(_buffer, _from, out _));
        Assert.False(_here.Send([1], there));
        Assert.Equal(0, _here.Broadcast([1]));
        _here.Dispose();
    }

    [Fact]
    public void The_receive_buffer_granted_is_told()
    {
        using var small = new UdpTransport(new() { LocalAddress = IPAddress.Loopback, ReceiveBufferWish = 16_384 });
        Assert.Equal(16_384, small.ReceiveBufferSize);
        using var untouched = new UdpTransport(new() { LocalAddress = IPAddress.Loopback, ReceiveBufferWish = 0 });
        Assert.True(untouched.ReceiveBufferSize > 0);
    }

    [Fact]
    public void Sending_waiting_and_receiving_allocate_nothing()
    {
        var there = _there.LocalEndPoint.Serialize();
        var received = 0;
        void Round()
        {
            _here.Send(_buffer.AsSpan(0, 46), there);
            _there.Wait(s_patience);
            while (_there.TryReceive(_buffer, _from, out _))
                received++;
        }

        Assert.Equal(0, Allocations.Of(Round, calls: 1_000));
        Assert.Equal(4_000, received);
    }
}
