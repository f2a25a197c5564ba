using Izzy.Capture.Analysis;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Tests;

/// <summary>What Mother and IZZYs say.</summary>
internal static class Datagrams
{
    public static readonly Guid MotherId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    public static readonly Guid SofaId = Guid.Parse("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
    public static readonly VerificationKeys Keys = new(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    public static readonly VerificationKeys OtherKeys = new(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    public static HeartbeatPorts UsualPorts { get; } = new(Ports.UdpToClient, Ports.UdpFromClient);

    public static byte[] Hello(Guid? mother = null, Guid? receiver = null) =>
        new HeartbeatMessage(MessageType.Hello, mother ?? MotherId, receiver ?? Guid.Empty).ToBytes();

    public static byte[] Estop(Guid? mother = null) => new HeartbeatMessage(MessageType.Estop, mother ?? MotherId, Guid.Empty).ToBytes();

    public static byte[] Here(string name = "sofa", IzzyState? state = null, Guid? izzy = null, Guid? mother = null, MessageType type = MessageType.Here) =>
        new HeartbeatMessage(type, izzy ?? SofaId, mother ?? MotherId, new StatusReport(name, state ?? new IzzyState(IzzyStatus.Available, 1200, -340))).ToBytes();

    /// <summary>A packet with a trailer behind it.</summary>
    public static byte[] Signed(byte[] packet, VerificationTrailer trailer, VerificationKeys? keys = null)
    {
        var buffer = new byte[HeartbeatMessage.MaxLength];
        packet.CopyTo(buffer, 0);
        return buffer[..trailer.Append(buffer, packet.Length, keys ?? Keys)];
    }
}
