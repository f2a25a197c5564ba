using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat;

/// <content>What an IZZY tells.</content>
public abstract partial record HeartbeatEvent
{
    /// <summary>An IZZY has started and has heard nothing yet.</summary>
    public sealed record Waiting : HeartbeatEvent
    {
        /// <summary>This IZZY's id.</summary>
        public Guid Id { get; init; }

        /// <summary>This IZZY's name.</summary>
        public string Name { get; init; } = "";

        /// <summary>Its limit, in milliseconds.</summary>
        public double LimitMs { get; init; }
    }

    /// <summary>The beats of the owner are fresh: at power-up, and after each silence or stop.</summary>
    /// <param name="Mother">Her id.</param>
    /// <param name="Address">Where she beats from.</param>
    /// <param name="Owner">Whether she is the first, the same as before, or a new one.</param>
    /// <param name="Verified">True where her beats are proven to be hers; null in plain mode.</param>
    public sealed record Connected(Guid Mother, string Address, OwnerKind Owner, bool? Verified = null) : HeartbeatEvent;

    /// <summary>The IZZY may move.</summary>
    /// <param name="Permit">The number of the permit; commands given under an earlier one are void.</param>
    public sealed record Permitted(long Permit) : HeartbeatEvent;

    /// <summary>The beats come so slowly that one late beat stops the IZZY.</summary>
    /// <param name="LimitMs">The IZZY's limit, in milliseconds.</param>
    /// <param name="SpacingMs">How far apart the beats come, in milliseconds. The limit should be at least 1.5 times that.</param>
    public sealed record LimitTooShort(double LimitMs, double SpacingMs) : HeartbeatEvent;

    /// <summary>The stop action threw. The IZZY stays stopped all the same.</summary>
    /// <param name="Message">What it threw.</param>
    public sealed record StopActionFailed(string Message) : HeartbeatEvent;

    /// <summary>The status that the robot's program reports changed.</summary>
    /// <param name="Status">The new one.</param>
    public sealed record StatusReported(IzzyStatus Status) : HeartbeatEvent;
}
