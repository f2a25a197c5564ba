using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Threads;

/// <summary>The system's clock, which throws once when the thread of this name asks it: no other way reaches a thread that uses no socket.</summary>
internal sealed class BreakableClock(string thread) : Clock
{
    private int _toBreak;

    public override Moment Moment
    {
        get
        {
            ThrowIfDue();
            return SystemClock.Instance.Moment;
        }
    }

    public override DateTimeOffset UtcNow
    {
        get
        {
            ThrowIfDue();
            return SystemClock.Instance.UtcNow;
        }
    }

    public void Break() => Interlocked.Exchange(ref _toBreak, 1);

    private void ThrowIfDue()
    {
        if (Thread.CurrentThread.Name == thread && Interlocked.Exchange(ref _toBreak, 0) == 1)
            throw new InvalidOperationException("broken by a test");
    }
}
