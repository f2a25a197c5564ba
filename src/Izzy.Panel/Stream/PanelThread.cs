using System.Threading.Channels;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Panel.Alarms;
using Izzy.Panel.Journal;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Stream;

/// <summary>
/// The panel's own thread: ten times a second it reads Mother and her events, and, while somebody looks, puts the newest snapshot into the
/// slot. It serializes once for all. Journal and alarms go on whether or not anybody looks.
/// </summary>
internal sealed class PanelThread : IDisposable
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly ChannelReader<HeartbeatEvent> _events;
    private readonly Func<MotherFacts> _look;
    private readonly SnapshotBuilder _builder;
    private readonly Func<bool> _isWatched;
    private readonly Troubles _troubles = new(TimeZoneInfo.Local);
    private readonly Conditions _conditions;
    private readonly Action<string> _tell;
    private readonly StepThread _thread;
    private BeatSchedule _schedule = new(Period, SystemClock.Instance.Moment.Now);
    private long _seq;
    private bool _hasFailed;

    /// <param name="events">A subscription of its own, made before Mother was started.</param>
    /// <param name="look">Reads Mother.</param>
    /// <param name="builder">Makes the snapshots.</param>
    /// <param name="isWatched">Whether a page waits for snapshots.</param>
    /// <param name="options">The ports for hints, and where trouble is told.</param>
    public PanelThread(ChannelReader<HeartbeatEvent> events, Func<MotherFacts> look, SnapshotBuilder builder, Func<bool> isWatched, PanelOptions options)
    {
        _events = events;
        _look = look;
        _builder = builder;
        _isWatched = isWatched;
        _tell = options.Tell ?? (static _ => { });
        _conditions = new Conditions(options.ToClientPort, options.FromClientPort);
        Journal = new EventJournal(options.ToClientPort, options.FromClientPort);
        _thread = new StepThread("izzy-panel", Step, (_, exception) => _tell($"The panel's thread ended: {exception.Message}"));
    }

    public FrameSlot Slot { get; } = new();

    public EventJournal Journal { get; }

    public AlarmBoard Alarms { get; } = new();

    public void Start() => _thread.Start();

    public void Dispose() => _thread.Dispose();

    /// <summary>One look.</summary>
    /// <returns>When the next is due.</returns>
    internal TimeSpan Step()
    {
        try
        {
            Look();
            _hasFailed = false;
        }
        catch (Exception exception)
        {
            // The page goes stale and says so; the next look may do better. Once, not ten times a second.
            if (!_hasFailed)
                _tell($"The panel could not be brought up to date: {exception.Message}");
            _hasFailed = true;
        }

        _schedule.Take(SystemClock.Instance.Moment.Now);
        return _schedule.Due;
    }

    private void Look()
    {
        var facts = _look();
        while (_events.TryRead(out var happened))
        {
            Journal.Add(happened);
            _troubles.Take(happened);
            _conditions.Take(happened, facts.Now);
        }

        _troubles.Keep(facts.Izzies);
        var alarms = Alarms.Look(_conditions.Of(facts), facts.Time);
        if (!_isWatched())
            return;
        var snapshot = _builder.Build(++_seq, facts, alarms, _troubles, Journal.Last);
        Slot.Publish(SnapshotWriter.Write(snapshot, Slot.Newest?.Bytes.Length + 256 ?? 4096));
    }
}
