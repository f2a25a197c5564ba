using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Threads;

public sealed class HeartbeatSenderTests
{
    [Fact]
    public void Beats_that_the_system_takes_for_nobody_are_told_once_and_so_is_their_return()
    {
        var clock = new FakeClock();
        using var network = new Network();
        var told = new List<bool>();
        var sender = new HeartbeatSender(Guid.NewGuid(), TimeSpan.FromMilliseconds(180), new StopLatch(TimeSpan.FromSeconds(3)), network, clock, () => []) { Reaches = told.Add };

        Beat(5);
        network.Takes = 0;
        Beat(2);
        network.Takes = 1;
        Beat(1);
        Assert.Empty(told);
        network.Takes = 0;
        Beat(20);
        Assert.Equal([false], told);
        network.Takes = 1;
        Beat(20);
        Assert.Equal([false, true], told);

        void Beat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                sender.Step();
                clock.Advance(TimeSpan.FromMilliseconds(180));
            }
        }
    }

    /// <summary>As a socket without a route: it takes nothing, and says so.</summary>
    private sealed class Network : IDatagramTransport
    {
        public int Takes { get; set; } = 1;

        public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, Ports.UdpFromClient);

        public bool Wait(TimeSpan timeout) => false;

        public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
        {
            length = 0;
            return false;
        }

        public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => Takes > 0;

        public int Broadcast(ReadOnlySpan<byte> datagram) => Takes;

        public void Dispose()
        {
        }
    }
}
