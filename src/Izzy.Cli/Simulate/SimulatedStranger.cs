using System.Buffers.Binary;
using System.Net;
using System.Text;
using Izzy.Cli.Actors;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>
/// A simulated robot of another make. It answers each HELLO, one after the other with 0.1 s before each as the reference does, and never
/// stops: neither for silence nor for an ESTOP.
/// </summary>
internal sealed class SimulatedStranger : ISimulated
{
    private static readonly TimeSpan s_answerTime = TimeSpan.FromMilliseconds(100);

    // What waits longer than this is answered no more: the socket of a slow robot holds no more either.
    private const int MostWaiting = 256;

    private readonly Surroundings _around;
    private readonly Actor _actor;
    private readonly SimulatedKind _kind;
    private readonly Guid _id;
    private readonly IDatagramTransport _link;
    private readonly Queue<(IPEndPoint To, Guid Mother)> _waiting = new();
    private readonly byte[] _datagram = new byte[512];
    private readonly SocketAddress _from = SocketAddresses.New();
    private TimeSpan? _busyUntil;
    private TimeSpan? _moved;

    public SimulatedStranger(Actor actor, SimulatedKind kind, Surroundings around, Random random)
    {
        (_actor, _kind, _around) = (actor, kind, around);
        _id = Surroundings.NewId(random);
        _link = around.Attach();
    }

    public string Name => _actor.Name;

    public void Step(TimeSpan now)
    {
        while (_link.TryReceive(_datagram, _from, out var length))
            Hear(_datagram.AsSpan(0, length));
        if (_waiting.Count == 0)
            return;
        _busyUntil ??= now + s_answerTime;
        if (now < _busyUntil)
            return;
        var (to, mother) = _waiting.Dequeue();
        _busyUntil = _waiting.Count > 0 ? now + s_answerTime : null;
        var state = _actor.Step(now - (_moved ?? now), permitted: true);
        _moved = now;
        _link.Send(Packet(state, mother), to.Serialize());
    }

    // There is nothing to reset in what never stops.
    public void Reset()
    {
    }

    public void Stop()
    {
    }

    public void Dispose() => _link.Dispose();

    private void Hear(ReadOnlySpan<byte> datagram)
    {
        if (!HeartbeatPacket.TryRead(datagram, out var packet, out _) || packet.Type != MessageType.Hello || _waiting.Count == MostWaiting)
            return;
        _waiting.Enqueue((new IPEndPoint(_from.ToEndPoint().Address, _around.FromClientPort), packet.SenderId));
    }

    private byte[] Packet(IzzyState state, Guid mother)
    {
        // The reference cannot send what goes with a line: its own builder fails, so its report is the short one.
        if (_kind == SimulatedKind.Reference)
            state = state with { Following = null };
        var packet = new byte[HeartbeatMessage.MaxLength];
        var length = HeartbeatMessage.Encode(packet, MessageType.Here, _id, mother, Encoding.UTF8.GetBytes(Name), state);
        return _kind switch
        {
            SimulatedKind.Java => Java(packet.AsSpan(0, length)),
            // hzzymessage: only the first letter differs.
            SimulatedKind.EarlyPyIzzy => [packet[0], 0x68, .. packet.AsSpan(2, length - 2)],
            _ => packet[..length],
        };
    }

    /// <summary>Two bytes of length, big-endian, instead of one; the rest follows a byte later.</summary>
    private static byte[] Java(ReadOnlySpan<byte> packet)
    {
        const int at = 12;
        var java = new byte[packet.Length + 1];
        packet[..at].CopyTo(java);
        BinaryPrimitives.WriteUInt16BigEndian(java.AsSpan(at), (ushort)java.Length);
        packet[(at + 1)..].CopyTo(java.AsSpan(at + 2));
        return java;
    }
}
