using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Services;

/// <summary>The system's clock, in which the thread of this name can be made to hang: with the lock of the switch in its hand.</summary>
internal sealed class HangingClock(string thread) : Clock, IDisposable
{
    private readonly ManualResetEventSlim _goesOn = new(true);

    public override Moment Moment
    {
        get
        {
            if (Thread.CurrentThread.Name == thread)
                _goesOn.Wait();
            return SystemClock.Instance.Moment;
        }
    }

    public override DateTimeOffset UtcNow => SystemClock.Instance.UtcNow;

    public void Hang() => _goesOn.Reset();

    public void GoOn() => _goesOn.Set();

    public void Dispose() => GoOn();
}
