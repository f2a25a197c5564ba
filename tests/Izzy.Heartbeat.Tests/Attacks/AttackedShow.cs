using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Scenarios;
using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.TestKeys;

namespace Izzy.Heartbeat.Tests.Attacks;

/// <summary>
/// Mother and two robots with a key, and an attacker without it who sends from any address, looked at after each millisecond. What must hold is
/// said in terms of what was really sent and done, which this class sees and the two sides do not.
/// </summary>
internal sealed class AttackedShow
{
    private const int Period = 120;
    private const int Limit = 1_000;

    private readonly Stage _stage = new() { Keys = new(Key(1)) };
    private readonly Dictionary<Guid, double> _beatMade = [];
    private readonly Dictionary<Guid, double> _wordSaid = [];
    private readonly Dictionary<Who, Robot> _robots = [];
    private StageMother _mother;
    private double _motherSince;
    private int _mothers = 1;

    public AttackedShow()
    {
        _stage.OnSent = datagram =>
        {
            // Only what was really sent: the attacker's does not come by here.
            _wordSaid[datagram.Sender] = _stage.Now;
            if (datagram.Type == MessageType.Hello)
                _beatMade[datagram.Receiver] = _stage.Now;
        };
        _mother = _stage.AddMother(interval: Period);
        _robots[Who.ManualRobot] = new(_stage.AddIzzy(ResetPolicy.Manual, Limit));
        _robots[Who.AutomaticRobot] = new(_stage.AddIzzy(ResetPolicy.Auto, Limit));
    }

    public static void Play(AttackAct[] acts)
    {
        var show = new AttackedShow();
        foreach (var act in acts)
            show.Do(act);
        show.MustComeBack();
    }

    private void Do(AttackAct act)
    {
        switch (act)
        {
            case AttackAct.Pass pass:
                Run(pass.Milliseconds);
                break;
            case AttackAct.Weather weather:
                _stage.Network.Faults = weather.Faults;
                break;
            case AttackAct.Cut { Apart: true }:
                foreach (var robot in _robots.Values)
                    _stage.Network.Partition(_mother.Address, robot.Izzy.Address);
                break;
            case AttackAct.Cut:
                _stage.Network.Heal();
                break;
            case AttackAct.Replay replay:
                Do(replay);
                break;
            case AttackAct.Stop:
                _mother.Stop();
                break;
            case AttackAct.Release:
                Release();
                break;
            case AttackAct.Reset reset:
                _robots[reset.Robot].Reset();
                break;
            case AttackAct.Freeze freeze:
                Freeze(freeze.Party, frozen: true);
                Run(freeze.Milliseconds);
                Freeze(freeze.Party, frozen: false);
                break;
            case AttackAct.Restart { Party: Who.Mother }:
                Replace(_mothers);
                break;
            case AttackAct.Restart restart:
                var before = _robots[restart.Party].Izzy;
                _stage.Kill(before);
                _robots[restart.Party] = new(_stage.AddIzzy(before.Policy, Limit, before.Name, at: before.Address));
                break;
            case AttackAct.OtherMother:
                Replace(++_mothers);
                break;
        }
    }

    private void Do(AttackAct.Replay replay)
    {
        var speaker = replay.Whose == Who.Mother ? _mother.Id : _robots[replay.Whose].Izzy.Id;
        var recorded = _stage.Sent.Where(datagram => datagram.Sender == speaker).SkipLast(replay.Back).TakeLast(replay.Count).Select(datagram => datagram.Bytes).ToList();
        if (replay.Backwards)
            recorded.Reverse();
        var target = replay.To == Who.Mother ? _mother.Id : _robots[replay.To].Izzy.Id;
        for (var i = 0; i < recorded.Count; i++)
        {
            var bytes = Forgery.Make(recorded[i], replay.Change, replay.Where + i, target);
            ((InMemoryEndpoint)EndpointOf(replay.To)).Take(bytes, (InMemoryEndpoint)EndpointOf(replay.From), _stage.Clock.Now, _stage.Clock.Now);
            Run(replay.Every);
        }
    }

    private IDatagramTransport EndpointOf(Who who) => who == Who.Mother ? _mother.Endpoint : _robots[who].Izzy.Endpoint;

    private void Freeze(Who party, bool frozen)
    {
        if (party == Who.Mother)
            _mother.IsFrozen = frozen;
        else
            _robots[party].Izzy.IsFrozen = frozen;
    }

    private void Replace(int id)
    {
        var wasStopped = _mother.Latch.Current is not null;
        _stage.Kill(_mother);
        _mother = _stage.AddMother(id, Period, beats: !wasStopped, _mother.Address);
        _motherSince = _stage.Now;
        foreach (var robot in _robots.Values)
            robot.NeedsPerson = robot.Izzy.Permits > 0;
    }

    private void Release()
    {
        var wasStopped = _mother.Latch.Current is not null;
        if (_mother.Reset() == ResetRefusal.None && wasStopped)
            Must(!_robots.Values.Any(robot => robot.Izzy.IsPermitted), "Mother released the stop while a robot was permitted to move.");
    }

    private void Run(int milliseconds) => _stage.Run(milliseconds, Check);

    private void Check()
    {
        foreach (var robot in _robots.Values)
        {
            if (robot.Izzy.IsPermitted)
            {
                var age = _stage.Now - _beatMade.GetValueOrDefault(robot.Izzy.Id, double.MinValue);
                Must(age <= Limit, $"{robot.Izzy.Name} may move {age} ms after the last beat for it was made.");
            }

            if (robot.Izzy.Permits != robot.Permits)
            {
                // What the Mother before her sent may be under way, and still new enough.
                var mayComeBack = !robot.NeedsPerson || _stage.Now - _motherSince <= Limit;
                Must(robot.Izzy.Policy == ResetPolicy.Auto && mayComeBack, $"{robot.Izzy.Name} was permitted by no person.");
                robot.Permits = robot.Izzy.Permits;
            }
        }

        if (_stage.Now % 5 == 0)
            CheckWhatMotherShows();
    }

    private void CheckWhatMotherShows()
    {
        foreach (var info in _mother.Core.Snapshot())
        {
            if (info.IsVerified != true)
                continue;
            var izzy = _robots.Values.Single(robot => robot.Izzy.Id == info.Id).Izzy;
            var silence = _stage.Now - _wordSaid[info.Id];
            Must(info.Age!.Value.TotalMilliseconds >= silence, $"{izzy.Name} said nothing for {silence} ms, and Mother shows it as {info.Age.Value.TotalMilliseconds} ms old.");
            Must(info.StopConfirmedAfter is null || !izzy.IsPermitted, $"{izzy.Name} is shown as stopped, and may move.");
        }
    }

    /// <summary>The attacker leaves, and the network is well again: nothing that he did locks anybody out.</summary>
    private void MustComeBack()
    {
        _stage.Network.Heal();
        _stage.Network.Faults = NetworkFaults.None;
        // What is under way still arrives.
        Run(8_000);
        Release();
        Must(_mother.Latch.Current is null, "Mother stays stopped.");
        Run(3_000);
        foreach (var robot in _robots.Values)
        {
            if (!robot.Izzy.IsPermitted)
                robot.Reset();
        }

        Run(2_000);
        foreach (var robot in _robots.Values)
        {
            var info = _mother.Core.Snapshot().SingleOrDefault(info => info.Id == robot.Izzy.Id);
            Must(robot.Izzy.IsPermitted, $"{robot.Izzy.Name} does not come back.");
            Must(info is { IsVerified: true, Presence: Presence.Present }, $"{robot.Izzy.Name} is {info?.Presence} to Mother.");
        }
    }

    private void Must(bool holds, string otherwise)
    {
        if (!holds)
            Assert.Fail($"At {_stage.Now} ms: {otherwise}");
    }

    private sealed class Robot(StageIzzy izzy)
    {
        public StageIzzy Izzy { get; } = izzy;

        /// <summary>How many were given, as far as it is accounted for.</summary>
        public long Permits { get; set; }

        /// <summary>Whether Mother was started anew since a person permitted it.</summary>
        public bool NeedsPerson { get; set; }

        public void Reset()
        {
            if (Izzy.Core.Reset() != ResetRefusal.None)
                return;
            Permits++;
            NeedsPerson = false;
        }
    }
}
