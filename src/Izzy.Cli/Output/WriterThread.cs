using System.Threading.Channels;

namespace Izzy.Cli.Output;

/// <summary>
/// Hands things to whoever writes them, in their order, on a thread of its own. One who stalls, stalls this thread and nothing else: what does
/// not fit into the queue is left out and counted.
/// </summary>
internal sealed class WriterThread<T>
{
    private readonly Channel<T> _waiting;
    private readonly Func<T, bool> _write;
    private readonly Thread _thread;
    private long _leftOut;

    /// <param name="name">The thread's name.</param>
    /// <param name="most">How many may wait.</param>
    /// <param name="write">Writes one; false if there is no use in another. From the thread.</param>
    public WriterThread(string name, int most, Func<T, bool> write)
    {
        _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(most) { SingleReader = true });
        _write = write;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many were left out.</summary>
    public long LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>Has one written, soon or never; never waits.</summary>
    public void Add(T item)
    {
        if (!_waiting.Writer.TryWrite(item))
            Interlocked.Increment(ref _leftOut);
    }

    /// <summary>Writes what is left, no longer than this.</summary>
    /// <returns>False if it took too long; then the thread is left behind, and ends with the process.</returns>
    public bool Finish(TimeSpan bound)
    {
        _waiting.Writer.TryComplete();
        return _thread.Join(bound);
    }

    private void Run()
    {
        try
        {
            while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_waiting.Reader.TryRead(out var item))
                {
                    if (!_write(item))
                        return;
                }
            }
        }
        catch (Exception)
        {
            // An exception here would end the process, and with it whatever else it does.
        }
        finally
        {
            _waiting.Writer.TryComplete();
        }
    }
}
