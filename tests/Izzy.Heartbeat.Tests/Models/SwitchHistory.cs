using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Safety;
using Izzy.Heartbeat.Time;
using static Izzy.Heartbeat.Tests.Models.SwitchFact;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>
/// A second dead man's switch, written from the rules in another form: it has no state but the list of what happened, and
/// everything it says is a question to that list, asked anew each time. Plain and slow. This part asks.
/// </summary>
internal sealed partial class SwitchHistory
{
    private readonly List<SwitchFact> _facts = [];

    // Where the last fact of each kind stands: a shortcut through the list, or some thousand sequences take minutes.
    private readonly Dictionary<Type, int> _last = [];

    // Where the beats stand, for the same reason.
    private readonly List<int> _beats = [];
    private readonly SwitchOptions _options;

    public SwitchHistory(SwitchOptions options, Moment start)
    {
        _options = options;
        Add(new Looked(start.Now, start.Suspended));
        Add(new AtSocket(start.Now));
    }

    /// <summary>S12: a permit was given and nothing stopped it since.</summary>
    public bool IsPermitted => Index<Granted>() > Index<Caused>();

    public long Permits => Last<Granted>()?.Number ?? 0;

    /// <summary>S2, S3: the owner's last beat, if it still counts. With a key the newest is not always the last.</summary>
    public TimeSpan? LastBeat => Index<Beat>() > Index<Broken>() ? BeatsThatCount.Max(beat => beat.AsOf) : null;

    /// <summary>When beats became fresh: the first one that counts.</summary>
    public TimeSpan? FreshSince => BeatsThatCount.LastOrDefault()?.At;

    public Guid? Owner => Last<Owned>()?.Mother;

    public StopCause? LastCause { get; private set; }

    /// <summary>When the permit expires that is in force, or null.</summary>
    public TimeSpan? PermittedUntil => IsPermitted && Index<SeenExpired>() < Index<Granted>() ? LastBeat + _options.Limit : null;

    public TimeSpan? LastRefusal => Last<Refused>()?.At;

    public TimeSpan? LastCheckIn => Last<CheckedIn>()?.At;

    public TimeSpan? HeldUntil => _facts.OfType<Held>().Select(held => held.Until).DefaultIfEmpty().Max();

    public MotherStatus Mother =>
        LastBeat is not null ? MotherStatus.Connected : Owner is null ? MotherStatus.Unverified : MotherStatus.Missing;

    /// <summary>S3: the watchdog is due after a tick, and one clock step past each deadline.</summary>
    public TimeSpan WakeAt(TimeSpan now)
    {
        var step = TimeSpan.FromTicks(1);
        TimeSpan?[] due = [now + Tick, LastBeat + _options.Limit + step, IsPermitted ? LastCheckIn + _options.CheckInLimit + step : null];
        return due.Min()!.Value;
    }

    /// <summary>A quarter of the limit, and 100 ms at most.</summary>
    private TimeSpan Tick => _options.Limit / 4 < SwitchRig.Ms(100) ? _options.Limit / 4 : SwitchRig.Ms(100);

    /// <summary>S3: something made doubtful what waits in the socket, and it has not been found empty since.</summary>
    private bool MayHaveWaited => Last<Doubted>() is { } doubt && !_facts.Skip(Index<Doubted>()).Any(fact => fact is Emptied && fact.At >= doubt.At);

    /// <summary>S11: another Mother took over, and no person has accepted her.</summary>
    private bool ChangedHands => _facts.FindLastIndex(fact => fact is Owned { FromAnother: true }) > _facts.FindLastIndex(fact => fact is Granted { ByPerson: true });

    private IEnumerable<StopCause> Causes => _facts.Skip(Index<Granted>() + 1).OfType<Caused>().Select(caused => caused.Cause);

    /// <summary>Since the last stop, the last one first.</summary>
    private IEnumerable<Beat> BeatsThatCount => Enumerable.Reverse(_beats).TakeWhile(index => index > Index<Broken>()).Select(index => (Beat)_facts[index]);

    private bool ControlLoopIsSilent(TimeSpan now) => _options.CheckInLimit is { } limit && (LastCheckIn is not { } last || now - last > limit);

    private bool IsHeld(TimeSpan now) => _facts.Exists(fact => fact is Held held && now <= held.Until);

    private static bool Within(TimeSpan? last, TimeSpan span, TimeSpan now) => last is { } then && now - then < span;

    private void Add(SwitchFact fact)
    {
        _last[fact.GetType()] = _facts.Count;
        if (fact is Beat)
            _beats.Add(_facts.Count);
        _facts.Add(fact);
    }

    private int Index<T>() => _last.GetValueOrDefault(typeof(T), -1);

    private T? Last<T>()
        where T : SwitchFact => Index<T>() is >= 0 and var index ? (T)_facts[index] : null;
}
