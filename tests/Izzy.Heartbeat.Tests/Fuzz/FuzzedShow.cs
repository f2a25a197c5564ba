using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Scenarios;
using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.TestKeys;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// Mother and a robot with a key, from the robot's reset by a person to its stop and its next reset. All the while both are given datagrams that
/// nobody with the key made: drawn ones, in either's name too, and what mutations make of what the two really said.
/// </summary>
internal sealed class FuzzedShow
{
    private const int Period = 120;
    private const int Limit = 1_000;

    private readonly DatagramFeed _feed;
    private readonly Stage _stage = new() { Keys = new(Key(1)) };
    private readonly StageMother _mother;
    private readonly StageIzzy _robot;
    private readonly InMemoryEndpoint _attacker;
    private double _lastBeat;
    private double _lastWord;

    public FuzzedShow(DatagramFeed feed)
    {
        _feed = feed;
        _mother = _stage.AddMother(interval: Period);
        _robot = _stage.AddIzzy(ResetPolicy.Manual, Limit);
        _attacker = (InMemoryEndpoint)_stage.AddEndpoint(6_000, Ports.UdpToClient);
        _stage.OnSent = datagram =>
        {
            // What the attacker sends does not come by here.
            if (datagram.Sender == _robot.Id)
                _lastWord = _stage.Now;
            else if (datagram.Type == MessageType.Hello)
                _lastBeat = _stage.Now;
        };
    }

    public void Live()
    {
        // Something was said that can be mutated.
        _stage.Run(Period);
        Attack(1_000, () => Must(_robot.Permits == 0, "It was permitted without a reset."));
        Must(_robot.Core.Reset() == ResetRefusal.None, "It could not be reset.");
        Attack(1_500, () => Must(_robot.IsPermitted && _robot.StopActions.Count == 0 && _mother.Latch.Current is null, "Something stopped it, or Mother."));

        var isStopped = _feed.Draw.Chance(0.5);
        if (isStopped)
            _mother.Stop();
        else
            _mother.IsFrozen = true;
        Attack(Limit + Period, () => Must(!_robot.IsPermitted || _stage.Now - _lastBeat <= Limit, $"It may move {_stage.Now - _lastBeat} ms after Mother's last beat."));
        Must(_robot.StopActions is [var (cause, _)] && cause == (isStopped ? StopCause.StopReceived : StopCause.Silence), "It did not stop once, and for that.");

        _mother.IsFrozen = false;
        if (isStopped)
            Attack(4_000, () => Must(_mother.Latch.Current is not null, "Mother was released."));
        // Made-up plain IZZYs may keep her waiting for a reset until silence alone would have stopped them; the stop of a pause is like any other.
        Must(_mother.Reset() is ResetRefusal.None or ResetRefusal.NotStopped, "Mother could not be reset.");
        Attack(1_500, () => Must(_robot.Permits == 1 && _robot.StopActions.Count == 1, "It was permitted without a reset."));
        Must(_robot.Core.Reset() == ResetRefusal.None && _robot.IsPermitted, "It is locked out.");
    }

    private void Attack(int milliseconds, Action check)
    {
        for (var end = _stage.Now + milliseconds; _stage.Now < end;)
        {
            for (var times = _feed.Draw.Below(8); times > 0; times--)
                SendOne();
            _stage.Run(_feed.Draw.Between(1, 8), check);
            MustShowNothingTooYoung();
        }
    }

    private void SendOne()
    {
        var toMother = _feed.Draw.Chance(0.5);
        var datagram = _feed.Draw.Below(4) switch
        {
            0 => _feed.Next(),
            1 => _feed.NextBetween(_feed.Draw.Of<Guid>([_mother.Id, _robot.Id, Cast.Stranger]), _feed.Draw.Of<Guid>([_mother.Id, _robot.Id, Cast.Everyone])),
            _ => _feed.Mutated(_stage.Sent[^_feed.Draw.Between(1, Math.Min(40, _stage.Sent.Count))].Bytes),
        };
        var (to, other) = toMother ? (_mother.Endpoint, _robot.Endpoint) : (_robot.Endpoint, _mother.Endpoint);
        var from = _feed.Draw.Chance(0.5) ? _attacker : (InMemoryEndpoint)other;
        ((InMemoryEndpoint)to).Take(datagram.ToArray(), from, _stage.Clock.Now, _stage.Clock.Now);
    }

    private void MustShowNothingTooYoung()
    {
        foreach (var info in _mother.Core.Snapshot())
        {
            if (info.Id != _robot.Id)
                Must(info.IsVerified != true, $"{info.Name} is shown as verified.");
            else if (info.IsVerified == true)
                Must(info.Age >= TimeSpan.FromMilliseconds(_stage.Now - _lastWord) && (info.StopConfirmedAfter is null || !_robot.IsPermitted), "It is shown as younger than it is, or as stopped while it may move.");
        }
    }

    private void Must(bool holds, string otherwise)
    {
        if (!holds)
            Assert.Fail($"At {_stage.Now} ms: {otherwise}");
    }
}
