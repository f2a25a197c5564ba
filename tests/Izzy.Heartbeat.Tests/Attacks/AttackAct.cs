using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Attacks;

/// <summary>Somebody on the stage: Mother, or one of the robots.</summary>
internal enum Who
{
    Mother,
    ManualRobot,
    AutomaticRobot,
}

/// <summary>What the attacker does to a packet before he sends it.</summary>
internal enum Change
{
    None,
    FlipBit,
    Strip,
    OtherKey,
    ExchangeIds,
    OtherType,
    OtherReceiver,
}

/// <summary>One act of a show on which somebody sits who has the network and not the key.</summary>
internal abstract record AttackAct
{
    private static readonly Who[] s_anyone = [Who.Mother, Who.Mother, Who.ManualRobot, Who.AutomaticRobot];

    public static AttackAct[] Sequence(Draw draw)
    {
        var acts = new List<AttackAct>();
        // Most begin with robots that move: what is worth trying comes after it.
        if (draw.Chance(0.8))
            acts.AddRange([new Pass(2_000), new Reset(Who.ManualRobot)]);
        for (var left = draw.Between(3, 25); left > 0; left--)
            acts.AddRange(draw.Chance(0.05) ? StopUnderDelay(draw) : [Any(draw)]);
        return [.. acts];
    }

    /// <summary>A stop and a robot's reset close to each other, while what was said before either is still under way: chance alone would seldom bring it about.</summary>
    private static AttackAct[] StopUnderDelay(Draw draw)
    {
        var robot = draw.Chance(0.7) ? Who.ManualRobot : Who.AutomaticRobot;
        AttackAct[] both = draw.Chance(0.5) ? [new Stop(), new Pass(draw.Below(400)), new Reset(robot)] : [new Reset(robot), new Pass(draw.Below(100)), new Stop()];
        return
        [
            new Freeze(draw.Of<Who>(s_anyone), draw.Of<int>([1, 1_500])),
            new Weather(new() { Delay = TimeSpan.FromMilliseconds(draw.Between(50, 450)), Jitter = TimeSpan.FromMilliseconds(draw.Of<int>([0, 300])) }),
            new Pass(draw.Between(500, 1_500)),
            .. both,
            new Pass(draw.Below(800)),
        ];
    }

    private static AttackAct Any(Draw draw) => draw.Below(26) switch
    {
        <= 3 => new Pass(Span(draw)),
        <= 6 => new Weather(Some(draw)),
        <= 8 => new Cut(draw.Chance(0.6)),
        <= 16 => new Replay(
            draw.Of<Who>(s_anyone),
            draw.Of<int>([0, 0, 0, 10, 100, draw.Below(500)]),
            draw.Of<int>([1, 2, 10, 30, 60]),
            draw.Of<int>([1, 10, 60, 120, 120, 300]),
            draw.Chance(0.25),
            draw.Of<Change>([Change.None, Change.None, Change.None, Change.None, Change.FlipBit, Change.Strip, Change.OtherKey, Change.ExchangeIds, Change.OtherType, Change.OtherReceiver]),
            draw.Below(4_000),
            draw.Of<Who>(s_anyone),
            draw.Of<Who>(s_anyone)),
        <= 18 => new Stop(),
        19 => new Release(),
        <= 21 => new Reset(draw.Chance(0.5) ? Who.ManualRobot : Who.AutomaticRobot),
        <= 23 => new Freeze(draw.Of<Who>(s_anyone), Span(draw)),
        24 => new Restart(draw.Of<Who>(s_anyone)),
        _ => new OtherMother(),
    };

    private static int Span(Draw draw) => draw.Of<int>([1, 60, 119, 120, 121, 300, 500, 880, 999, 1_000, 1_001, 1_120, 1_500, draw.Below(3_000)]);

    private static NetworkFaults Some(Draw draw) => draw.Below(7) switch
    {
        <= 1 => NetworkFaults.None,
        2 => new() { Delay = TimeSpan.FromMilliseconds(Span(draw)) },
        3 => new() { Delay = TimeSpan.FromMilliseconds(draw.Below(400)), Jitter = TimeSpan.FromMilliseconds(draw.Below(1_500)) },
        4 => new() { Loss = draw.Below(10) / 10.0, Duplication = draw.Below(10) / 10.0 },
        5 => new() { Reordering = draw.Below(10) / 10.0, ReorderingWindow = TimeSpan.FromMilliseconds(draw.Below(2_500)) },
        _ => new() { Corruption = 0.3, Duplication = 0.3 },
    };

    /// <summary>Milliseconds in which nobody does anything but the heartbeat.</summary>
    public sealed record Pass(int Milliseconds) : AttackAct;

    /// <summary>What the network does to all that is sent from now on.</summary>
    public sealed record Weather(NetworkFaults Faults) : AttackAct;

    /// <summary>Mother and the robots hear each other no longer, or do again. The attacker hears and reaches all.</summary>
    public sealed record Cut(bool Apart) : AttackAct;

    /// <summary>Something that was recorded is sent again, as it was or changed.</summary>
    /// <param name="Whose">Who said it.</param>
    /// <param name="Back">How many of his later packets are left out.</param>
    /// <param name="Count">How many are sent.</param>
    /// <param name="Every">Milliseconds from one to the next.</param>
    /// <param name="Backwards">The last one first.</param>
    /// <param name="Change">What is done to them.</param>
    /// <param name="Where">Which bit, or which type.</param>
    /// <param name="To">Who gets them.</param>
    /// <param name="From">Whose address they come from.</param>
    public sealed record Replay(Who Whose, int Back, int Count, int Every, bool Backwards, Change Change, int Where, Who To, Who From) : AttackAct;

    /// <summary>The operator's stop.</summary>
    public sealed record Stop : AttackAct;

    /// <summary>The operator's reset.</summary>
    public sealed record Release : AttackAct;

    /// <summary>A person's reset at the robot.</summary>
    public sealed record Reset(Who Robot) : AttackAct;

    /// <summary>A process that does not run for a while.</summary>
    public sealed record Freeze(Who Party, int Milliseconds) : AttackAct;

    /// <summary>Killed, and started anew with the same id; Mother latched if she was.</summary>
    public sealed record Restart(Who Party) : AttackAct;

    /// <summary>Mother is killed, and another one takes her place, by an id of her own.</summary>
    public sealed record OtherMother : AttackAct;
}
