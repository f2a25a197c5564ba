using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;

namespace Izzy.Cli.Drill;

/// <summary>What a drill wants done next.</summary>
internal enum DrillOrder
{
    /// <summary>Look again in a moment.</summary>
    Look,

    /// <summary>Ask a person whether all shall be stopped.</summary>
    Ask,

    /// <summary>Stop Mother.</summary>
    Stop,

    /// <summary>Reset Mother.</summary>
    Reset,

    /// <summary>It is over.</summary>
    End,
}

/// <summary>
/// One drill. Pure: what is seen, what is answered and the time are arguments; it says what to do next.
/// <code>
/// phase      input                                               becomes    order
/// ---------  --------------------------------------------------  ---------  -----
/// Checking   two looks a second apart, nothing against either    Asking     Ask     (or Stopping, if confirmed before)
/// Checking   somebody is late                                    Checking           that look neither begins nor ends the second
/// Checking   something is against it, and patience is over       Ended              refused: nothing was stopped
/// Checking   somebody is late at every look for five seconds     Ended              the same
/// Asking     a person says yes                                   Checking           all is looked at again
/// Asking     a person says anything else                         Ended              refused
/// Stopping   Mother stopped for it                               Waiting
/// Waiting    every IZZY confirmed                                Waiting    Reset
/// Waiting    one has not within Mother's silence to outwait      Ended              failed; Mother stays stopped
/// Waiting    one did so without the key that Mother has          Ended              the same, after the same time
/// Waiting    Mother was stopped by anybody else, or reset        Ended              aborted; never reset by the drill
/// Waiting    the reset is granted                                Returning
/// Returning  every IZZY answered a beat, and none waits          Ended              passed
/// Returning  the time in which each should have is over          Ended              passed or failed
/// Returning  Mother was stopped                                  Ended              aborted
/// any        she does not answer for three seconds               Ended              refused or aborted
/// </code>
/// </summary>
/// <param name="startedAt">By the wall clock, for the report alone.</param>
/// <param name="now">When it starts.</param>
/// <param name="isConfirmed">Whether a person confirmed it before.</param>
/// <param name="patience">How long it waits for what is against it to pass, before it refuses.</param>
internal sealed class DrillRun(DateTimeOffset startedAt, TimeSpan now, bool isConfirmed, TimeSpan patience = default)
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_unanswered = TimeSpan.FromSeconds(3);

    // Where packets are lost, somebody of a fleet is late now and then, and is heard or lost soon after: this long it is something else.
    private static readonly TimeSpan s_lateAtMost = TimeSpan.FromSeconds(5);

    private readonly Roll _roll = new();
    private readonly TimeSpan _patientUntil = now + patience;
    private bool _isConfirmed = isConfirmed;
    private (MotherView View, TimeSpan At)? _first;
    private MotherView? _last;
    private TimeSpan? _lateSince;
    private TimeSpan? _silentSince;
    private bool _isLastTry;
    private TimeSpan _stoppedAt;
    private TimeSpan? _resetAt;

    public enum Phases
    {
        Checking,
        Asking,
        Stopping,
        Waiting,
        Returning,
        Ended,
    }

    public Phases Phase { get; private set; }

    /// <summary>The number of the drill's own request for a stop, once there is one.</summary>
    public int Request { get; private set; }

    /// <summary>Why nobody was stopped; null while or where somebody was.</summary>
    public Problem? Refusal { get; private set; }

    /// <summary>What was found; null until it has ended, and where it was refused.</summary>
    public DrillReport? Report { get; private set; }

    /// <summary>Takes a look in.</summary>
    /// <param name="view">What Mother showed, or null if she did not answer.</param>
    /// <param name="asked">The time before she was asked: what she showed is as new as this, or newer.</param>
    public DrillOrder Take(MotherView? view, TimeSpan asked)
    {
        if (view is null)
            return Unanswered(asked);
        (_last, _silentSince) = (view, null);
        return Phase switch
        {
            Phases.Checking => Check(view, asked),
            Phases.Waiting => Wait(view, asked),
            Phases.Returning => Watch(view, asked),
            _ => DrillOrder.End,
        };
    }

    /// <summary>What the person said.</summary>
    public void Confirm(bool yes)
    {
        if (Phase != Phases.Asking)
            return;
        if (!yes)
        {
            Refuse(new Problem("Nothing was stopped: the answer was not yes.", "Drill again when everyone is ready."));
            return;
        }

        // Somebody may have set something going while the person read.
        (Phase, _isConfirmed, _first) = (Phases.Checking, true, null);
    }

    /// <summary>What Mother answered to the stop.</summary>
    /// <param name="answer">Her answer.</param>
    /// <param name="asked">The time before she was asked.</param>
    public void Stopped(DrillAnswer answer, TimeSpan asked)
    {
        if (Phase != Phases.Stopping)
            return;
        if (answer is DrillAnswer.Stopped(var request))
            (Phase, Request, _stoppedAt) = (Phases.Waiting, request, asked);
        else if (answer is DrillAnswer.AlreadyStopped)
            Refuse(new Problem("Somebody else stopped Mother in this moment; the drill stopped nobody.", "Ask why. When the stage is clear, type reset at her, and drill again."));
        else
            End(DrillResult.Aborted, MotherStands.Unknown, "Mother did not answer when she was asked to stop.", "Look at her: she may be stopped. Then reset her there.");
    }

    /// <summary>What Mother answered to the reset.</summary>
    /// <param name="answer">Her answer.</param>
    /// <param name="answered">The time after she answered.</param>
    public void ResetAnswered(DrillAnswer answer, TimeSpan answered)
    {
        if (Phase != Phases.Waiting)
            return;
        switch (answer)
        {
            case DrillAnswer.Granted:
                (Phase, _resetAt) = (Phases.Returning, answered);
                break;
            case DrillAnswer.StoppedAgain or DrillAnswer.Refused(ResetRefusal.NotConfirmed or ResetRefusal.NotStopped):
                // Another stop, an IZZY found in this very moment, or a person's reset: the next look shows which, and what is now.
                break;
            case DrillAnswer.Refused(var reason):
                End(DrillResult.Aborted, MotherStands.Stopped, $"Mother refused the reset: {Refusals.Describe(reason)}.", "She stands stopped. Mend that, then reset her.");
                break;
            default:
                End(DrillResult.Aborted, MotherStands.Unknown, "Mother did not answer when she was asked to reset.", "Look at her: she beats again, or stands stopped.");
                break;
        }
    }

    /// <summary>Breaks it off: whoever ran it leaves. What is stopped stays so.</summary>
    public void Abort(string why)
    {
        if (Phase is Phases.Checking or Phases.Asking or Phases.Stopping)
            Refuse(new Problem($"Nothing was stopped: {why}.", "Drill again."));
        else if (Phase != Phases.Ended)
            End(DrillResult.Aborted, _resetAt is null ? MotherStands.Stopped : MotherStands.Beating, $"It was broken off: {why}.", _resetAt is null ? "Mother stands stopped; reset her when the stage is clear." : "");
    }

    private DrillOrder Check(MotherView view, TimeSpan asked)
    {
        var (problem, late) = (Conditions.Against(view), Conditions.Late(view));
        _lateSince = late is null ? null : _lateSince ?? asked;
        // What a late one said last is old: no proof that it stands. The look before still counts, so that it is seen if it moved meanwhile.
        if (problem is null && asked - _lateSince < s_lateAtMost)
            return DrillOrder.Look;
        problem ??= late;
        if (problem is null && _first is { } first)
        {
            // Two beat periods and a half: then whoever is present has been heard between the looks.
            var gap = 2.5 * view.Interval > s_betweenLooks ? 2.5 * view.Interval : s_betweenLooks;
            if (asked - first.At < gap)
                return DrillOrder.Look;
            problem = Conditions.Between(first.View, view);
            if (problem is null)
                return Checked(view);
        }

        _first = problem is null ? (view, asked) : null;
        if (problem is null || asked < _patientUntil)
            return DrillOrder.Look;
        Refuse(problem);
        return DrillOrder.End;
    }

    private DrillOrder Checked(MotherView view)
    {
        if (!_isConfirmed)
        {
            Phase = Phases.Asking;
            return DrillOrder.Ask;
        }

        // Now, for what each reported before it was stopped.
        _roll.TakeConfirmations(view);
        Phase = Phases.Stopping;
        return DrillOrder.Stop;
    }

    private DrillOrder Wait(MotherView view, TimeSpan asked)
    {
        if (view.StopRequests != Request)
            return StoppedByOthers(view);
        if (view.StopCause is null)
            return ResetByOthers();
        _roll.TakeConfirmations(view);
        // Mother's own rule for when silence alone has stopped each: whoever has not confirmed by then does not.
        var isOver = asked - _stoppedAt >= view.SilenceToOutwait;
        if (!_roll.AllConfirmed)
            return isOver ? Unconfirmed() : DrillOrder.Look;
        if (isOver && _isLastTry)
            return Unconfirmed();
        _isLastTry = isOver;
        return DrillOrder.Reset;
    }

    private DrillOrder Watch(MotherView view, TimeSpan asked)
    {
        if (view.StopCause is { } cause)
            return End(DrillResult.Aborted, MotherStands.Stopped, $"Mother was stopped again after the drill's reset ({Words.Of(cause)}).", "Ask why. When the stage is clear, reset her.");
        var since = asked - _resetAt!.Value;
        _roll.TakeReturns(view, since);
        if (_roll.AllHeardAgain && (_roll.NoneStopped || since >= TimeToReturn(view)))
            return End(DrillResult.Passed, MotherStands.Beating, "Every IZZY confirmed the stop and heard beats again.", "");
        if (since < TimeToReturn(view))
            return DrillOrder.Look;
        var silent = Conditions.Names(_roll.ByName.Where(izzy => izzy.HeardAgain != true).Select(izzy => (izzy.Name, izzy.Id)));
        return End(DrillResult.Failed, MotherStands.Beating, $"Not heard again after the reset: {silent}.", "Check power, Wi-Fi, firewall. Mother beats.");
    }

    // One that resets itself does so after a whole limit of fresh beats; the rest is for beats that are lost.
    private static TimeSpan TimeToReturn(MotherView view) => view.LongestLimit + (5 * view.Interval);

    private DrillOrder Unconfirmed()
    {
        if (_roll.ByName.Where(izzy => izzy.HasUnprovenStop).Select(izzy => (izzy.Name, izzy.Id)).ToList() is { Count: > 0 } unproven)
            return Unproven(unproven);
        var silent = _roll.ByName.Where(izzy => izzy.ConfirmedAfterMs is null).Select(izzy => (izzy.Name, izzy.Id)).ToList();
        return silent.Count == 0
            ? End(DrillResult.Failed, MotherStands.Stopped, "Mother did not grant the reset in time although every IZZY confirmed.", "She stands stopped; look at the stage and reset her.")
            : End(
                DrillResult.Failed,
                MotherStands.Stopped,
                $"The stop was NOT confirmed by {Conditions.Names(silent)}.",
                "Mother stands stopped. Look at the robot: power, Wi-Fi, firewall. One that runs the reference client cannot confirm and does not stop by itself: use the wired button, and give it izzy client --attach.");
    }

    private DrillOrder Unproven(List<(string Name, Guid Id)> unproven)
    {
        var silent = _roll.ByName.Where(izzy => izzy.ConfirmedAfterMs is null).Select(izzy => (izzy.Name, izzy.Id)).ToList();
        return End(
            DrillResult.Failed,
            MotherStands.Stopped,
            $"{(silent.Count > 0 ? $"The stop was NOT confirmed by {Conditions.Names(silent)}. " : "")}Confirmed but UNVERIFIED: {Conditions.Names(unproven)}; anybody on this network could have said so.",
            $"Mother stands stopped. Look at the robot{(silent.Count > 0 ? ": power, Wi-Fi, firewall" : "")}. Start each with the venue's --key-file, and drill again.");
    }

    private DrillOrder StoppedByOthers(MotherView view) => End(
        DrillResult.Aborted,
        view.StopCause is null ? MotherStands.Beating : MotherStands.Stopped,
        "Somebody or something else asked for a stop during the drill, so the drill did not reset Mother.",
        view.StopCause is null ? "Somebody reset her since; ask." : "Mother stands stopped. Ask why. When the stage is clear, reset her.");

    private DrillOrder ResetByOthers() =>
        End(DrillResult.Aborted, MotherStands.Beating, "Somebody else reset Mother before the drill did.", "Drill again, and leave her alone meanwhile.");

    private DrillOrder Unanswered(TimeSpan asked)
    {
        _silentSince ??= asked;
        if (asked - _silentSince < s_unanswered)
            return DrillOrder.Look;
        if (Phase is Phases.Waiting or Phases.Returning)
            return End(DrillResult.Aborted, MotherStands.Unknown, "Mother does not answer any more.", _resetAt is null ? "The drill did not reset her: if she runs, she stands stopped. Look at her." : "Look at her.");
        Refuse(new Problem("Mother does not answer.", "Look at her terminal, and drill again when she runs."));
        return DrillOrder.End;
    }

    private void Refuse(Problem problem) => (Phase, Refusal) = (Phases.Ended, problem);

    private DrillOrder End(DrillResult result, MotherStands mother, string verdict, string toDo)
    {
        Phase = Phases.Ended;
        Report = new DrillReport
        {
            Time = startedAt,
            Result = result,
            Verdict = verdict,
            ToDo = toDo,
            Mother = _last?.Id ?? Guid.Empty,
            MotherNow = mother,
            ResetAfterMs = HeartbeatEvent.Ms(_resetAt - _stoppedAt),
            Izzies = _roll.ByName,
        };
        return DrillOrder.End;
    }
}
