using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>Where one simulated robot is: its place on the network inside, the time, and whom it tells.</summary>
/// <param name="gateway">The way to the real network.</param>
/// <param name="network">The network inside.</param>
/// <param name="address">The robot's own address there.</param>
/// <param name="ports">The two ports, inside and outside.</param>
/// <param name="clock">The time.</param>
/// <param name="tell">Gets what happens.</param>
/// <param name="keys">The venue's key, or null for plain mode.</param>
internal sealed class Surroundings(
    Gateway gateway, InMemoryNetwork network, IPAddress address, (int ToClient, int FromClient) ports, Clock clock, Action<SimulationEvent> tell, VerificationKeys? keys)
{
    public Clock Clock { get; } = clock;

    public int FromClientPort { get; } = ports.FromClient;

    /// <summary>An id of version 4, which the seed repeats.</summary>
    public static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>What a robot with this limit signs with from its power-up on, or null in plain mode.</summary>
    public VerifiedVoice? Voice(TimeSpan limit) => keys is null ? null : new(keys, VerifiedRole.Izzy, limit, limit);

    /// <summary>Plugs it in.</summary>
    /// <param name="id">What it is called from now on: what is for it alone reaches it alone.</param>
    public IDatagramTransport Attach(Guid id)
    {
        gateway.Lives(id, new IPEndPoint(address, ports.ToClient));
        return Attach();
    }

    /// <summary>Plugs in one that only hears what is for everyone.</summary>
    public IDatagramTransport Attach() => new SteppedLink(network.Attach(address, ports.ToClient, ports.FromClient));

    public void Tell(SimulationEvent happening) => tell(happening);

    public void Tell(HeartbeatEvent happened, string name) => tell(new SimulationEvent.Told(name, happened, ports.ToClient, ports.FromClient));

    /// <summary>A way to the network that never waits: the one thread that steps all robots waits elsewhere.</summary>
    private sealed class SteppedLink(IDatagramTransport inner) : IDatagramTransport
    {
        public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

        public bool Wait(TimeSpan timeout) => inner.Wait(TimeSpan.Zero);

        public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length) => inner.TryReceive(buffer, from, out length);

        public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => inner.Send(datagram, destination);

        public int Broadcast(ReadOnlySpan<byte> datagram) => inner.Broadcast(datagram);

        public void Dispose() => inner.Dispose();
    }
}
