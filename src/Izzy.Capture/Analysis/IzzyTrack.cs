using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Analysis;

/// <summary>What tells one IZZY from another. Not the port: that changes when its program is started again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Its address as a number.</param>
/// <param name="Interface">Where it was seen.</param>
internal readonly record struct IzzyKey(Guid Id, uint Source, string? Interface);

/// <summary>What an IZZY says, seen on one interface.</summary>
/// <param name="key">Which.</param>
internal sealed class IzzyTrack(IzzyKey key)
{
    private readonly Sample _answers = new();
    private RoundTrip _roundTrip;
    private MotherTrack? _answered;
    private long _answeredBeat;

    /// <summary>Which.</summary>
    public IzzyKey Key { get; } = key;

    /// <summary>Everything that it says.</summary>
    public Rhythm Heard { get; } = new();

    /// <summary>How many of its packets were signed.</summary>
    public Signatures Signatures { get; } = new();

    /// <summary>The name that it gave last, not escaped; null before the first report.</summary>
    public string? Name { get; private set; }

    /// <summary>The status that it gave last.</summary>
    public IzzyStatus? Status { get; private set; }

    /// <summary>How long half of its answers took at most; null where none could be told.</summary>
    public TimeSpan? TypicalAnswer => _answers.At(0.5);

    /// <summary>How long the slowest answer took.</summary>
    public TimeSpan? SlowestAnswer => _answers.Largest;

    /// <summary>It says something.</summary>
    /// <param name="message">What.</param>
    /// <param name="to">The beats that it may answer; null where none are known.</param>
    /// <param name="now">The time.</param>
    /// <returns>From the beat to this answer; null where that cannot be told.</returns>
    public TimeSpan? Hear(HeartbeatMessage message, MotherTrack? to, TimeSpan now)
    {
        if (message.Report is { } report)
        {
            Name = report.Name;
            Status = report.State.Status;
        }

        // What an IZZY says unasked, when it stops, answers no beat.
        if (to is null || message.Type == MessageType.Estop)
            return null;
        if (!ReferenceEquals(to, _answered))
            (_answered, _answeredBeat, _roundTrip) = (to, 0, default);
        // A second copy of an answer is no answer of its own.
        if (_answeredBeat == to.Beats.Count)
            return null;
        _answeredBeat = to.Beats.Count;
        _roundTrip.Answer(to.LastBeat, now);
        if (_roundTrip.Time is { } answer)
            _answers.Add(answer);
        return _roundTrip.Time;
    }
}
