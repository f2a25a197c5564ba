using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// One IZZY from power-up to its stop, fed through the listener's own step: it hears junk, then its owner, is reset by a
/// person, hears her among junk, and then junk alone or a stop. The test keeps its own account of when she was last heard.
/// </summary>
internal sealed class FuzzedIzzy
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    // What the listener's buffer holds; a longer datagram is cut, and too long all the same.
    private const int Cut = 512;

    private readonly DatagramFeed _feed;
    private readonly FakeClock _clock = new() { Now = TimeSpan.FromHours(1) };
    private readonly OneDatagram _socket = OneDatagram.None();
    private readonly SocketAddress _other = OneDatagram.Address(10);
    private SocketAddress _from = OneDatagram.Address(9);
    private readonly PermitLease _lease = new();
    private readonly IzzyCore _core;
    private readonly RejectCount _rejects;
    private readonly List<StopCause> _stops = [];
    private TimeSpan _lastBeat;

    public FuzzedIzzy(DatagramFeed feed)
    {
        _feed = feed;
        var events = new EventStream(_clock);
        _rejects = new RejectCount(events.Subscribe(TestContext.Current.CancellationToken));
        // An IZZY that is tied to one Mother, and one that takes the first.
        var options = new SwitchOptions(Cast.Self, s_limit, OnlyMother: feed.Draw.Chance(0.5) ? Cast.Owner : null);
        var responder = new HeartbeatResponder(Cast.Self, "fuzzed", 9000, _lease, _socket, _clock);
        _core = new IzzyCore(options, _lease, responder, _socket, _clock, events) { SignalStop = _stops.Add };
        _core.Listen();
    }

    public void Live()
    {
        for (var i = 0; i < 20; i++)
            Hear(_feed.Next(SaysNothingOfAnyMother));
        Must(_lease.Number == 0 && _core.Reset() == ResetRefusal.NoFreshBeats, "It was permitted, or could have been, without a beat.");
        // The refused request is a second old before the next.
        Pass(110, times: 10);
        Hear(_feed.Packet(1, Cast.Owner, Cast.Everyone));
        Must(_lease.Number == 0, "A beat permitted it.");
        Must(_core.Reset() == ResetRefusal.None, "It could not be reset.");

        HearBeatsAmongJunk();
        if (_feed.Draw.Chance(0.25))
            HearStop();
        else
            HearJunkUntilItStops();

        for (var i = 0; i < 20; i++)
        {
            Hear(_feed.Next(SaysNothingOfAnyMother));
            Pass(5);
        }

        Must(_stops.Count == 1 && _lease.Number == 1 && !_lease.IsValid(1, _clock.Now), "It stopped again, or was permitted without a reset.");
        Account();
    }

    private void HearBeatsAmongJunk()
    {
        for (var i = 0; i < 150; i++)
        {
            Step(_feed.Draw.Below(12));
            Hear(_feed.Next(IsNoStopOfTheOwner));
            MustBePermitted();
            // Now and then a beat at the last moment that is tolerated, and mostly one in good time.
            if (_feed.Draw.Chance(0.02))
                PassTo(_lastBeat + s_limit);
            else if (_clock.Now - _lastBeat < s_limit / 2)
                continue;
            Hear(_feed.Packet(1, Cast.Owner, _feed.Draw.Chance(0.5) ? Cast.Self : Cast.Everyone));
            MustBePermitted();
        }
    }

    private void HearStop()
    {
        Hear(_feed.Packet(6, Cast.Owner, _feed.Draw.Chance(0.5) ? Cast.Self : Cast.Everyone));
        Must(_stops is [StopCause.StopReceived], "The owner's stop did not stop it.");
    }

    private void HearJunkUntilItStops()
    {
        while (_clock.Now < _lastBeat + s_limit)
        {
            PassTo(Min(_clock.Now + TimeSpan.FromMilliseconds(_feed.Draw.Below(30)), _lastBeat + s_limit));
            Hear(_feed.Next(IsNothingOfTheOwner));
            MustBePermitted();
        }

        // One clock step past the limit it stops, whether the watchdog looks or a datagram is read.
        _clock.Advance(TimeSpan.FromTicks(1));
        if (_feed.Draw.Chance(0.5))
            _core.Watch();
        else
            Hear(_feed.Next(SaysNothingOfAnyMother));
        Must(_stops is [StopCause.Silence], "Junk kept it going, or it stopped for something else.");
    }

    private void Hear(ReadOnlySpan<byte> datagram)
    {
        var reason = WireOracle.JudgeForIzzy(datagram[..Math.Min(datagram.Length, Cut)]);
        _rejects.Expect(reason);
        if (reason == RejectReason.None && datagram[45] == 1)
            _lastBeat = _clock.Now;
        _socket.Put(datagram, _from);
        _core.Listen();
        _core.Responder.Step();
    }

    private void Account()
    {
        // A dialect is told once a minute for each sender, and all others after a second: one more of each brings the rest out.
        _clock.Advance(TimeSpan.FromSeconds(61));
        Span<byte> last = stackalloc byte[80];
        PacketWriter.Header(last, 1, Cast.Owner, Cast.Everyone, 34);
        last[1] = (byte)'h';
        Hear(last);
        // One sender is told of once for both dialects.
        _from = _other;
        (last[1], last[12], last[13]) = ((byte)'i', 0, 80);
        Hear(last);
        _core.Watch();
        _rejects.ReadEvents();
        _rejects.MustAgree();
        Must(_rejects.Others.OfType<HeartbeatEvent.Stopped>().Count() == 1 && _rejects.Others.OfType<HeartbeatEvent.Permitted>().Count() == 1, "It told of more than one stop and one permit.");
    }

    private void MustBePermitted() =>
        Must(_stops.Count == 0 && _lease.IsValid(1, _clock.Now) && _lease.IsValid(1, _lastBeat + s_limit) && _core.Read(static s => s.IsPermitted), "It stopped for nothing.");

    private void Step(int milliseconds) => PassTo(Min(_clock.Now + TimeSpan.FromMilliseconds(milliseconds), _lastBeat + s_limit));

    private void Pass(int milliseconds, int times = 1)
    {
        for (var i = 0; i < times; i++)
            PassTo(_clock.Now + TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>Never longer at once than a process that runs, and its listener with it.</summary>
    private void PassTo(TimeSpan end)
    {
        while (_clock.Now < end)
        {
            _clock.Now = Min(_clock.Now + TimeSpan.FromMilliseconds(100), end);
            _core.Watch();
            _core.Listen();
        }
    }

    private static bool IsNoStopOfTheOwner(ReadOnlySpan<byte> datagram) => datagram.Length < 46 || datagram[45] != 6 || IsNothingOfTheOwner(datagram);

    private static bool IsNothingOfTheOwner(ReadOnlySpan<byte> datagram) => WireOracle.JudgeForIzzy(datagram) != RejectReason.None;

    /// <summary>A stranger who is heard while there is no owner may become her.</summary>
    private static bool SaysNothingOfAnyMother(ReadOnlySpan<byte> datagram) => WireOracle.JudgeForIzzy(datagram) is not (RejectReason.None or RejectReason.StrangeMother);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static void Must(bool holds, string otherwise)
    {
        if (!holds)
            Assert.Fail(otherwise);
    }
}
