using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>From when on the age of an echoed challenge is counted.</summary>
internal enum EchoOf
{
    /// <summary>It echoes none of this boot.</summary>
    Nothing,

    /// <summary>One sent before now.</summary>
    Now,

    /// <summary>One sent about the last stop.</summary>
    LastStop,

    /// <summary>One sent about the newest that was echoed.</summary>
    Newest,
}

/// <content>With a key.</content>
internal abstract partial record SwitchAct
{
    private static readonly MessageType[] s_signedTypes = [MessageType.Hello, MessageType.Hello, MessageType.Hello, MessageType.Hello, MessageType.Estop, MessageType.Here];

    // Beside the next: the same, a little behind or ahead, and half of the circle.
    private static readonly uint[] s_steps = [1, 1, 1, 1, 1, 1, 2, 0, 0, unchecked((uint)-1), unchecked((uint)-2), 1_048_576, 1_048_577, int.MaxValue, 0x8000_0000, 0x8000_0001];
    private static readonly Mark[] s_marks = [Mark.Deadline, Mark.Deadline, Mark.Half, Mark.ControlDeadline, Mark.HeldReset, Mark.Ownership, Mark.Ownership, Mark.Fresh];

    public static SwitchAct[] VerifiedSequence(Draw draw)
    {
        var acts = new List<SwitchAct>();
        if (draw.Chance(0.7))
            acts.AddRange([new CheckIn(), new SignedBeats(draw.Between(1, 3), Owner, 1, Ms(50)), new Reset()]);
        else if (draw.Chance(0.4))
            acts.AddRange([FirstStop(EchoOf.Nothing), FirstStop(EchoOf.Now)]);
        for (var left = draw.Between(1, 30); left > 0; left--)
            acts.Add(AnyVerified(draw));
        return [.. acts];
    }

    /// <summary>A stopped Mother is the first to be heard.</summary>
    private static Signed FirstStop(EchoOf echo) => new(MessageType.Estop, Owner, Guid.Empty, 1, 1, echo, default, VerifiedRole.Mother, FoundEmpty: false);

    private static SwitchAct AnyVerified(Draw draw) => draw.Below(24) switch
    {
        <= 3 => new SignedBeats(draw.Between(1, 10), draw.Chance(0.75) ? Owner : Stranger, AnySession(draw), AnyAge(draw)),
        <= 12 => AnySigned(draw),
        13 => new Empty(default),
        <= 16 => new WaitUntil(
            draw.Of<Mark>(s_marks),
            draw.Of<TimeSpan>([-s_tick, default, s_tick, s_tick, Ms(1)]),
            draw.Of<Way>([Way.Running, Way.Running, Way.LoopSilent, Way.Frozen])),
        17 => new Reset(),
        _ => Any(draw),
    };

    private static Signed AnySigned(Draw draw)
    {
        var echo = draw.Of<EchoOf>([EchoOf.Nothing, EchoOf.Nothing, EchoOf.Now, EchoOf.Now, EchoOf.Now, EchoOf.LastStop, EchoOf.Newest]);
        var ago = echo == EchoOf.Now ? AnyAge(draw) : draw.Of<TimeSpan>([-Ms(1), -s_tick, -s_tick, default, default, s_tick, Ms(1)]);
        return new(
            draw.Of<MessageType>(s_signedTypes),
            draw.Of<Guid>(s_senders),
            draw.Of<Guid>(s_receivers),
            AnySession(draw),
            draw.Of<uint>(s_steps),
            echo,
            ago,
            draw.Chance(0.06) ? VerifiedRole.Izzy : VerifiedRole.Mother,
            draw.Chance(0.5));
    }

    private static int AnySession(Draw draw) => draw.Of<int>([1, 1, 1, 2, 2, 3]);

    // About each limit that is tried, among others.
    private static TimeSpan AnyAge(Draw draw) => draw.Of<TimeSpan>(
    [
        default, default, s_tick, Ms(1), Ms(50), Ms(50), Ms(120), Ms(120), Ms(300) - s_tick, Ms(300), Ms(300) + s_tick, Ms(500), Ms(999), Ms(1_000) - s_tick, Ms(1_000),
        Ms(1_000) + s_tick, Ms(4_000), Ms(4_000) + s_tick, Ms(30_000), Ms(draw.Below(1_200)),
    ]);

    /// <summary>A packet whose MAC is right.</summary>
    /// <param name="Type">What it says.</param>
    /// <param name="From">Who says it.</param>
    /// <param name="To">To whom.</param>
    /// <param name="Session">Which of its sender's boots it is of.</param>
    /// <param name="Step">By how much its number is ahead of the newest of that session.</param>
    /// <param name="Echo">From when on the age is counted of the challenge that it echoes.</param>
    /// <param name="Ago">That age; below zero it was sent after that time, though never after now.</param>
    /// <param name="Role">Which side made it.</param>
    /// <param name="FoundEmpty">Whether the socket was found empty just before, so that a stop does not hide all that comes behind it.</param>
    public sealed record Signed(MessageType Type, Guid From, Guid To, int Session, uint Step, EchoOf Echo, TimeSpan Ago, VerifiedRole Role, bool FoundEmpty) : SwitchAct;

    /// <summary>Every 120 ms a beat of one number to everyone, which proves nothing, and to this IZZY, which echoes a challenge of this age.</summary>
    public sealed record SignedBeats(int Count, Guid From, int Session, TimeSpan Age) : SwitchAct;
}
