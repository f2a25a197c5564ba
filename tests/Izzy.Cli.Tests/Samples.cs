using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Tests;

/// <summary>One of each event of the family.</summary>
internal static class Samples
{
    public static readonly Guid Mother = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    public static readonly Guid Izzy = Guid.Parse("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
    public static readonly DateTimeOffset Time = new(2026, 11, 22, 19, 30, 0, 123, TimeSpan.Zero);

    public static IReadOnlyList<HeartbeatEvent> Events { get; } =
    [
        new HeartbeatEvent.EventsLost(3) { Time = Time },
        new HeartbeatEvent.Rejected(RejectReason.JavaDialect, 1, "192.0.2.40:1", "Java dialect") { Time = Time },
        new HeartbeatEvent.ResetRefused(ResetRefusal.NotConfirmed, 1623, 1) { Time = Time },
        new HeartbeatEvent.Stopped(StopCause.Silence, 1000.4) { Time = Time },
        new HeartbeatEvent.MotherConflict(Mother, "192.0.2.9:9000") { Time = Time },
        new HeartbeatEvent.ThreadDied("izzy-listener", "Exception:\n at") { Time = Time },
        new HeartbeatEvent.ClockStepped(-3_600_000) { Time = Time },
        new HeartbeatEvent.StateNotSaved("No space left on device.") { Time = Time },
        new HeartbeatEvent.Waiting { Time = Time, Id = Izzy, Name = "sofa-left", LimitMs = 1000 },
        new HeartbeatEvent.Connected(Mother, "192.0.2.1:9000", OwnerKind.New) { Time = Time },
        new HeartbeatEvent.Permitted(1) { Time = Time },
        new HeartbeatEvent.LimitTooShort(500, 1000) { Time = Time },
        new HeartbeatEvent.StopActionFailed("The relay does not answer.") { Time = Time },
        new HeartbeatEvent.StatusReported(IzzyStatus.Moving) { Time = Time },
        new HeartbeatEvent.Beating(180) { Time = Time, Id = Mother },
        new HeartbeatEvent.Reset { Time = Time },
        new HeartbeatEvent.Leaving { Time = Time },
        About(new HeartbeatEvent.IzzyFound()),
        About(new HeartbeatEvent.IzzyLate { SilenceMs = 455 }),
        About(new HeartbeatEvent.IzzyLost { SilenceMs = 905.2 }),
        new HeartbeatEvent.IzziesLate { Time = Time, Izzies = Silent(455) },
        new HeartbeatEvent.IzziesLost { Time = Time, Izzies = Silent(905.2) },
        About(new HeartbeatEvent.IzzyReturned { SilenceMs = 4332 }),
        About(new HeartbeatEvent.IzzyStatusChanged()),
        About(new HeartbeatEvent.DuplicateIzzy { OtherId = Izzy, OtherAddress = "192.0.2.18:9001" }),
        About(new HeartbeatEvent.StopConfirmed { AfterMs = 8.2 }),
        About(new HeartbeatEvent.StopUnconfirmed()),
        new HeartbeatEvent.NoInterface("No network interface is up. Check the cable.") { Time = Time },
        new HeartbeatEvent.Interfaces(["eth0 192.0.2.1/24"]) { Time = Time },
        new HeartbeatEvent.Paused(5012.4) { Time = Time },
        new HeartbeatEvent.RegistryFull(16_384) { Time = Time },
        new HeartbeatEvent.ReceiveBufferSmall(3000, 1_048_576, 2_496_000) { Time = Time },
    ];

    /// <summary>Every event record of the library.</summary>
    public static IEnumerable<Type> Types => typeof(HeartbeatEvent).GetNestedTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(HeartbeatEvent)));

    public static T About<T>(T happened, string name = "sofa-left")
        where T : HeartbeatEvent.AboutIzzy =>
        happened with { Time = Time, Id = Izzy, Name = name, Address = "192.0.2.17:9001", Status = IzzyStatus.Moving };

    private static HeartbeatEvent.SilentIzzy[] Silent(double silence) =>
    [
        new(Izzy, "sofa-left", "192.0.2.17:9001", IzzyStatus.Moving, silence),
        new(Guid.Parse("6ba7b811-9dad-41d1-80b4-00c04fd430c8"), "wagon", "192.0.2.18:9001", IzzyStatus.Available, silence + 1.8),
    ];
}
