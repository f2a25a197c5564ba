using System.Threading.Channels;

namespace Izzy.Heartbeat.Hosting.Metrics;

/// <summary>
/// Reads a side's events and snapshots once a second, on a thread of its own: a collector that stalls or throws stalls this thread and
/// nothing of the heartbeat.
/// </summary>
internal sealed class MetricsThread : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _ending = new();
    private readonly ChannelReader<HeartbeatEvent> _events;
    private readonly Action<HeartbeatEvent> _take;
    private readonly Action _look;
    private readonly Thread _thread;

    /// <param name="events">A subscription of its own.</param>
    /// <param name="take">Counts an event.</param>
    /// <param name="look">Measures what no event tells.</param>
    public MetricsThread(ChannelReader<HeartbeatEvent> events, Action<HeartbeatEvent> take, Action look)
    {
        _events = events;
        _take = take;
        _look = look;
        _thread = new Thread(Run) { Name = "izzy-metrics", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Reads what there is: from this thread, and before whoever collects reads a count.</summary>
    public void Read()
    {
        lock (_gate)
        {
            while (_events.TryRead(out var happened))
                _take(happened);
        }
    }

    public void Dispose() => _ending.Set();

    private void Run()
    {
        while (!_ending.Wait(s_period))
        {
            try
            {
                Read();
                _look();
            }
            catch (Exception)
            {
                // Whatever a collector throws costs this reading; the next may do better. Out of here it would end the process.
            }
        }
    }
}
