using System.Net;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// Datagrams in and out, as narrow as the heartbeat needs it. One thread receives; any thread may send. Addresses are
/// <see cref="SocketAddress"/> values, so that nothing is allocated for a datagram.
/// </summary>
public interface IDatagramTransport : IDisposable
{
    /// <summary>The address that this side receives at, with the port that was really bound.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Waits until a datagram can be received.</summary>
    /// <param name="timeout">The longest wait; zero only looks.</param>
    /// <returns>True if <see cref="TryReceive"/> will find something, false after the timeout or once disposed.</returns>
    bool Wait(TimeSpan timeout);

    /// <summary>Takes the oldest waiting datagram, without blocking.</summary>
    /// <param name="buffer">
    /// At least 256 bytes: one more than the largest packet, so that a longer datagram is seen to be too long rather than cut
    /// to fit. What does not fit is discarded.
    /// </param>
    /// <param name="from">Filled with the sender's address.</param>
    /// <param name="length">The bytes written to <paramref name="buffer"/>; 0 is a legal, empty datagram.</param>
    /// <returns>False if nothing is waiting (the socket would block) or once disposed.</returns>
    bool TryReceive(Span<byte> buffer, SocketAddress from, out int length);

    /// <summary>Sends to one address. Never blocks and never throws for what a network can do.</summary>
    /// <returns>True if the network took the datagram; false if it refused (no route, buffer full, interface down, disposed).</returns>
    bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination);

    /// <summary>Sends to everyone that this transport was told to reach. Never blocks and never throws for what a network can do.</summary>
    /// <returns>How many ways out took the datagram (interfaces, or unicast targets); 0 means that nobody can have heard it.</returns>
    int Broadcast(ReadOnlySpan<byte> datagram);
}
