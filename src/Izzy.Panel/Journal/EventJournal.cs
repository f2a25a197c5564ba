using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Panel.Journal;

/// <summary>An event with its number and its line for people.</summary>
/// <param name="Number">Counts the events of this process, from 1.</param>
/// <param name="Happened">The event.</param>
/// <param name="Text">What happened, in one line.</param>
internal sealed record JournalEntry(long Number, HeartbeatEvent Happened, string Text);

/// <summary>The last events. One thread adds, others read.</summary>
internal sealed class EventJournal(int toClientPort, int fromClientPort)
{
    /// <summary>A show's worth of trouble, in some hundred kilobytes.</summary>
    public const int Capacity = 2_000;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();
    private long _last;

    /// <summary>The number of the last event; 0 before the first.</summary>
    public long Last => Volatile.Read(ref _last);

    public void Add(HeartbeatEvent happened)
    {
        var text = EventText.Line(happened, toClientPort, fromClientPort);
        lock (_gate)
        {
            _entries.Enqueue(new JournalEntry(_last + 1, happened, text));
            if (_entries.Count > Capacity)
                _entries.Dequeue();
            Volatile.Write(ref _last, _last + 1);
        }
    }

    /// <summary>The events after a number, oldest first; and the number of the oldest that is kept.</summary>
    public (IReadOnlyList<JournalEntry> Entries, long First, long Last) After(long number)
    {
        lock (_gate)
        {
            var first = _entries.TryPeek(out var oldest) ? oldest.Number : _last + 1;
            return ([.. _entries.Where(entry => entry.Number > number)], first, _last);
        }
    }
}
