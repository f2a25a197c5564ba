namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Which beat was the last one and when it left, for whoever reads it without the lock of the beat. One thread writes; nobody waits
/// and nothing is torn: the time of a beat stands in a slot of its own, which is used again only some beats later.
/// </summary>
internal sealed class BeatLog
{
    private const int Slots = 4;

    private readonly long[] _times = new long[Slots];
    private long _number;

    /// <summary>How many beats went out.</summary>
    public long Count => Volatile.Read(ref _number);

    /// <summary>A beat leaves now. Call it before the sending: its answer must find it here.</summary>
    public void Add(TimeSpan now)
    {
        var number = _number + 1;
        Volatile.Write(ref _times[number % Slots], now.Ticks);
        Volatile.Write(ref _number, number);
    }

    /// <summary>The last beat, or null before the first, and for a reader that stood still while its slot was used again.</summary>
    public SentBeat? Last
    {
        get
        {
            var number = Volatile.Read(ref _number);
            var ticks = Volatile.Read(ref _times[number % Slots]);
            // The slot is written again for the beat that comes so many later, before that one is counted.
            return number > 0 && Volatile.Read(ref _number) - number < Slots - 1 ? new SentBeat(number, TimeSpan.FromTicks(ticks)) : null;
        }
    }
}

/// <summary>A beat that went out.</summary>
/// <param name="Number">Counts the beats, from 1.</param>
/// <param name="At">When it left.</param>
internal readonly record struct SentBeat(long Number, TimeSpan At);
