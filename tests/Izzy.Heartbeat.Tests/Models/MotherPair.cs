using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Safety;
using Izzy.Heartbeat.Threads;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>Mother's latch, her voice and her registry beside their history, put through the same acts and compared after each.</summary>
internal sealed class MotherPair
{
    private static readonly TimeSpan s_period = Ms(180);
    private static readonly TimeSpan s_outwait = Ms(3_000);

    private readonly FakeClock _clock = new();
    private readonly Sniffer _network = Sniffer.New();
    private readonly StopLatch _latch = new(s_outwait);
    private readonly RegistryRig _rig = new();
    private readonly MotherHistory _history = new(s_period, s_outwait);
    private readonly HeartbeatSender _sender;

    private MotherPair() => _sender = new HeartbeatSender(Owner, s_period, _latch, new BeatLog(), _network, _clock, () => []);

    private TimeSpan Now => _clock.Now;

    public static void Play(MotherAct[] acts)
    {
        var pair = new MotherPair();
        foreach (var act in acts)
        {
            pair.Do(act);
            pair.SameState();
        }
    }

    private void Do(MotherAct act)
    {
        switch (act)
        {
            case MotherAct.Restore:
                _sender.Restore();
                _history.Add(new MotherFact.Restored(Now));
                break;
            case MotherAct.Pass pass:
                _clock.Advance(pass.For);
                Step();
                break;
            case MotherAct.PassUntilReset until:
                if (_history.Wait(Now) + until.Offset is var wait && wait > TimeSpan.Zero)
                    _clock.Advance(wait);
                break;
            case MotherAct.Step:
                Step();
                break;
            case MotherAct.Stop stop:
                Same("a new stop", _sender.Stop(stop.Cause), _history.Stop is null);
                _history.Add(new MotherFact.Stopped(Now, stop.Cause));
                break;
            case MotherAct.Reset:
                var expectedWait = _history.Wait(Now);
                var outlook = _sender.Reset(_sender.Requests, Count())!.Value;
                Same("refusal", outlook.Refusal, _history.Reset(Now));
                Same("wait told", outlook.Wait, expectedWait);
                break;
            case MotherAct.Hear hear:
                Hear(hear);
                break;
            case MotherAct.Forget forget:
                Same("forgotten", _rig.Registry.Forget(RegistryRig.Id(forget.Izzy).ToString(), _latch.Current) is null, _history.Known.Contains(forget.Izzy));
                _history.Forget(Now, forget.Izzy);
                break;
        }
    }

    private void Step()
    {
        var before = _network.Sent(MessageType.Hello);
        _sender.Step();
        Same("beats sent", _network.Sent(MessageType.Hello) - before, _history.MustBeat(Now) ? 1 : 0);
        if (_network.Sent(MessageType.Hello) > before)
            _history.Add(new MotherFact.Beat(Now));
    }

    private void Hear(MotherAct.Hear hear)
    {
        _rig.Now = Now;
        _rig.Stop = _latch.Current;
        var before = _history.ConfirmedAfter(hear.Izzy);
        var sighting = hear.Reported is { } status
            ? _rig.Hear(hear.Izzy, $"izzy {hear.Izzy}", status, hear.Type)
            : _rig.HearWithoutReport(hear.Type, hear.Izzy);
        _history.Add(new MotherFact.Heard(Now, hear.Izzy, hear.Type, hear.Reported));
        Same("confirmation told", sighting.ConfirmedAfter, before is null ? _history.ConfirmedAfter(hear.Izzy) : null);
    }

    private (int Known, int Unconfirmed) Count() => _latch.Current is { } stop ? _rig.Registry.CountStop(stop) : default;

    private void SameState()
    {
        var stop = _latch.Current;
        Same("stop", stop is null ? null : (stop.Number, stop.At, stop.Cause), _history.Stop);
        Same("latched", _latch.IsLatched, _history.Stop is not null);
        Same("known and unconfirmed", Count(), _history.CountStop());
        Same("wait", _latch.Foresee(stop, Now, Count().Known, Count().Unconfirmed).Wait, _history.Wait(Now));
        Same("IZZYs", _rig.Registry.Count, _history.Known.Count());
    }

    private void Same<T>(string what, T actual, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            Assert.Fail($"{what} at {Now}: {actual}, and by the history {expected}");
    }
}
