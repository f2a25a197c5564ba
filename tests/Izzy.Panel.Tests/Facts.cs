using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Tests;

/// <summary>Mothers and IZZYs as a test needs them.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Evening = new(2026, 11, 22, 19, 30, 0, TimeSpan.Zero);

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static IzzyInfo Izzy(string name = "sofa", IzzyStatus status = IzzyStatus.Available, Presence presence = Presence.Present, int id = 1, double? confirmedAfter = null) => new()
    {
        Id = Id(id),
        Name = name,
        Address = $"192.0.2.{id}:9001",
        State = new IzzyState(status),
        Presence = presence,
        Age = TimeSpan.FromMilliseconds(presence == Presence.Present ? 12.3 : 3_400),
        IsExpected = true,
        StopConfirmedAfter = confirmedAfter is { } after ? TimeSpan.FromMilliseconds(after) : null,
    };

    public static IzzyInfo Missing(string name) => new() { Name = name, Presence = Presence.Missing, IsExpected = true, State = new(IzzyStatus.Unverified) };

    public static MotherFacts Mother(params IzzyInfo[] izzies) => new()
    {
        Id = Id(99),
        Now = TimeSpan.FromSeconds(1_000),
        Time = Evening,
        Interval = TimeSpan.FromMilliseconds(180),
        Izzies = izzies,
        Server = new(true, TimeSpan.FromMilliseconds(100)),
        Listener = new(true, TimeSpan.FromMilliseconds(50)),
    };

    /// <summary>The same, stopped for so many milliseconds.</summary>
    public static MotherFacts Stopped(this MotherFacts facts, double forMs, StopCause cause = StopCause.LocalStop) => facts with
    {
        Stop = new StopInForce(1, facts.Now - TimeSpan.FromMilliseconds(forMs), cause),
        StopRequests = 1,
    };
}
