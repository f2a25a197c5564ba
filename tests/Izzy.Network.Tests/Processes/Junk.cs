using System.Net;
using System.Net.Sockets;

namespace Izzy.Network.Tests.Processes;

/// <summary>Datagrams that mean nothing: one byte, none at all, and random ones of many lengths, at a bounded rate.</summary>
internal static class Junk
{
    public static void Send(int port, int count, int seed)
    {
        var random = new Random(seed);
        var buffer = new byte[65_507];
        random.NextBytes(buffer);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(ReadOnlySpan<byte>.Empty);
        socket.Send(buffer.AsSpan(0, 1));
        socket.Send(buffer);
        for (var i = 0; i < count; i++)
        {
            var start = random.Next(buffer.Length - 300);
            socket.Send(buffer.AsSpan(start, random.Next(300)));
            // Some 30,000 a second: a flood for a show network, and no race with the machine's own limits.
            if (i % 30 == 29)
                Thread.Sleep(1);
        }
    }
}
