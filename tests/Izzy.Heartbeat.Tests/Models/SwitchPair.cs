using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>The switch and its history side by side: both are put through the same acts, as the threads of an IZZY do it, and compared after each.</summary>
internal sealed partial class SwitchPair
{
    private readonly SwitchOptions _options;
    private readonly PermitLease _lease = new();
    private readonly DeadMansSwitch _switch;
    private readonly SwitchHistory _history;
    private TimeSpan _now = Ms(50_000);
    private TimeSpan _suspended;

    public SwitchPair(SwitchOptions options)
    {
        _options = options;
        _switch = new DeadMansSwitch(options, _lease, At);
        _history = new SwitchHistory(options, At);
    }

    private Moment At => new(_now, _suspended);

    public static void Play(SwitchOptions options, SwitchAct[] acts)
    {
        var pair = new SwitchPair(options);
        foreach (var act in acts)
            pair.Do(act);
        // Its end is decided, too: the permit lasts until its deadline and no clock step longer.
        pair.AskPermitAt(default);
        pair.AskPermitAt(TimeSpan.FromTicks(1));
    }

    private void Do(SwitchAct act)
    {
        switch (act)
        {
            case SwitchAct.Wait wait:
                Pass(wait.For, wait.Way);
                break;
            case SwitchAct.WaitUntil until:
                if (At.Now < TimeOf(until.Mark) + until.Offset)
                    Pass(TimeOf(until.Mark)!.Value + until.Offset - _now, until.Way);
                break;
            case SwitchAct.Beats beats:
                for (var beat = 0; beat < beats.Count; beat++)
                {
                    Pass(Ms(180), Way.Running);
                    Datagram(MessageType.Hello, beats.From, Guid.Empty);
                    Empty(_now);
                }

                break;
            case SwitchAct.Datagram datagram:
                Datagram(datagram.Type, datagram.From, datagram.To);
                break;
            case SwitchAct.Signed signed:
                Do(signed);
                break;
            case SwitchAct.SignedBeats beats:
                Do(beats);
                break;
            case SwitchAct.Empty empty:
                Empty(_now - empty.Ago);
                break;
            case SwitchAct.Look:
                Look();
                break;
            case SwitchAct.Reset:
                Look();
                Same(_switch.Reset(At, out var refusal), _history.Reset(At, out var expected));
                Same("refusal", refusal, expected);
                break;
            case SwitchAct.CheckIn:
                CheckIn();
                break;
            case SwitchAct.Trip trip:
                Look();
                Same(_switch.Trip(trip.Cause, At), _history.Trip(trip.Cause, At));
                break;
            case SwitchAct.AskPermit ask:
                AskPermit(_now + ask.Ahead);
                break;
            case SwitchAct.AskPermitAt ask:
                AskPermitAt(ask.After);
                break;
        }
    }

    private TimeSpan? TimeOf(Mark mark) => mark switch
    {
        Mark.Deadline => _history.LastBeat + _options.Limit,
        Mark.Half => _history.LastBeat + (_options.Limit / 2),
        Mark.ControlDeadline => _history.LastCheckIn + _options.CheckInLimit,
        Mark.HeldReset => _history.LastRefusal + Ms(1_000),
        Mark.Ownership => _history.HeldUntil,
        _ => _history.FreshSince + _options.Limit,
    };

    private void Pass(TimeSpan span, Way way)
    {
        var end = _now + span;
        if (way is Way.Frozen or Way.Suspended)
        {
            _now = end;
            _suspended += way == Way.Suspended ? span : default;
            return;
        }

        while (_now < end)
        {
            var due = _switch.WakeAt(_now);
            Same("time of the next look", due, _history.WakeAt(_now));
            // At once, if it was due while nothing ran.
            _now = due < _now ? _now : due < end ? due : end;
            Look();
            if (way != Way.ListenerHeld)
                Empty(_now);
            if (way != Way.LoopSilent)
                CheckIn();
        }
    }

    private void Look() => Same(_switch.Look(At), _history.Look(At));

    private void CheckIn()
    {
        Look();
        Same(_switch.CheckIn(At), _history.CheckIn(At));
    }

    private void Empty(TimeSpan lookedAt)
    {
        Look();
        _switch.FoundEmpty(new(lookedAt, _suspended));
        _history.FoundEmpty(lookedAt);
        SameState();
    }

    private void Datagram(MessageType type, Guid from, Guid to)
    {
        Same(_switch.Read(At), _history.Read(At));
        Same(_switch.Hear(type, from, to, At), _history.Hear(type, from, to, At));
    }

    private void AskPermitAt(TimeSpan after)
    {
        // Never before now: the reader's clock is the same clock.
        if (_history.PermittedUntil + after is { } deadline)
            AskPermit(deadline > _now ? deadline : _now);
    }

    private void AskPermit(TimeSpan now) => Same("validity", _lease.IsValid(_lease.Number, now), _history.IsValid(now));

    private void Same(in Outcome actual, in Outcome expected)
    {
        Same("trip", actual.Tripped, expected.Tripped);
        Same("cause told", actual.Stopped, expected.Stopped);
        Same("silence told", actual.Silence, expected.Silence);
        Same("second cause told", actual.AlsoStopped, expected.AlsoStopped);
        Same("owner heard", actual.OwnerHeard, expected.OwnerHeard);
        Same("connection told", actual.Connected, expected.Connected);
        Same("permit told", actual.Permitted, expected.Permitted);
        Same("stranger told", actual.Stranger, expected.Stranger);
        Same("rejection", actual.Rejected, expected.Rejected);
        Same("answer", actual.Answer, expected.Answer);
        SameState();
    }

    private void SameState()
    {
        Same("permitted", _switch.IsPermitted, _history.IsPermitted);
        Same("permits", _lease.Number, _history.Permits);
        Same("fresh", _switch.IsFresh, _history.LastBeat is not null);
        Same("Mother", _switch.Mother, _history.Mother);
        Same("owner", _switch.Owner, _history.Owner ?? _options.OnlyMother);
        Same("last cause", _switch.LastCause, _history.LastCause);
        AskPermit(_now);
        // Asking before the deadline changes nothing; asking after it would end the permit.
        if (_history.PermittedUntil is { } until)
        {
            AskPermit(_now + ((until - _now) / 2));
            AskPermit(until);
        }

        Same("an earlier permit", _lease.IsValid(_lease.Number - 1, _now), false);
    }

    private void Same<T>(string what, T actual, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            Assert.Fail($"{what} at {_now}: {actual}, and by the history {expected}");
    }
}
