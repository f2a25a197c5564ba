namespace Izzy.Heartbeat.Safety;

/// <summary>What the dead man's switch is told once, at its making.</summary>
/// <param name="Self">This IZZY's id.</param>
/// <param name="Limit">T: the longest silence tolerated.</param>
/// <param name="Policy">Who resets.</param>
/// <param name="OnlyMother">The only Mother that may own this IZZY, or null for the first one heard.</param>
/// <param name="CheckInLimit">The longest time between two check-ins of the control loop, or null if it need not check in.</param>
/// <param name="IsVerified">Whether only what is verified counts.</param>
internal sealed record SwitchOptions(
    Guid Self,
    TimeSpan Limit,
    ResetPolicy Policy = ResetPolicy.Manual,
    Guid? OnlyMother = null,
    TimeSpan? CheckInLimit = null,
    bool IsVerified = false)
{
    /// <summary>
    /// How often somebody must look at the clock, so that a pause is known for one. A quarter of the limit, so that every
    /// pause longer than the limit is found to be one; at most 100 ms, which costs a small machine next to nothing.
    /// </summary>
    public TimeSpan Tick { get; } = TimeSpan.FromTicks(Math.Min(Limit.Ticks / 4, TimeSpan.TicksPerMillisecond * 100));

    /// <summary>The longest gap between two looks that is ordinary lateness and no pause: a tick, and as much again.</summary>
    public TimeSpan LongestGap => 2 * Tick;
}
