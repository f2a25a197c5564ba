using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>How time passes.</summary>
internal enum Way
{
    /// <summary>All is well: the watchdog looks, the socket is found empty, the control loop checks in.</summary>
    Running,

    /// <summary>The same, but the control loop does not check in.</summary>
    LoopSilent,

    /// <summary>The same, but the listener is held up.</summary>
    ListenerHeld,

    /// <summary>Nothing runs, and what is sent waits in the socket.</summary>
    Frozen,

    /// <summary>The machine is suspended.</summary>
    Suspended,
}

/// <summary>A time at which something is decided.</summary>
internal enum Mark
{
    Deadline,
    ControlDeadline,
    HeldReset,
    Ownership,
    Fresh,

    /// <summary>With a key: half the limit after the last beat.</summary>
    Half,
}

/// <summary>One act of a sequence that an IZZY is put through.</summary>
internal abstract partial record SwitchAct
{
    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);
    private static readonly Guid[] s_senders = [Owner, Owner, Owner, Stranger, Stranger, Self];
    private static readonly Guid[] s_receivers = [Guid.Empty, Guid.Empty, Guid.Empty, Self, Stranger];
    private static readonly StopCause[] s_causes = [StopCause.LocalStop, StopCause.LocalStop, StopCause.Detached, StopCause.ThreadDied, StopCause.ControlLoopSilent, StopCause.Frozen];
    private static readonly MessageType[] s_types = [MessageType.Hello, MessageType.Hello, MessageType.Hello, MessageType.Estop, MessageType.Here, MessageType.NotValid];

    public static SwitchAct[] Sequence(Draw draw)
    {
        var acts = new List<SwitchAct>();
        // Most begin with a permit: what is worth trying comes after it.
        if (draw.Chance(0.7))
            acts.AddRange([new CheckIn(), new Datagram(MessageType.Hello, Owner, Guid.Empty), new Reset()]);
        for (var left = draw.Between(1, 30); left > 0; left--)
            acts.Add(Any(draw));
        return [.. acts];
    }

    private static SwitchAct Any(Draw draw) => draw.Below(20) switch
    {
        <= 2 => new Wait(Span(draw), draw.Of<Way>([Way.Running, Way.Running, Way.Running, Way.LoopSilent, Way.ListenerHeld, Way.Frozen, Way.Suspended])),
        <= 5 => new WaitUntil(
            draw.Of<Mark>([Mark.Deadline, Mark.Deadline, Mark.ControlDeadline, Mark.HeldReset, Mark.Ownership, Mark.Fresh]),
            draw.Of<TimeSpan>([-Ms(1), -s_tick, default, s_tick, s_tick, Ms(1)]),
            draw.Of<Way>([Way.Running, Way.Running, Way.LoopSilent, Way.Frozen])),
        <= 8 => new Beats(draw.Between(1, 10), draw.Chance(0.8) ? Owner : Stranger),
        <= 12 => new Datagram(draw.Of<MessageType>(s_types), draw.Of<Guid>(s_senders), draw.Of<Guid>(s_receivers)),
        13 => new Datagram(MessageType.Hello, Owner, Guid.Empty),
        14 => new Empty(draw.Of<TimeSpan>([default, default, s_tick, Ms(1), Ms(50), Ms(300)])),
        15 => new Look(),
        <= 17 => new Reset(),
        18 => draw.Chance(0.5) ? new CheckIn() : new AskPermit(draw.Of<TimeSpan>([default, s_tick, Ms(1), Ms(500), Ms(1_000)])),
        _ => draw.Chance(0.6) ? new AskPermitAt(draw.Of<TimeSpan>([default, s_tick])) : new Trip(draw.Of<StopCause>(s_causes)),
    };

    private static TimeSpan Span(Draw draw) => draw.Of<TimeSpan>(
    [
        s_tick, Ms(1), Ms(50), Ms(99), Ms(100), Ms(180), Ms(200), Ms(200) + s_tick, Ms(500), Ms(999), Ms(1_000) - s_tick, Ms(1_000), Ms(1_000) + s_tick,
        Ms(1_001), Ms(1_180), Ms(3_500), Ms(draw.Below(2_000)), Ms(draw.Below(300)),
    ]);

    public sealed record Wait(TimeSpan For, Way Way) : SwitchAct;

    public sealed record WaitUntil(Mark Mark, TimeSpan Offset, Way Way) : SwitchAct;

    /// <summary>A beat each 180 ms.</summary>
    public sealed record Beats(int Count, Guid From) : SwitchAct;

    public sealed record Datagram(MessageType Type, Guid From, Guid To) : SwitchAct;

    /// <summary>The socket is found empty by a look that began a while ago.</summary>
    public sealed record Empty(TimeSpan Ago) : SwitchAct;

    public sealed record Look : SwitchAct;

    public sealed record Reset : SwitchAct;

    public sealed record CheckIn : SwitchAct;

    public sealed record Trip(StopCause Cause) : SwitchAct;

    /// <summary>The holder of the permit asks, some time ahead of the last look.</summary>
    public sealed record AskPermit(TimeSpan Ahead) : SwitchAct;

    /// <summary>The holder of the permit asks at its very deadline or after it.</summary>
    public sealed record AskPermitAt(TimeSpan After) : SwitchAct;
}
