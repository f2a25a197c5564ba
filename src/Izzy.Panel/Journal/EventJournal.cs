using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Panel.Journal;

/// <summary>An event with its number and its line for people.</summary>
/// <param name="Number">Counts the events of this process, from 1.</param>
/// <param name="Happened">The event.</param>
/// <param name="Text">What happened, in one line.</param>
internal sealed record JournalEntry(long Number, HeartbeatEvent Happened, string Text);

/// <summary>
/// The last events. One thread adds, others read. What was rejected is kept apart: a steady source of it tells once a second for each reason,
/// and must not push out the stops and losses of a show.
/// </summary>
internal sealed class EventJournal(int toClientPort, int fromClientPort)
{
    /// <summary>A show's worth of trouble, in some hundred kilobytes.</summary>
    public const int Capacity = 2_000;

    /// <summary>The last minutes of what one source was rejected for; how much came in all is counted by metrics.</summary>
    public const int RejectedCapacity = 200;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();
    private readonly Queue<JournalEntry> _rejected = new();
    private long _last;

    /// <summary>The number of the last event; 0 before the first.</summary>
    public long Last => Volatile.Read(ref _last);

    public void Add(HeartbeatEvent happened)
    {
        var text = EventText.Line(happened, toClientPort, fromClientPort);
        lock (_gate)
        {
            var (entries, capacity) = happened is HeartbeatEvent.Rejected ? (_rejected, RejectedCapacity) : (_entries, Capacity);
            entries.Enqueue(new JournalEntry(_last + 1, happened, text));
            if (entries.Count > capacity)
                entries.Dequeue();
            Volatile.Write(ref _last, _last + 1);
        }
    }

    /// <summary>The events after a number, oldest first; and the number of the oldest that is kept. Between the numbers may be gaps.</summary>
    public (IReadOnlyList<JournalEntry> Entries, long First, long Last) After(long number)
    {
        lock (_gate)
        {
            var kept = _entries.Concat(_rejected).OrderBy(entry => entry.Number).ToList();
            return (kept.FindAll(entry => entry.Number > number), kept.Count > 0 ? kept[0].Number : _last + 1, _last);
        }
    }
}
