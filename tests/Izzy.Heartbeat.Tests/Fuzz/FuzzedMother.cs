using System.Net;
using System.Runtime.CompilerServices;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Safety;
using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// A Mother's ears, fed through her listener's own step, beside an account of whom she must know. A full one begins with as many
/// IZZYs as she has room for. When they fall silent all at once, more is told than a stream holds: then not all is accounted for.
/// </summary>
internal sealed class FuzzedMother
{
    private const int Cut = 512;

    private readonly DatagramFeed _feed;
    private readonly bool _isFull;
    private readonly FakeClock _clock = new() { Now = TimeSpan.FromHours(1) };
    private readonly OneDatagram _socket = OneDatagram.None();
    private readonly SocketAddress[] _addresses = [.. Enumerable.Range(1, 8).Select(host => OneDatagram.Address((byte)host))];
    private readonly Dictionary<Guid, (string Name, int Status)> _known = [];
    private readonly StopLatch _latch = new(TimeSpan.FromSeconds(3));
    private readonly MotherCore _core;
    private readonly IzzyRegistry _registry;
    private readonly RejectCount _rejects;

    public FuzzedMother(DatagramFeed feed, bool isFull)
    {
        _feed = feed;
        _isFull = isFull;
        var events = new EventStream(_clock);
        _rejects = new RejectCount(events.Subscribe(TestContext.Current.CancellationToken));
        _core = new MotherCore(new(Cast.Owner, TimeSpan.FromMilliseconds(180), ["sofa"], 9001, [], null), _latch, new BeatLog(), _socket, _clock, events);
        _registry = RegistryOf(_core);
    }

    /// <summary>Her life: in turn she beats and is stopped.</summary>
    public void Live()
    {
        if (_isFull)
            Fill();
        for (var turn = 0; turn < 10; turn++)
            Turn();
        Account();
    }

    private void Turn()
    {
        for (var i = 0; i < 2_500; i++)
        {
            // Late and lost IZZYs come and go, but a gap that is no pause.
            _clock.Advance(TimeSpan.FromMilliseconds(_feed.Draw.Below(_feed.Draw.Chance(0.001) ? 180 : 2)));
            Hear(_feed.Next(), _feed.Draw.Of<SocketAddress>(_addresses));
            if (i % 100 == 0)
                ReadEvents();
        }

        if (_latch.Current is { } stop)
            Must(stop.Cause == StopCause.LocalStop && _latch.Reset(_clock.Now + TimeSpan.FromMinutes(1), 1, 0) == ResetRefusal.None, "A datagram changed the stop.");
        else
            _latch.Stop(StopCause.LocalStop, _clock.Now);
        MustKnowThem();
    }

    private void Account()
    {
        ReadEvents();
        for (var passed = 0; passed < 61_000; passed += 100)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            _core.Listen();
            ReadEvents();
        }

        Span<byte> last = stackalloc byte[80];
        PacketWriter.Header(last, 2, Cast.Self, Cast.Owner, 34);
        last[1] = (byte)'h';
        Hear(last, _addresses[0]);
        // One sender is told of once for both dialects.
        (last[1], last[12], last[13]) = ((byte)'i', 0, 80);
        Hear(last, _addresses[1]);
        ReadEvents();
        if (!_isFull)
            _rejects.MustAgree();
        MustKnowThem();
        Must(!_isFull || _registry.Count == IzzyRegistry.Capacity, "She is full no longer.");
    }

    private void Fill()
    {
        Span<byte> packet = stackalloc byte[46];
        for (var number = 1; number <= IzzyRegistry.Capacity; number++)
        {
            PacketWriter.Header(packet, 2, RegistryRig.Id(number + 1_000), Cast.Owner, 0);
            Hear(packet, _addresses[0]);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_registry")]
    private static extern ref IzzyRegistry RegistryOf(MotherCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_izzies")]
    private static extern ref Dictionary<Guid, IzzyEntry> EntriesOf(IzzyRegistry registry);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_byName")]
    private static extern ref Dictionary<string, IzzyEntry> NamesOf(IzzyRegistry registry);

    private void Hear(ReadOnlySpan<byte> datagram, SocketAddress from)
    {
        var reason = WireOracle.JudgeForMother(datagram[..Math.Min(datagram.Length, Cut)]);
        _rejects.Expect(reason);
        var latched = _latch.Current;
        _socket.Put(datagram, from);
        _core.Listen();
        Must(ReferenceEquals(_latch.Current, latched) && _socket.Sent == 0, "A datagram stopped her, started her, or was answered.");
        if (reason == RejectReason.None)
            Note(datagram);
        Must(_registry.Count == _known.Count, $"She knows {_registry.Count}, and {_known.Count} spoke.");
    }

    private void Note(ReadOnlySpan<byte> packet)
    {
        var id = WireOracle.Sender(packet);
        if (!_known.TryGetValue(id, out var known))
        {
            if (_known.Count == IzzyRegistry.Capacity)
                return;
            // Not verified until it said something of itself.
            known = ("", 6);
        }

        if (WireOracle.Report(packet) is { } report)
            known = (report.Name, report.Status);
        else
            known.Status = packet[45] switch { 4 => 2, 5 => 3, 6 => 4, _ => known.Status };
        _known[id] = known;
        var entry = EntriesOf(_registry)[id];
        Must(entry.Name == known.Name && (int)entry.State.Status == known.Status && entry.Presence == Presence.Present, "She did not take over what it said.");
    }

    private void MustKnowThem()
    {
        var names = NamesOf(_registry);
        var holders = 0;
        foreach (var (id, entry) in EntriesOf(_registry))
        {
            Must(_known.TryGetValue(id, out var known) && entry.Id == id && entry.Name == known.Name && (int)entry.State.Status == known.Status, $"She has another idea of {id}.");
            if (entry.HeldName is not { } held)
                continue;
            holders++;
            Must(held == entry.Name && names.TryGetValue(held, out var holder) && holder == entry, $"{id} holds a name that is not its own.");
        }

        Must(names.Count == holders, $"{names.Count} names are held, and {holders} hold one.");
    }

    private void ReadEvents()
    {
        _rejects.ReadEvents();
        Must(!_rejects.Others.Exists(happened => happened is HeartbeatEvent.Stopped or HeartbeatEvent.Paused || (happened is HeartbeatEvent.EventsLost && !_isFull)), "She told of a stop, or of a pause that was none.");
        _rejects.Others.Clear();
    }

    private static void Must(bool holds, string otherwise)
    {
        if (!holds)
            Assert.Fail(otherwise);
    }
}
