using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>
/// One IZZY through millions of beats: the switch itself, looked at when its watchdog is due, with a person who resets it at
/// the first beat after each stop. What is told is counted, so that no stop between two looks of the test is missed.
/// </summary>
internal sealed class BeatRun
{
    private readonly TimeSpan _period;
    private readonly TimeSpan _limit;
    private readonly bool _isVerified;
    private readonly PermitLease _lease = new();
    private readonly DeadMansSwitch _switch;
    private TimeSpan _now = TimeSpan.FromHours(1);
    private TimeSpan _nominal = TimeSpan.FromHours(1);
    private TimeSpan? _echo;
    private uint _sequence;

    public BeatRun(TimeSpan limit, TimeSpan period, bool isVerified = false)
    {
        _period = period;
        _limit = limit;
        _isVerified = isVerified;
        _switch = new DeadMansSwitch(new SwitchOptions(SwitchRig.Self, limit, IsVerified: isVerified), _lease, At);
        _switch.FoundEmpty(At);
        Hear(isAnswerLost: false);
    }

    public long Stops { get; private set; }

    public long Connects { get; private set; }

    /// <summary>Beats that were sent, heard or not.</summary>
    public long Sent { get; private set; }

    /// <summary>Those that were sent while the IZZY was permitted: only then can it stop.</summary>
    public long SentWhilePermitted { get; private set; }

    public long Permits => _lease.Number;

    private Moment At => new(_now, TimeSpan.Zero);

    /// <summary>The next beat of the grid, shifted by its jitter, which never adds up.</summary>
    public void Beat(bool isLost, TimeSpan jitter = default, bool isAnswerLost = false)
    {
        _nominal += _period;
        PassUntil(_nominal + jitter);
        Sent++;
        SentWhilePermitted += _switch.IsPermitted ? 1 : 0;
        if (!isLost)
            Hear(isAnswerLost);
    }

    private void PassUntil(TimeSpan end)
    {
        for (var due = _switch.WakeAt(_now); due < end; due = _switch.WakeAt(_now))
        {
            _now = due;
            Note(_switch.Look(At));
            _switch.FoundEmpty(At);
        }

        _now = end;
    }

    private void Hear(bool isAnswerLost)
    {
        Note(_switch.Read(At));
        Note(_switch.Hear(MessageType.Hello, SwitchRig.Owner, SwitchRig.Self, At, _isVerified ? NextPacket() : null));
        if (!isAnswerLost)
            _echo = _now;
        _switch.FoundEmpty(At);
        if (_switch.IsPermitted || !_switch.IsFresh)
            return;
        Note(_switch.Reset(At, out var refusal));
        if (refusal != ResetRefusal.None)
            Assert.Fail($"A reset at the first fresh beat was refused: {refusal}.");
    }

    private VerifiedPacket NextPacket() =>
        new(new(VerifiedRole.Mother, Session: 1, ++_sequence, PaceMs: 0, Challenge: 1, Echo: 1), _now - _echo <= _limit ? _echo : null);

    private void Note(in Outcome outcome)
    {
        if (outcome.Stopped is { } cause)
        {
            Stops++;
            if (cause != StopCause.Silence)
                Assert.Fail($"Lost beats stopped as {cause}.");
        }

        Connects += outcome.Connected is null ? 0 : 1;
    }
}
