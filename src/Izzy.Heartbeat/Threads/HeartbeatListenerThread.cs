namespace Izzy.Heartbeat.Threads;

/// <summary>
/// The thread that receives: at Mother what IZZYs say, on a robot what Mother says. Created by <see cref="Mother"/> and
/// <see cref="IzzyClient"/>; in the reference, programs created it themselves. It stamps and decodes each datagram, and nothing
/// received can end it. Should it end all the same, its side goes to stop (rule S19).
/// </summary>
public sealed class HeartbeatListenerThread : IDisposable
{
    private readonly StepThread _thread;

    internal HeartbeatListenerThread(Func<TimeSpan> listen, Action<string, Exception> died) =>
        _thread = new StepThread("izzy-listener", listen, died);

    /// <summary>Whether the thread runs.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>How the thread does: it begins a step several times a second.</summary>
    internal ThreadFacts Facts => _thread.Facts;

    /// <summary>Ends the thread, which takes its side to stop (rule S19). Who leaves in good order disposes of <see cref="Mother"/> or <see cref="IzzyClient"/>.</summary>
    public void Dispose() => _thread.EndAlone();

    /// <summary>Ends the thread, for a side that leaves.</summary>
    internal void End() => _thread.Dispose();

    internal void Start() => _thread.Start();
}
