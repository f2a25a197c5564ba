using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <content>With a key.</content>
internal abstract partial record MotherAct
{
    private static readonly MessageType[] s_signedTypes =
        [MessageType.Here, MessageType.Here, MessageType.Estop, MessageType.Estop, MessageType.Estop, MessageType.Moving];

    // Beside the next: the same, a little behind or ahead, and half of the circle.
    private static readonly uint[] s_ahead =
        [1, 1, 1, 1, 1, 1, 1, 2, 0, 0, unchecked((uint)-1), 1_048_576, 1_048_577, int.MaxValue, 0x8000_0000, 0x8000_0001];

    public static MotherAct[] VerifiedSequence(Draw draw)
    {
        var acts = new List<MotherAct>();
        if (draw.Chance(0.1))
            acts.Add(new Restore());
        // Of few, all have confirmed now and then.
        var cast = draw.Between(1, 3);
        for (var left = draw.Between(1, 40); left > 0; left--)
            acts.Add(AnyVerified(draw, cast));
        return [.. acts];
    }

    private static MotherAct AnyVerified(Draw draw, int cast) => draw.Below(20) switch
    {
        <= 8 => AnySigned(draw, cast),
        9 => new Outwait(draw.Of<TimeSpan>([Ms(500), Ms(2_999), Ms(3_000), Ms(3_001), Ms(4_250), Ms(4_000)])),
        10 => new Forget(draw.Between(1, cast)),
        _ => Any(draw),
    };

    private static Signed AnySigned(Draw draw, int cast)
    {
        var echo = draw.Of<EchoOf>([EchoOf.Nothing, EchoOf.Now, EchoOf.Now, EchoOf.Now, EchoOf.LastStop, EchoOf.LastStop, EchoOf.Newest]);
        var tick = TimeSpan.FromTicks(1);
        var ago = echo == EchoOf.Now
            ? draw.Of<TimeSpan>([default, default, tick, Ms(1), Ms(60), Ms(500), Ms(3_000)])
            : draw.Of<TimeSpan>([-Ms(1), -tick, default, default, tick]);
        return new(
            draw.Between(1, cast),
            draw.Of<MessageType>(s_signedTypes),
            draw.Of<IzzyStatus?>(s_statuses),
            draw.Of<int>([1, 1, 1, 1, 2, 2, 3]),
            draw.Of<uint>(s_ahead),
            echo,
            ago,
            draw.Chance(0.06) ? VerifiedRole.Mother : VerifiedRole.Izzy);
    }

    /// <summary>A packet of an IZZY whose MAC is right.</summary>
    /// <param name="Izzy">In whose name.</param>
    /// <param name="Type">What it says.</param>
    /// <param name="Reported">The status that it reports, or null if it carries no report.</param>
    /// <param name="Session">Which of its boots it is of.</param>
    /// <param name="Ahead">By how much its number is ahead of the newest of that session.</param>
    /// <param name="Echo">From when on the age is counted of the challenge that it echoes.</param>
    /// <param name="Ago">That age; below zero it was sent after that time, though never after now.</param>
    /// <param name="Role">Which side made it.</param>
    public sealed record Signed(
        int Izzy, MessageType Type, IzzyStatus? Reported, int Session, uint Ahead, EchoOf Echo, TimeSpan Ago, VerifiedRole Role) : MotherAct;

    /// <summary>An IZZY tells what silence it takes to stop it.</summary>
    public sealed record Outwait(TimeSpan Silence) : MotherAct;
}
