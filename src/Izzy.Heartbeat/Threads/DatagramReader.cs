using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// The receiving end of a socket, for one listener: waits, reads until none is left, and says when that was (rule S3). Owns the
/// one buffer and the one address that every datagram goes through, so that nothing is allocated for it.
/// </summary>
internal sealed class DatagramReader(IDatagramTransport transport, Clock clock, DatagramReader.Heard heard, Action<Moment> foundEmpty)
{
    // Under a flood the socket is never empty; the thread still has to see now and then that it is to end.
    private const int MostAtOnce = 1024;

    // One byte more than the largest packet would do to see that a datagram is too long; this tells a long dialect from noise.
    private readonly byte[] _buffer = new byte[512];

    public delegate void Heard(ReadOnlySpan<byte> datagram);

    /// <summary>Where the datagram that is being heard came from.</summary>
    public SocketAddress From { get; } = SocketAddresses.New();

    /// <param name="longest">How long to wait for the first one.</param>
    public void Read(TimeSpan longest)
    {
        transport.Wait(longest);
        for (var read = 0; read < MostAtOnce; read++)
        {
            // Before the look, so that a freeze between the look and what follows it is not taken for emptiness.
            var lookedAt = clock.Moment;
            if (!transport.TryReceive(_buffer, From, out var length))
            {
                foundEmpty(lookedAt);
                return;
            }

            heard(_buffer.AsSpan(0, length));
        }
    }
}
