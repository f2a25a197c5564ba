namespace Izzy.Heartbeat.Threads;

/// <summary>How one of the heartbeat's threads does. Read without any lock, so that it tells of a thread that hangs in one.</summary>
/// <param name="IsAlive">Whether it runs.</param>
/// <param name="SinceStep">How long ago its last step began; null before the first.</param>
internal readonly record struct ThreadFacts(bool IsAlive, TimeSpan? SinceStep)
{
    public bool Steps(TimeSpan within) => IsAlive && SinceStep <= within;
}
