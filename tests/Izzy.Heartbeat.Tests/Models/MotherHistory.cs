using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Models.MotherFact;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>
/// A second model of Mother's stop and its confirmations, from rules S13 to S15: a list of what happened, and questions to it.
/// </summary>
internal sealed partial class MotherHistory(TimeSpan period, TimeSpan silenceToOutwait, bool asksForProof = false)
{
    private readonly List<MotherFact> _facts = [new Opened(Ms(0))];

    public void Add(MotherFact fact) => _facts.Add(fact);

    /// <summary>S14: stopped since she was last opened. The first stop counts, except that a dead thread is never forgotten.</summary>
    public (int Number, TimeSpan At, StopCause Cause)? Stop
    {
        get
        {
            var since = _facts.Skip(LastOpened).Where(fact => fact is Stopped or Restored).ToList();
            if (since.Count == 0)
                return null;
            var cause = since.Exists(fact => fact is Stopped { Cause: StopCause.ThreadDied }) ? StopCause.ThreadDied : (since[0] as Stopped)?.Cause ?? StopCause.LocalStop;
            var number = 0;
            for (var i = 1; i < _facts.Count; i++)
                number += _facts[i] is Stopped or Restored && _facts.Take(i).Last(fact => fact is Stopped or Restored or Opened) is Opened ? 1 : 0;
            return (number, since[0].At, cause);
        }
    }

    /// <summary>S13, S17: she beats on a grid from when she was opened, not twice for one point of it, and never while stopped.</summary>
    public bool MustBeat(TimeSpan now)
    {
        if (Stop is not null)
            return false;
        var opened = _facts[LastOpened].At;
        var last = _facts.Skip(LastOpened).OfType<Beat>().LastOrDefault();
        return last is null || (now - opened).Ticks / period.Ticks > (last.At - opened).Ticks / period.Ticks;
    }

    /// <summary>
    /// S14: how long until every IZZY has stopped by itself: those that this Mother beat, unless all of them confirmed, and those that the Mother before her
    /// may have beaten until this one was first there.
    /// </summary>
    public TimeSpan Wait(TimeSpan now)
    {
        if (Stop is null)
            return default;
        var first = _facts.First(fact => fact is Beat or Stopped or Restored).At;
        var last = _facts.OfType<Beat>().LastOrDefault()?.At ?? first;
        var longest = _facts.OfType<Told>().Select(told => told.Silence).Append(silenceToOutwait).Max();
        return (CountStop() is { Known: > 0, Unconfirmed: 0 } ? first : last) + longest - now;
    }

    public IEnumerable<int> Known => _facts.OfType<Heard>().Select(heard => heard.Izzy).Distinct().Where(izzy => Messages(izzy).Any());

    /// <summary>Those known at the stop, and those who have not confirmed it, found since or not.</summary>
    public (int Known, int Unconfirmed) CountStop()
    {
        if (Stop is not { } stop)
            return default;
        var known = Known.ToList();
        var anyForgotten = _facts.Skip(LastOpened).OfType<Forgot>().Any(forgot => forgot.WasUnconfirmed);
        var unconfirmed = known.Count(izzy => !HasConfirmed(izzy)) + (anyForgotten ? 1 : 0);
        return (known.Count(izzy => Messages(izzy).First().At <= stop.At), unconfirmed);
    }

    /// <summary>One who did not confirm the stop and is struck from the list may move all the same.</summary>
    public void Forget(TimeSpan now, int izzy) =>
        Add(new Forgot(now, izzy, Stop is not null && Known.Contains(izzy) && !HasConfirmed(izzy)));

    public ResetRefusal Reset(TimeSpan now)
    {
        if (Stop is not { } stop)
            return ResetRefusal.NotStopped;
        if (stop.Cause == StopCause.ThreadDied)
            return ResetRefusal.ThreadDied;
        if (Wait(now) > TimeSpan.Zero)
            return ResetRefusal.NotConfirmed;
        Add(new Opened(now));
        return ResetRefusal.None;
    }

    /// <summary>
    /// S15: the first message since the stop that itself says ESTOP, and that it cannot have sent before the stop: by its type,
    /// by what it said last, or by the time that has passed. Whoever says later that it moves must do so again; and so must who
    /// proves itself only then, since anybody may have said the rest.
    /// </summary>
    public TimeSpan? ConfirmedAfter(int izzy)
    {
        if (Stop is not { } stop)
            return null;
        var stopped = _facts.FindIndex(LastOpened, fact => fact is Stopped or Restored);
        TimeSpan? confirmed = null;
        foreach (var message in Messages(izzy).Where(message => _facts.FindIndex(fact => ReferenceEquals(fact, message)) > stopped))
        {
            if (ReferenceEquals(message, Signed(izzy).FirstOrDefault()))
                confirmed = null;
            var isOfNow = message.Proof is not null
                ? IsProofOfStop(message, stop.At)
                : message.Type == MessageType.Estop || message.At - stop.At >= Ms(30) || SaidSomethingElseBefore(message);
            if (confirmed is null && message.Says == IzzyStatus.Estop && isOfNow)
                confirmed = message.At - stop.At;
            else if (message.Says is IzzyStatus.Moving or IzzyStatus.Following && !MayHaveBeenOvertaken(message, stop.At + confirmed))
                confirmed = null;
        }

        return confirmed;
    }

    // By a confirmation that was sent after it; unless its number says that it was not.
    private static bool MayHaveBeenOvertaken(Heard message, TimeSpan? by) => message.Proof is null && !(message.At - by >= Ms(30));

    private int LastOpened => _facts.FindLastIndex(fact => fact is Opened);

    private bool SaidSomethingElseBefore(Heard message)
    {
        var before = Messages(message.Izzy).TakeWhile(other => !ReferenceEquals(other, message)).ToList();
        return before.Count > 0 && before.LastOrDefault(other => other.Says is not null)?.Says != IzzyStatus.Estop;
    }

    /// <summary>What an IZZY said since it was last forgotten.</summary>
    private IEnumerable<Heard> Messages(int izzy) =>
        _facts.Skip(_facts.FindLastIndex(fact => fact is Forgot forgot && forgot.Izzy == izzy) + 1).OfType<Heard>().Where(heard => heard.Izzy == izzy);
}
