using Izzy.Heartbeat.Time;

namespace Izzy.Bench.Measure;

/// <summary>
/// The machine's clock, which notes what it told an IZZY for the last beat: from then on its limit counts. A time noted outside the IZZY
/// would be a little sooner, and hide a stop that is early by as much.
/// </summary>
internal sealed class BeatClock : Clock
{
    private long _lastBeat;
    private volatile int _taker;

    public override Moment Moment
    {
        get
        {
            var moment = SystemClock.Instance.Moment;
            if (_taker == Environment.CurrentManagedThreadId)
            {
                Volatile.Write(ref _lastBeat, moment.Now.Ticks);
                _taker = 0;
            }

            return moment;
        }
    }

    public override DateTimeOffset UtcNow => SystemClock.Instance.UtcNow;

    /// <summary>When the IZZY reckons that it read the last beat.</summary>
    public TimeSpan LastBeat => TimeSpan.FromTicks(Volatile.Read(ref _lastBeat));

    /// <summary>A beat was just taken out of the socket: the next that this thread reads is its time.</summary>
    public void BeatTaken() => _taker = Environment.CurrentManagedThreadId;
}
