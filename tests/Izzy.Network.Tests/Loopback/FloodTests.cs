using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// A flood fills the real socket and takes the processor, which no fake network does. Where the machine cannot read as fast as
/// it is flooded, true beats are lost with the junk, so the beat here is so fast for its limit that one in fifty is enough; the
/// rate that was reached is reported.
/// </summary>
[Collection(typeof(Alone))]
public sealed class FloodTests
{
    private const int PerSecond = 50_000;
    private const string Goal = "100 ms";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Fifty_thousand_pieces_of_junk_a_second_stop_nothing_while_beats_arrive_and_hide_no_silence_and_permit_nothing()
    {
        // The policy that would permit more easily.
        using var izzy = new WatchedIzzy(s_limit, ResetPolicy.Auto);
        using var mother = new Beater(s_period, [izzy.EndPoint]);
        WatchedIzzy.Until(() => izzy.MayMove, "It was not permitted.");
        izzy.Transport.Mother = mother.Id;
        izzy.Begin();
        using var flood = new Flood(izzy.EndPoint, mother.Hello, izzy.Client.Id, PerSecond);
        Thread.Sleep(4000);
        Assert.Null(izzy.Stopped);
        Assert.True(izzy.MayMove);

        var lastSent = mother.Cease(0);
        izzy.WaitForStop();
        var (at, cause, lastBeat) = izzy.Stopped!.Value;
        // What this machine sends beside all else that it does is no matter of safety; a figure at another rate must not pass for this one.
        var rate = flood.Rate;
        var flooded = $"silence to stop under {rate:0} datagrams of junk a second{(rate < 0.9 * PerSecond ? $" ({PerSecond} NOT REACHED)" : "")}, beyond T";
        Timings.Report(flooded, Goal, at - lastBeat - s_limit);
        // With the time that the last beat waited behind junk.
        Timings.Report($"{flooded} after the last beat was sent", Goal, at - lastSent - s_limit);
        Assert.Equal(StopCause.Silence, cause);
        Thread.Sleep(2 * s_limit);
        Assert.False(izzy.MayMove);
        Assert.Equal(1, izzy.PermitsTold);
        Assert.Single(izzy.Told.OfType<HeartbeatEvent.Stopped>());
    }
}
