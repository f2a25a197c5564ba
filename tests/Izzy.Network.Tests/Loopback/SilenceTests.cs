using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// What a fake clock cannot show: that with the system's scheduler, sockets and threads of fifty IZZYs silence stops each one,
/// each time, and never before T.
/// </summary>
[Collection(typeof(Alone))]
public sealed class SilenceTests : IDisposable
{
    private const int Izzies = 50;
    private const int Runs = 1000;

    // If a machine is so busy that most runs cannot be judged, the test says so rather than going on for ever.
    private const int MostRounds = 60;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(25);

    private readonly List<WatchedIzzy> _izzies = [.. Enumerable.Range(0, Izzies).Select(_ => new WatchedIzzy(s_limit))];
    private readonly Beater _mother;

    public SilenceTests() => _mother = new Beater(s_period, _izzies.Select(izzy => izzy.EndPoint));

    public void Dispose()
    {
        _mother.Dispose();
        WatchedIzzy.DisposeAll(_izzies);
    }

    [Fact]
    public void In_a_thousand_silences_at_random_phases_none_is_missed_and_none_stops_before_the_limit()
    {
        var random = new Random(7);
        var late = new Timings("silence to stop, from the receipt of the last beat, beyond T", "20 ms idle");
        var disturbed = 0;
        for (var round = 0; late.Count < Runs && round < MostRounds; round++)
        {
            foreach (var izzy in _izzies)
                izzy.Permit();
            // What was held up before this round has shown by then.
            Thread.Sleep(s_limit);
            var ceased = new TimeSpan[Izzies];
            foreach (var i in Enumerable.Range(0, Izzies).OrderBy(_ => random.Next()))
            {
                SystemClock.SleepUntil(SystemClock.Instance.Moment.Now + (random.NextDouble() * TimeSpan.FromMilliseconds(2)));
                ceased[i] = SystemClock.Instance.Moment.Now;
                _mother.Cease(i);
            }

            for (var i = 0; i < Izzies; i++)
                disturbed += Judge(_izzies[i], ceased[i], late) ? 0 : 1;
            for (var i = 0; i < Izzies; i++)
                _mother.BeatAgain(i);
        }

        late.Report();
        Timings.Say($"silence to stop: {disturbed} more runs stopped as well, but with a thread held up meanwhile, so that when they had to is not known");
        Assert.InRange(late.Count, Runs, int.MaxValue);
    }

    /// <returns>False if it stopped, but something besides silence may have hastened it.</returns>
    private static bool Judge(WatchedIzzy izzy, TimeSpan ceased, Timings late)
    {
        izzy.WaitForStop();
        Assert.False(izzy.MayMove);
        var (at, cause, lastBeat) = izzy.Stopped!.Value;
        // A process that stood still for longer than T says that it was frozen, rightly.
        Assert.Contains(cause, (IEnumerable<StopCause>)[StopCause.Silence, StopCause.Frozen]);
        if (at < ceased || cause == StopCause.Frozen || !izzy.WasUndisturbed)
            return false;
        var beyond = at - lastBeat - s_limit;
        Assert.True(beyond >= TimeSpan.Zero, $"It stopped {-beyond.TotalMilliseconds} ms before its limit.");
        late.Add(beyond);
        return true;
    }
}
