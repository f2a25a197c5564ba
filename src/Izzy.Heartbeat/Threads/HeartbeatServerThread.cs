using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// The thread that beats. Created by <see cref="Mother"/>; in the reference, programs created it themselves, and after its
/// <c>stop</c> its <c>reset</c> beat no more: here <see cref="Reset"/> really starts the beat again.
/// </summary>
public sealed class HeartbeatServerThread : IDisposable
{
    // Held while a stop or a reset, which is done already, is told and kept. A stop never waits for it before the beats cease.
    private readonly Lock _aftermath = new();
    private readonly StepThread _thread;
    private readonly HeartbeatSender _sender;
    private readonly MotherCore _core;
    private readonly StopLatch _latch;
    private readonly StateFile? _state;
    private readonly EventStream _events;
    private readonly TimeSpan _interval;

    internal HeartbeatServerThread(
        HeartbeatSender sender, MotherCore core, StopLatch latch, TimeSpan interval, StateFile? state, EventStream events, Action<string, Exception> died)
    {
        _sender = sender;
        _core = core;
        _latch = latch;
        _interval = interval;
        _state = state;
        _events = events;
        _thread = new StepThread("izzy-server", sender.Step, died);
    }

    /// <summary>Whether the thread runs. It does so while stopped, too: then it repeats ESTOP.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>
    /// Stops every IZZY: when this returns, no beat follows, the first ESTOP is out, and the stop is on disk (rules S13 and
    /// S14). Silence is the guarantee, ESTOP the haste. Callable from any thread, any number of times.
    /// </summary>
    /// <returns>False if it was stopped already; another burst of ESTOP goes out all the same.</returns>
    public bool Stop() => Stop(StopCause.LocalStop);

    /// <summary>
    /// Beats again. A deliberate act of a person; it moves nothing, for each IZZY is reset by its own policy.
    /// </summary>
    /// <returns>Why it was refused, or <see cref="ResetRefusal.None"/>.</returns>
    public ResetRefusal Reset()
    {
        lock (_aftermath)
        {
            var count = _core.CountStop();
            return Tell(_sender.Reset(count, out var wait), wait, count.Unconfirmed).Refusal;
        }
    }

    /// <summary>How the thread does: it begins a step at least once a beat, or once a second.</summary>
    internal ThreadFacts Facts => _thread.Facts;

    /// <summary>Ends the thread, which stops Mother (rule S19). Who leaves in good order disposes of <see cref="Mother"/>.</summary>
    public void Dispose() => _thread.EndAlone();

    /// <summary>Ends the thread, for a Mother who leaves. No stop is sent; <see cref="Mother.Dispose"/> does that.</summary>
    internal void End() => _thread.Dispose();

    internal bool Stop(StopCause cause)
    {
        var isNew = _sender.Stop(cause);
        KeepStop(cause, isNew);
        return isNew;
    }

    /// <summary>As <see cref="Stop(StopCause)"/>, for the thread that listens: it must hear the confirmations, and waits for no disk (rule S19).</summary>
    internal void StopAtOnce(StopCause cause)
    {
        var isNew = _sender.Stop(cause);
        _thread.Wake();
        new Thread(() => TellStop(cause, isNew)) { Name = "izzy-keep", IsBackground = true }.Start();
    }

    /// <summary>Stops, unless she is stopped already: then nothing is done. For whoever will undo it, such as a drill.</summary>
    /// <param name="request">The number of this request, for <see cref="TryReset"/>.</param>
    internal bool TryStop(out int request)
    {
        var isNew = _sender.TryStop(StopCause.LocalStop, out request);
        if (isNew)
            KeepStop(StopCause.LocalStop, isNew: true);
        return isNew;
    }

    /// <summary>
    /// Undoes a stop once every IZZY confirmed it, unless anybody asked for another one since, from whatever thread and for
    /// whatever cause. A person's <see cref="Reset"/> is the only way then.
    /// </summary>
    /// <param name="request">What <see cref="TryStop"/> gave.</param>
    /// <param name="refusal">Why she beats no more, where it is not for another stop.</param>
    /// <returns>False if another stop was asked for since.</returns>
    internal bool TryReset(int request, out ResetRefusal refusal)
    {
        lock (_aftermath)
        {
            if (!_sender.TryReset(request, _core.CountStop(), out refusal))
                return false;
            if (refusal == ResetRefusal.None)
                BeatAgain();
            return true;
        }
    }

    /// <summary>As <see cref="Reset"/>, for a person who saw a stop from elsewhere; another one may have been asked for since.</summary>
    /// <param name="request">The last request for a stop that the person saw.</param>
    /// <returns>Null if another stop was asked for since, from whatever thread and for whatever cause: nothing is done then.</returns>
    internal ResetOutlook? ResetSeen(int request)
    {
        lock (_aftermath)
        {
            var count = _core.CountStop();
            return _sender.ResetSeen(request, count, out var wait) is { } refusal ? Tell(refusal, wait, count.Unconfirmed) : null;
        }
    }

    internal void Start()
    {
        if (_state is { IsStopped: true })
        {
            _sender.Restore();
            _core.CadenceIs(HeartbeatSender.LatchedCadence);
            _events.Publish(new HeartbeatEvent.Stopped(_latch.Current!.Cause, Restored: true));
        }

        _thread.Start();
    }

    private void KeepStop(StopCause cause, bool isNew)
    {
        _thread.Wake();
        TellStop(cause, isNew);
    }

    private void TellStop(StopCause cause, bool isNew)
    {
        lock (_aftermath)
        {
            if (isNew)
                _events.Publish(new HeartbeatEvent.Stopped(cause));
            // Again on each call: the first may have found the disk full.
            FollowLatch();
        }
    }

    private ResetOutlook Tell(ResetRefusal refusal, TimeSpan wait, int unconfirmed)
    {
        if (refusal == ResetRefusal.None)
        {
            BeatAgain();
        }
        else
        {
            var left = refusal == ResetRefusal.NotConfirmed ? wait : (TimeSpan?)null;
            _events.Publish(new HeartbeatEvent.ResetRefused(refusal, HeartbeatEvent.Ms(left), left is null ? null : unconfirmed));
        }

        return new(refusal, wait, unconfirmed);
    }

    /// <summary>The latch was opened: what follows of it. Under the lock of the aftermath.</summary>
    private void BeatAgain()
    {
        _thread.Wake();
        _events.Publish(new HeartbeatEvent.Reset());
        FollowLatch();
    }

    /// <summary>
    /// Whoever comes last brings the cadence and the disk to what the latch is by then, so that of a stop and a reset at the
    /// same time neither can leave behind what the other undid.
    /// </summary>
    private void FollowLatch()
    {
        _core.CadenceIs(_latch.IsLatched ? HeartbeatSender.LatchedCadence : _interval);
        try
        {
            _state?.Keep(_latch.IsLatched);
        }
        catch (Exception exception)
        {
            _events.Publish(new HeartbeatEvent.StateNotSaved(exception.Message));
        }
    }
}
