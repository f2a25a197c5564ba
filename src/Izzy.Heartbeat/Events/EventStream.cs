using System.Threading.Channels;
using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat;

/// <summary>
/// Hands events to any number of readers. Publishing never blocks and never waits for a reader: each has a bounded channel,
/// and one that is too slow loses the oldest and is told how many (<see cref="HeartbeatEvent.EventsLost"/>).
/// </summary>
internal sealed class EventStream(Clock clock)
{
    /// <summary>Room for a stage's worth of events while a reader is stalled for some seconds.</summary>
    public const int Capacity = 4096;

    private readonly Lock _gate = new();
    private Subscription[] _readers = [];
    private bool _completed;

    /// <summary>How many readers there are.</summary>
    public int Readers => Volatile.Read(ref _readers).Length;

    /// <param name="end">Ends it.</param>
    public ChannelReader<HeartbeatEvent> Subscribe(CancellationToken end = default)
    {
        var reader = new Subscription(clock);
        lock (_gate)
        {
            if (_completed)
                reader.Complete();
            else
                _readers = [.. _readers, reader];
        }

        // Runs at once where the token was cancelled before.
        end.UnsafeRegister(_ => End(reader), null);
        return reader;
    }

    /// <summary>Tells everyone, with the time of now unless it has one. The order of calls is the order of every reader.</summary>
    public void Publish(HeartbeatEvent happened)
    {
        var stamped = happened.Time == default ? happened with { Time = clock.UtcNow } : happened;
        foreach (var reader in Volatile.Read(ref _readers))
            reader.Add(stamped);
    }

    /// <summary>No more events: every reader comes to its end once it has read what there is.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (var reader in _readers)
                reader.Complete();
        }
    }

    private void End(Subscription reader)
    {
        lock (_gate)
            _readers = [.. _readers.Where(each => each != reader)];
        reader.Complete();
    }

    private sealed class Subscription(Clock clock) : ChannelReader<HeartbeatEvent>
    {
        private readonly Channel<HeartbeatEvent> _channel = Channel.CreateBounded<HeartbeatEvent>(Capacity);
        private long _lost;
        private volatile bool _ended;

        public override Task Completion => _channel.Reader.Completion;

        public void Add(HeartbeatEvent happened)
        {
            while (!_ended && !_channel.Writer.TryWrite(happened))
            {
                // Full. If the reader took one meanwhile, there is room again and nothing was lost.
                if (_channel.Reader.TryRead(out _))
                    Interlocked.Increment(ref _lost);
            }
        }

        public void Complete()
        {
            _ended = true;
            _channel.Writer.TryComplete();
        }

        public override bool TryRead(out HeartbeatEvent item)
        {
            var lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0)
            {
                item = new HeartbeatEvent.EventsLost(lost) { Time = clock.UtcNow };
                return true;
            }

            return _channel.Reader.TryRead(out item!);
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            _channel.Reader.WaitToReadAsync(cancellationToken);
    }
}
