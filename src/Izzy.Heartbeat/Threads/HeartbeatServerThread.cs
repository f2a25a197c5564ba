using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// The thread that beats. Created by <see cref="Mother"/>; in the reference, programs created it themselves, and after its
/// <c>stop</c> its <c>reset</c> beat no more: here <see cref="Reset()"/> really starts the beat again.
/// </summary>
public sealed class HeartbeatServerThread : IDisposable
{
    // Held while the disk is written, which may take its time. Who beats, listens or resets never waits for it.
    private readonly Lock _disk = new();
    private readonly Lock _cadence = new();
    private readonly StepThread _thread;
    private readonly HeartbeatSender _sender;
    private readonly MotherCore _core;
    private readonly StopLatch _latch;
    private readonly StateFile? _state;
    private readonly EventStream _events;
    private readonly TimeSpan _interval;
    private bool? _onDisk;
    private bool _hasEnded;

    internal HeartbeatServerThread(
        HeartbeatSender sender, MotherCore core, StopLatch latch, TimeSpan interval, StateFile? state, EventStream events, Action<string, Exception> died)
    {
        _sender = sender;
        _core = core;
        _latch = latch;
        _interval = interval;
        _state = state;
        _events = events;
        _onDisk = state?.IsStopped;
        _thread = new StepThread("izzy-server", sender.Step, died);
        sender.Tells = events.Publish;
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
    /// Beats again. A deliberate act of a person; it moves nothing, for each IZZY is reset by its own policy. It undoes no stop that is
    /// asked for after this call, and waits for no disk, so that the next word of the same person, which may be a stop, is heard.
    /// </summary>
    /// <returns>Why it was refused, or <see cref="ResetRefusal.None"/>.</returns>
    public ResetRefusal Reset() => Reset(_sender.Requests);

    /// <summary>As <see cref="Reset()"/>, for a person who began to ask for it a while ago: a stop that was asked for since is told, and stands.</summary>
    /// <param name="request">The last request for a stop by then.</param>
    internal ResetRefusal Reset(int request)
    {
        if (ResetSeen(request) is { } outlook)
            return outlook.Refusal;
        _events.Publish(new HeartbeatEvent.ResetRefused(ResetRefusal.StoppedAgain));
        return ResetRefusal.StoppedAgain;
    }

    /// <summary>How the thread does: it begins a step at least once a beat, or once a second.</summary>
    internal ThreadFacts Facts => _thread.Facts;

    /// <summary>Ends the thread, which stops Mother (rule S19). Who leaves in good order disposes of <see cref="Mother"/>.</summary>
    public void Dispose() => _thread.EndAlone();

    /// <summary>She leaves: ESTOP to everyone, and no beat and no reset from now on. Nothing of it is kept: the next Mother beats.</summary>
    internal void Leave()
    {
        _sender.Leave();
        _thread.Wake();
    }

    /// <summary>Ends the thread, once what was stopped or reset before is on disk; a disk that stalls is left behind after a second.</summary>
    internal void End()
    {
        _thread.Dispose();
        if (!_disk.TryEnter(TimeSpan.FromSeconds(1)))
            return;
        try
        {
            if (_onDisk != _latch.IsKept)
                Write();
            _hasEnded = true;
        }
        finally
        {
            _disk.Exit();
        }
    }

    internal bool Stop(StopCause cause)
    {
        var isNew = _sender.Stop(cause);
        FollowLatch();
        Keep();
        return isNew;
    }

    /// <summary>As <see cref="Stop(StopCause)"/>, for the thread that listens: it must hear the confirmations, and waits for no disk (rule S19).</summary>
    internal void StopAtOnce(StopCause cause)
    {
        _sender.Stop(cause);
        FollowLatch();
        KeepSoon();
    }

    /// <summary>Stops, unless she is stopped already: then nothing is done. For whoever will undo it, such as a drill.</summary>
    /// <param name="request">The number of this request, for <see cref="TryReset"/>.</param>
    internal bool TryStop(out int request)
    {
        var isNew = _sender.TryStop(StopCause.LocalStop, out request);
        if (isNew)
        {
            FollowLatch();
            Keep();
        }

        return isNew;
    }

    /// <summary>
    /// Undoes a stop once every IZZY confirmed it, unless anybody asked for another one since, from whatever thread and for
    /// whatever cause. A person's <see cref="Reset()"/> is the only way then.
    /// </summary>
    /// <param name="request">What <see cref="TryStop"/> gave.</param>
    /// <param name="refusal">Why she beats no more, where it is not for another stop.</param>
    /// <returns>False if another stop was asked for since.</returns>
    internal bool TryReset(int request, out ResetRefusal refusal)
    {
        var outlook = _sender.Reset(request, _core.CountStop(), onlyIfConfirmed: true);
        refusal = outlook?.Refusal ?? ResetRefusal.None;
        if (outlook is { Refusal: ResetRefusal.None })
            BeatAgain();
        return outlook is not null;
    }

    /// <summary>As <see cref="Reset(int)"/>, for whoever tells a refusal in words of their own.</summary>
    /// <param name="request">The last request for a stop that the person saw.</param>
    /// <returns>Null if another stop was asked for since, from whatever thread and for whatever cause: nothing is done then.</returns>
    internal ResetOutlook? ResetSeen(int request)
    {
        // Counted after the request was noted: of another stop than that one the count is never used.
        if (_sender.Reset(request, _core.CountStop()) is not { } outlook)
            return null;
        if (outlook.Refusal == ResetRefusal.None)
        {
            BeatAgain();
        }
        else
        {
            var mayWait = outlook.Refusal == ResetRefusal.NotConfirmed;
            _events.Publish(new HeartbeatEvent.ResetRefused(
                outlook.Refusal, mayWait ? HeartbeatEvent.Ms(outlook.Wait) : null, mayWait ? outlook.Unconfirmed : null));
        }

        return outlook;
    }

    internal void Start()
    {
        if (_state is { IsStopped: true })
        {
            _sender.Restore();
            FollowLatch();
            _events.Publish(new HeartbeatEvent.Stopped(_latch.Current!.Cause, Restored: true));
        }

        _thread.Start();
    }

    /// <summary>The latch was opened: what follows of it. A crash before it is on disk leaves a stop behind, which is the safe side.</summary>
    private void BeatAgain()
    {
        FollowLatch();
        KeepSoon();
    }

    /// <summary>Whoever comes last brings the cadence to what the latch is by then.</summary>
    private void FollowLatch()
    {
        _thread.Wake();
        lock (_cadence)
            _core.CadenceIs(_latch.IsLatched ? HeartbeatSender.LatchedCadence : _interval);
    }

    private void KeepSoon() => new Thread(Keep) { Name = "izzy-keep", IsBackground = true }.Start();

    /// <summary>
    /// Whoever comes last brings the disk to what the latch is by then, so that of a stop and a reset at the same time neither can
    /// leave behind what the other undid. Again on each call: the one before may have found the disk full.
    /// </summary>
    private void Keep()
    {
        lock (_disk)
        {
            // A stop while she leaves is kept, too, as long as the file is there.
            if (!_hasEnded || _latch.IsKept)
                Write();
        }
    }

    private void Write()
    {
        try
        {
            var isKept = _latch.IsKept;
            _state?.Keep(isKept);
            _onDisk = isKept;
        }
        catch (Exception exception)
        {
            _events.Publish(new HeartbeatEvent.StateNotSaved(exception.Message));
        }
    }
}
