using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>A registry of IZZYs with its time, in milliseconds. The cadence is 100 ms, so that late is after 250 and lost after 500.</summary>
internal sealed class RegistryRig
{
    public RegistryRig(params string[] expected)
        : this(false, expected)
    {
    }

    public RegistryRig(bool asksForProof, params string[] expected) => Registry = new(expected, Ms(100), asksForProof);

    public IzzyRegistry Registry { get; }

    /// <summary>Those of the cast who were never heard.</summary>
    public IEnumerable<string> Missing => Registry.Expected.Except(Registry.Izzies.Select(izzy => izzy.Name));

    public TimeSpan Now { get; set; } = Ms(10_000);

    public StopInForce? Stop { get; set; }

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static SocketAddress Address(int host) => new IPEndPoint(new IPAddress([10, 0, (byte)(host >> 8), (byte)host]), 9001).Serialize().Copy();

    public Sighting Hear(
        int izzy = 1, string name = "wagon", IzzyStatus status = IzzyStatus.Available, MessageType type = MessageType.Here, int? from = null)
    {
        var bytes = new HeartbeatMessage(type, Id(izzy), Guid.Empty, new StatusReport(name, new(status))).ToBytes();
        return Hear(bytes, from ?? izzy);
    }

    /// <summary>What a verified IZZY says.</summary>
    /// <param name="age">How long ago the challenge was sent that it echoes, or null if it echoes none of this boot.</param>
    /// <param name="sequence">The number of the packet.</param>
    /// <param name="status">What it says.</param>
    /// <param name="type">How it says it.</param>
    /// <param name="session">Which session of the IZZY it is of.</param>
    public Sighting HearVerified(double? age, uint sequence, IzzyStatus status = IzzyStatus.Available, MessageType type = MessageType.Here, ulong session = 1)
    {
        var bytes = new HeartbeatMessage(type, Id(1), Guid.Empty, new StatusReport("wagon", new(status))).ToBytes();
        var trailer = new VerificationTrailer(VerifiedRole.Izzy, session, sequence, 1_000, 5, 7);
        return Hear(bytes, 1, new(trailer, age is { } ms ? Now - Ms(ms) : null));
    }

    /// <summary>What an IZZY with a name of its own says, with a report or without, verified or not.</summary>
    public Sighting Hear(int izzy, MessageType type, IzzyStatus? reported, VerifiedPacket? verified)
    {
        var message = reported is { } status
            ? new HeartbeatMessage(type, Id(izzy), Guid.Empty, new StatusReport($"izzy {izzy}", new(status)))
            : new HeartbeatMessage(type, Id(izzy), Guid.Empty);
        return Hear(message.ToBytes(), izzy, verified);
    }

    public Sighting HearWithoutReport(MessageType type, int izzy = 1) => Hear(new HeartbeatMessage(type, Id(izzy), Guid.Empty).ToBytes(), izzy);

    public RegistryRig Pass(double milliseconds)
    {
        Now += Ms(milliseconds);
        return this;
    }

    /// <summary>Those whose presence changed just now.</summary>
    public List<Presence> Sweep() => [.. Registry.Izzies.Where(izzy => Registry.Sweep(izzy, Now)).Select(izzy => izzy.Presence)];

    private Sighting Hear(byte[] bytes, int from, VerifiedPacket? verified = null)
    {
        Assert.True(HeartbeatPacket.TryRead(bytes, out var packet, out _));
        return Registry.Hear(packet, Address(from), Now, Stop, verified: verified);
    }
}
