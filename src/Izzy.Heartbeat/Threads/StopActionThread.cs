using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// Runs the user's stop action on a thread of its own that nothing else can block (rule S6). Signalling it never waits. What
/// the action throws is told, and the IZZY stays stopped.
/// </summary>
internal sealed class StopActionThread : IDisposable
{
    private const int Nothing = -1;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Action<StopCause>? _action;
    private readonly EventStream _events;
    private readonly StepThread _thread;
    private int _pending = Nothing;

    public StopActionThread(Action<StopCause>? action, EventStream events, Action<string, Exception> died)
    {
        _action = action;
        _events = events;
        _thread = new StepThread("izzy-stop", Run, died);
    }

    public void Start() => _thread.Start();

    public void Signal(StopCause cause)
    {
        Volatile.Write(ref _pending, (int)cause);
        _thread.Wake();
    }

    /// <summary>Ends the thread; a stop that was signalled is carried out all the same.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        if (Volatile.Read(ref _pending) == Nothing)
            return;
        if (!_thread.IsAlive)
        {
            Run();
            return;
        }

        // The action hangs since an earlier stop, and may hang again: whoever leaves is not held up by it for ever.
        var last = new Thread(() => Run()) { Name = "izzy-stop", IsBackground = true };
        last.Start();
        last.Join(s_patience);
    }

    private TimeSpan Run()
    {
        var cause = Interlocked.Exchange(ref _pending, Nothing);
        if (cause == Nothing)
            return StepThread.WhenWoken;
        try
        {
            _action?.Invoke((StopCause)cause);
        }
        catch (Exception exception)
        {
            _events.Publish(new HeartbeatEvent.StopActionFailed(exception.Message));
        }

        // Again, in case another stop came while the action ran.
        return TimeSpan.Zero;
    }
}
