namespace Izzy.Heartbeat.Threads;

/// <summary>
/// The thread that answers each HELLO with the IZZY's report, and says unasked that the IZZY stopped (rule S9). Created by
/// <see cref="IzzyClient"/>; in the reference, programs created it themselves. It answers at once: the reference sleeps 0.1 s
/// before each answer and so answers at most ten a second.
/// </summary>
public sealed class HeartbeatResponderThread : IDisposable
{
    private readonly StepThread _thread;

    internal HeartbeatResponderThread(HeartbeatResponder responder, Action<string, Exception> died) =>
        _thread = new StepThread("izzy-responder", responder.Step, died);

    /// <summary>Whether the thread runs.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Ends the thread, which stops the IZZY (rule S19). Who leaves in good order disposes of <see cref="IzzyClient"/>.</summary>
    public void Dispose() => _thread.EndAlone();

    /// <summary>Ends the thread, for a side that leaves.</summary>
    internal void End() => _thread.Dispose();

    internal void Start() => _thread.Start();

    internal void Wake() => _thread.Wake();
}
