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
    private readonly RegistryRig _rig;
    private readonly MotherHistory _history;
    private readonly HeartbeatSender _sender;

    // The newest number of each IZZY's session. One wraps at once, the next begins behind it, and one half the circle away.
    private readonly Dictionary<(int Izzy, int Session), uint> _sequences = [];

    private MotherPair(bool asksForProof)
    {
        _rig = new RegistryRig(asksForProof);
        _history = new MotherHistory(s_period, s_outwait, asksForProof);
        _sender = new HeartbeatSender(Owner, s_period, _latch, new BeatLog(), _network, _clock, () => []);
    }

    private TimeSpan Now => _clock.Now;

    public static void Play(bool asksForProof, MotherAct[] acts)
    {
        var pair = new MotherPair(asksForProof);
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
                Hear(hear.Izzy, hear.Type, hear.Reported, null);
                break;
            case MotherAct.Signed signed:
                Hear(signed.Izzy, signed.Type, signed.Reported, Proof(signed));
                break;
            case MotherAct.Outwait outwait:
                _latch.Outwait(outwait.Silence);
                _history.Add(new MotherFact.Told(Now, outwait.Silence));
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

    private void Hear(int izzy, MessageType type, IzzyStatus? reported, MotherFact.Trailer? proof)
    {
        _rig.Now = Now;
        _rig.Stop = _latch.Current;
        var refusal = _history.Refusal(izzy, proof);
        // Who proves itself only now has not confirmed before, whatever was said in its name.
        var before = proof is null || _history.HasProven(izzy) ? _history.ConfirmedAfter(izzy) : null;
        var sighting = _rig.Hear(izzy, type, reported, Packet(proof));
        Same("refusal of a message", sighting.Rejected, refusal);
        if (refusal == RejectReason.None)
            _history.Add(new MotherFact.Heard(Now, izzy, type, reported, proof));
        var isNew = refusal == RejectReason.None && before is null;
        Same("confirmation told", sighting.ConfirmedAfter, isNew ? _history.ConfirmedAfter(izzy) : null);
    }

    private MotherFact.Trailer Proof(MotherAct.Signed signed)
    {
        var session = (signed.Izzy, signed.Session);
        var newest = _sequences.GetValueOrDefault(session, signed.Session switch { 1 => uint.MaxValue - 2, 2 => 5, _ => 0x8000_0000 });
        var sequence = unchecked(newest + signed.Ahead);
        _sequences[session] = signed.Ahead is > 0 and < 3 ? sequence : newest;
        var from = signed.Echo switch
        {
            EchoOf.Now => Now,
            EchoOf.LastStop => _history.Stop?.At,
            EchoOf.Newest => _history.NewestEcho(signed.Izzy),
            _ => null,
        };
        var sentAt = from - signed.Ago;
        return new(signed.Role, (ulong)signed.Session, sequence, sentAt < Now ? sentAt : from is null ? null : Now);
    }

    private static VerifiedPacket? Packet(MotherFact.Trailer? proof) =>
        proof is null ? null : new(new VerificationTrailer(proof.Role, proof.Session, proof.Sequence, 1_000, 5, 7), proof.EchoSentAt);

    private (int Known, int Unconfirmed) Count() => _latch.Current is { } stop ? _rig.Registry.CountStop(stop) : default;

    private void SameState()
    {
        var stop = _latch.Current;
        Same("stop", stop is null ? null : (stop.Number, stop.At, stop.Cause), _history.Stop);
        Same("latched", _latch.IsLatched, _history.Stop is not null);
        Same("known and unconfirmed", Count(), _history.CountStop());
        Same("wait", _latch.Foresee(stop, Now, Count().Known, Count().Unconfirmed).Wait, _history.Wait(Now));
        Same("IZZYs", _rig.Registry.Count, _history.Known.Count());
        Same("IZZYs proven", _rig.Registry.Izzies.Count(izzy => izzy.IsVerified), _history.Known.Count(_history.HasProven));
    }

    private void Same<T>(string what, T actual, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            Assert.Fail($"{what} at {Now}: {actual}, and by the history {expected}");
    }
}
