using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Transport;

/// <summary>What a real socket keeps while nobody reads it, which the kernel alone can tell.</summary>
public sealed class ReceiveQueueTests
{
    [Fact]
    public void The_queue_of_an_IZZY_is_so_short_that_nothing_grows_old_in_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells how many datagrams a socket dropped.");
        const int Sent = 2_000;
        var port = FreePort.Udp();
        // Not started: nobody reads.
        using var izzy = new IzzyClient(new IzzyClientOptions { Name = "sofa", ToClientPort = port, LocalAddress = IPAddress.Loopback, StateDirectory = null });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var sent = 0; sent < Sent; sent++)
            socket.SendTo(new byte[46], new IPEndPoint(IPAddress.Loopback, port));
        Assert.InRange(Sent - Dropped(port), 100, 400);
    }

    private static int Dropped(int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        var line = File.ReadLines("/proc/net/udp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Single(fields => fields[1].EndsWith(end, StringComparison.Ordinal));
        return int.Parse(line[^1], CultureInfo.InvariantCulture);
    }
}
