using System.Threading.Channels;
using Izzy.Heartbeat;

namespace Izzy.Cli.Output;

/// <summary>
/// Hands events one by one to whoever writes them, on a thread of its own: an output that stalls, stalls this thread and
/// nothing else.
/// </summary>
internal sealed class EventPump : IDisposable
{
    private readonly ChannelReader<HeartbeatEvent> _events;
    private readonly Func<HeartbeatEvent, bool> _write;
    private readonly CancellationTokenSource _finishing = new();
    private readonly Thread _thread;

    /// <summary>Starts.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="events">What to hand on, to its end.</param>
    /// <param name="write">Writes an event; false if there is no use in another one.</param>
    public EventPump(string name, ChannelReader<HeartbeatEvent> events, Func<HeartbeatEvent, bool> write)
    {
        _events = events;
        _write = write;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Writes what is left, no longer than this, and ends.</summary>
    /// <returns>False if the output took too long; then the thread is left behind, and ends with the process.</returns>
    public bool Finish(TimeSpan bound)
    {
        _finishing.Cancel();
        return _thread.Join(bound);
    }

    /// <summary>Ends without waiting.</summary>
    public void Dispose()
    {
        // The source is not disposed: the thread may still hold its token, and it has no timer that would keep anything alive.
        _finishing.Cancel();
    }

    private void Run()
    {
        try
        {
            HandOn();
        }
        catch (Exception)
        {
            // An exception here would end the process, and with it the beat. What is not written any more is the lesser evil.
        }
    }

    private void HandOn()
    {
        while (Wait())
        {
            while (_events.TryRead(out var happened))
            {
                if (!_write(happened))
                    return;
            }
        }

        while (_events.TryRead(out var last) && _write(last))
        {
        }
    }

    private bool Wait()
    {
        try
        {
            return _events.WaitToReadAsync(_finishing.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
