using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// A network that repeats, reorders and delays, with real sockets. Plain mode has no sequence and no time in a packet, so a beat
/// that the network held back puts the stop off by that long (docs/architecture.md, honest gaps). How late a stop is against the
/// beat that was read last is exact in <c>FreezeScenarios</c>, and reported here, where the machine decides it. What is asserted is
/// that each stops and none too early, and that beats which come after the stop permit nothing.
/// </summary>
[Collection(typeof(Alone))]
public sealed class LateBeatsTests : IDisposable
{
    private const int Izzies = 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(60);

    // Every second one resets itself, after a whole T of beats: five in a row that were held back are no such thing.
    private readonly List<WatchedIzzy> _izzies =
        [.. Enumerable.Range(0, Izzies).Select(i => new WatchedIzzy(s_limit, i % 2 == 0 ? ResetPolicy.Manual : ResetPolicy.Auto))];

    private readonly List<Relay> _relays;
    private readonly Beater _mother;

    public LateBeatsTests()
    {
        _relays = [.. _izzies.Select((izzy, i) => new Relay(izzy.EndPoint, s_longestDelay, i))];
        _mother = new Beater(TimeSpan.FromMilliseconds(25), _relays.Select(relay => relay.EndPoint));
    }

    public void Dispose()
    {
        _mother.Dispose();
        _relays.ForEach(relay => relay.Dispose());
        WatchedIzzy.DisposeAll(_izzies);
    }

    [Fact]
    public void Repeated_and_reordered_beats_hasten_no_stop_and_beats_held_back_until_after_it_permit_nothing()
    {
        var late = new Timings("silence after repeated, reordered and late beats to stop, from the receipt of the last one, beyond T", "20 ms idle");
        for (var round = 0; round < 5; round++)
        {
            foreach (var izzy in _izzies)
                WatchedIzzy.Until(() => izzy.MayMove || izzy.Client.Reset() == ResetRefusal.None, "It was not permitted.", TimeSpan.FromMilliseconds(1100));
            Thread.Sleep(100);
            HoldBack(late);
        }

        late.Report();
        Assert.True(late.Count > 0, "Of no stop it is known when it had to come.");
    }

    private void HoldBack(Timings late)
    {
        _izzies.ForEach(izzy => izzy.Begin());
        // What was held up before has shown by then.
        Thread.Sleep(s_limit);
        var began = SystemClock.Instance.Moment.Now;
        _relays.ForEach(relay => relay.HoldsAll = true);
        Thread.Sleep(100);
        for (var i = 0; i < Izzies; i++)
            _mother.Cease(i);
        foreach (var izzy in _izzies)
            WatchedIzzy.Until(() => !izzy.MayMove, "It did not stop.");
        Thread.Sleep(50);
        _izzies.ForEach(izzy => Judge(izzy, began, late));

        var numbers = _izzies.ConvertAll(izzy => izzy.Client.Permit.Number);
        _relays.ForEach(relay => relay.HoldsAll = false);
        Thread.Sleep(2 * s_limit);
        for (var i = 0; i < Izzies; i++)
        {
            Assert.False(_izzies[i].MayMove);
            Assert.Equal(numbers[i], _izzies[i].Client.Permit.Number);
            _mother.BeatAgain(i);
        }
    }

    private static void Judge(WatchedIzzy izzy, TimeSpan began, Timings late)
    {
        // One that a busy machine stopped before the silence began has nothing to tell of it.
        if (izzy.Stopped is not { } stopped || stopped.At < began || !izzy.WasUndisturbed)
            return;
        var beyond = stopped.At - stopped.LastBeat - s_limit;
        Assert.True(beyond >= TimeSpan.Zero, $"It stopped {-beyond.TotalMilliseconds} ms before its limit, for {stopped.Cause}; seen: {izzy.Transport.Seen}.");
        late.Add(beyond);
    }
}
