using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>One act of a sequence that a Mother is put through.</summary>
internal abstract partial record MotherAct
{
    private static readonly MessageType[] s_types = [MessageType.Here, MessageType.Here, MessageType.Here, MessageType.Estop, MessageType.Estop, MessageType.Moving, MessageType.NotValid];
    private static readonly IzzyStatus?[] s_statuses = [IzzyStatus.Estop, IzzyStatus.Estop, IzzyStatus.Available, IzzyStatus.Moving, null];

    public static MotherAct[] Sequence(Draw draw)
    {
        var acts = new List<MotherAct>();
        // A stop from before this process started is found before all else, or not at all.
        if (draw.Chance(0.2))
            acts.Add(new Restore());
        for (var left = draw.Between(1, 40); left > 0; left--)
            acts.Add(Any(draw));
        return [.. acts];
    }

    private static MotherAct Any(Draw draw) => draw.Below(12) switch
    {
        <= 3 => new Hear(draw.Between(1, 3), draw.Of<MessageType>(s_types), draw.Of<IzzyStatus?>(s_statuses)),
        <= 6 => new Pass(draw.Of<TimeSpan>([TimeSpan.FromTicks(1), Ms(1), Ms(29.9), Ms(30), Ms(60), Ms(180), Ms(500), Ms(2_820), Ms(3_000) - TimeSpan.FromTicks(1), Ms(3_000)])),
        7 => new PassUntilReset(draw.Of<TimeSpan>([-TimeSpan.FromTicks(1), default])),
        8 or 9 => new Reset(),
        10 => draw.Chance(0.5) ? new Forget(draw.Between(1, 3)) : new Step(),
        _ => new Stop(draw.Of<StopCause>([StopCause.LocalStop, StopCause.LocalStop, StopCause.LocalStop, StopCause.ControlLoopSilent, draw.Chance(0.3) ? StopCause.ThreadDied : StopCause.LocalStop])),
    };

    public sealed record Restore : MotherAct;

    /// <summary>Her thread is not called for a while, and then at once.</summary>
    public sealed record Pass(TimeSpan For) : MotherAct;

    /// <summary>Until the very time at which a reset is granted without confirmations.</summary>
    public sealed record PassUntilReset(TimeSpan Offset) : MotherAct;

    public sealed record Step : MotherAct;

    public sealed record Stop(StopCause Cause) : MotherAct;

    public sealed record Reset : MotherAct;

    public sealed record Hear(int Izzy, MessageType Type, IzzyStatus? Reported) : MotherAct;

    public sealed record Forget(int Izzy) : MotherAct;
}
