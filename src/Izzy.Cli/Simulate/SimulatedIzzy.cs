using System.Net;
using System.Threading.Channels;
using Izzy.Cli.Actors;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>
/// A simulated robot that runs this heartbeat: the real switch, listener, watchdog and responder, stepped instead of threaded, so that hundreds
/// need one thread, and one that is frozen is simply not called while its socket fills.
/// </summary>
internal sealed class SimulatedIzzy : ISimulated
{
    // As often as the demo's motors.
    private static readonly TimeSpan s_motorStep = TimeSpan.FromMilliseconds(50);

    private readonly Surroundings _around;
    private readonly Actor _actor;
    private readonly Random _random;
    private readonly Timetable _freeze;
    private readonly Timetable _restart;
    private Life _life;
    private TimeSpan? _motors;

    /// <param name="actor">How it moves.</param>
    /// <param name="around">Where it is.</param>
    /// <param name="profile">What befalls it.</param>
    /// <param name="random">Its chances.</param>
    public SimulatedIzzy(Actor actor, Surroundings around, Profile profile, Random random)
    {
        _actor = actor;
        _around = around;
        _random = random;
        Profile = profile;
        _freeze = new Timetable(profile.Freeze, random);
        _restart = new Timetable(profile.Restart, random);
        _life = new Life(this);
    }

    public string Name => _actor.Name;

    private Profile Profile { get; }

    // Without power, or frozen, it hears no button either.
    private bool IsThere => !_restart.Lasts && !_freeze.Lasts;

    public void Step(TimeSpan now)
    {
        if (_restart.Turns(now))
            Turn();
        if (_restart.Lasts)
            return;
        if (_freeze.Turns(now))
            _around.Tell(new SimulationEvent.Faulted(_around.Clock.UtcNow, Name, _freeze.Lasts ? SimulationEvent.Frozen : SimulationEvent.Thawed, _freeze.Lasts ? Profile.Freeze!.For : null));
        if (_freeze.Lasts)
            return;
        _life.Step(now);
        if (now - (_motors ??= now) >= s_motorStep)
        {
            _life.Core.Report(_actor.Step(now - _motors.Value, _life.IsPermitted));
            _motors = now;
        }
    }

    public void Reset()
    {
        if (IsThere)
            _life.Core.Reset();
    }

    public void Stop()
    {
        if (IsThere)
            _life.Core.Trip(StopCause.LocalStop);
    }

    public void Dispose() => _life.Dispose();

    private void Turn()
    {
        if (_restart.Lasts)
        {
            // As a plug that is pulled: no word of farewell.
            _life.Dispose();
            _freeze.Forget();
            _motors = null;
            _around.Tell(new SimulationEvent.Faulted(_around.Clock.UtcNow, Name, SimulationEvent.PoweredOff, Profile.Restart!.For));
            return;
        }

        _life = new Life(this);
        _around.Tell(new SimulationEvent.Faulted(_around.Clock.UtcNow, Name, SimulationEvent.PoweredOn, Id: _life.Id));
    }

    /// <summary>From power-up to the loss of power.</summary>
    private sealed class Life : IDisposable
    {
        private readonly SimulatedIzzy _of;
        private readonly PermitLease _lease = new();
        private readonly IDatagramTransport _link;
        private readonly ChannelReader<HeartbeatEvent> _events;
        private TimeSpan _watchDue;
        private TimeSpan _respondDue;

        public Life(SimulatedIzzy of)
        {
            _of = of;
            var around = of._around;
            Id = Surroundings.NewId(of._random);
            var events = new EventStream(around.Clock);
            _events = events.Subscribe();
            _link = around.Attach(Id);
            var voice = around.Voice(of.Profile.Limit);
            var options = new SwitchOptions(Id, of.Profile.Limit, of.Profile.Reset, IsVerified: voice is not null);
            var responder = new HeartbeatResponder(Id, of.Name, around.FromClientPort, _lease, _link, around.Clock, voice: voice);
            Core = new IzzyCore(options, _lease, responder, _link, around.Clock, events, voice)
            {
                WakeResponder = () => _respondDue = default,
            };
            Core.Start();
        }

        public Guid Id { get; }

        public IzzyCore Core { get; }

        public bool IsPermitted => _lease.IsValid(_lease.Number, _of._around.Clock.Moment.Now);

        public void Step(TimeSpan now)
        {
            Core.Listen();
            if (now >= _watchDue)
                _watchDue = Core.Watch();
            if (now >= _respondDue)
                _respondDue = Core.Responder.Step();
            while (_events.TryRead(out var happened))
                _of._around.Tell(happened, _of.Name);
        }

        public void Dispose() => _link.Dispose();
    }
}
