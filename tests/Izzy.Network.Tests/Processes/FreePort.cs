using System.Net;
using System.Net.Sockets;

namespace Izzy.Network.Tests.Processes;

/// <summary>
/// Ports on which nobody listens, each given out once. They are below those that the system gives to sockets which ask for none (from 32768
/// on Linux): else one of these could take a port before the process that it is meant for binds it. Each run begins elsewhere: a Mother that
/// a killed run left behind beats on, to a port of its own.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_767;

    private static int s_taken = Environment.ProcessId * 512;

    public static int Udp() => Take(SocketType.Dgram, ProtocolType.Udp);

    public static int Tcp() => Take(SocketType.Stream, ProtocolType.Tcp);

    private static int Take(SocketType type, ProtocolType protocol)
    {
        for (var attempt = First; attempt <= Last; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_taken) % (Last - First + 1));
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // By somebody else on this machine.
            }
        }

        throw new InvalidOperationException($"No port from {First} to {Last} is left.");
    }
}
