using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// One real thread round a step: the step does what is due and says when it wants to be called next. A thread of its own, for
/// a beat must not wait for a pool. An exception that leaves the step ends the thread and is reported, so that its side goes
/// to stop (rule S19).
/// </summary>
internal sealed class StepThread : IDisposable
{
    /// <summary>What a step returns that wants to be called only when it is woken.</summary>
    public static readonly TimeSpan WhenWoken = TimeSpan.MaxValue;

    // A managed wait is up to 2 ms late; the rest of the way is slept precisely.
    private static readonly TimeSpan s_coarse = TimeSpan.FromMilliseconds(2);

    // The steps are shallow; the default of 8 MB for each thread would only be address space, but some small systems reserve it.
    private const int StackSize = 512 * 1024;

    private readonly AutoResetEvent _wake = new(false);
    private readonly Func<TimeSpan> _step;
    private readonly Action<string, Exception> _died;
    private readonly Thread _thread;
    private volatile bool _ending;
    private long _lastStep = -1;

    public StepThread(string name, Func<TimeSpan> step, Action<string, Exception> died)
    {
        _step = step;
        _died = died;
        _thread = new Thread(Run, StackSize) { Name = name, IsBackground = true };
    }

    public bool IsAlive => _thread.IsAlive;

    /// <summary>How long ago the last step began; null before the first. It is read without any lock, so it tells of a step that hangs.</summary>
    public TimeSpan? SinceStep => Volatile.Read(ref _lastStep) is >= 0 and var ticks ? SystemClock.Instance.Moment.Now - TimeSpan.FromTicks(ticks) : null;

    /// <summary>How it does.</summary>
    public ThreadFacts Facts => new(IsAlive, SinceStep);

    public void Start() => _thread.Start();

    /// <summary>Calls the step now rather than when it asked for.</summary>
    public void Wake()
    {
        try
        {
            if (!_ending)
                _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment. Out of here it would break off a stop.
        }
    }

    /// <summary>Ends the thread after the step that runs. A step that never returns is left behind after a second.</summary>
    public void Dispose()
    {
        if (_ending)
            return;
        _ending = true;
        _wake.Set();
        var ended = !_thread.IsAlive || Thread.CurrentThread == _thread || _thread.Join(TimeSpan.FromSeconds(1));
        if (ended)
            _wake.Dispose();
    }

    /// <summary>Ends the thread although its side does not leave: that is as if it had died, also where it was not started yet.</summary>
    public void EndAlone()
    {
        if (!_ending)
            _died(_thread.Name!, new InvalidOperationException("It was disposed of by itself; dispose of Mother or of the client instead."));
        Dispose();
    }

    private void Run()
    {
        try
        {
            SystemClock.SleepWithoutSlack();
            while (!_ending)
            {
                Volatile.Write(ref _lastStep, SystemClock.Instance.Moment.Now.Ticks);
                WaitUntil(_step());
            }
        }
        catch (Exception exception)
        {
            if (!_ending)
                _died(_thread.Name!, exception);
        }
    }

    private void WaitUntil(TimeSpan due)
    {
        // At once: a listener, which waits in its step, asks for this each time.
        if (due <= TimeSpan.Zero)
            return;
        if (due == WhenWoken)
        {
            _wake.WaitOne();
            return;
        }

        var left = due - SystemClock.Instance.Moment.Now;
        if (left > s_coarse && _wake.WaitOne(left - s_coarse))
            return;
        if (left > TimeSpan.Zero && !_ending)
            SystemClock.SleepUntil(due);
    }
}
