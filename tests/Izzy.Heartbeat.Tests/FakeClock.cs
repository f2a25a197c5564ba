using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Tests;

/// <summary>Time that moves only when a test moves it.</summary>
internal sealed class FakeClock : Clock
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 20, 0, 0, TimeSpan.Zero);

    public TimeSpan Now { get; set; }

    public TimeSpan Suspended { get; set; }

    /// <summary>By how much somebody set the wall clock.</summary>
    public TimeSpan WallOffset { get; set; }

    /// <summary>Called before each look at it, as where the process is held up just there.</summary>
    public Action? Looked { get; set; }

    public override Moment Moment
    {
        get
        {
            Looked?.Invoke();
            return new(Now, Suspended);
        }
    }

    public override DateTimeOffset UtcNow => s_start + Now + WallOffset;

    public void Advance(TimeSpan span) => Now += span;
}
