using System.Diagnostics;
using Izzy.Heartbeat;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// Nothing happens, on real threads and sockets, and nobody may stop: stops are counted as events, not as a state that was looked at
/// now and then. Days of it are simulated (<c>IdleSoakTests</c>); here the scheduler, the collector and the timers of this machine
/// have some minutes in the long run to bring about what they may. An ordinary run only shows that the test works.
/// </summary>
public sealed class SoakTests
{
    private static readonly TimeSpan s_duration =
        Environment.GetEnvironmentVariable("IZZY_TEST_LONG") == "1" ? TimeSpan.FromMinutes(5) : TimeSpan.FromMilliseconds(300);

    [Fact]
    public void Left_alone_for_minutes_at_the_default_preset_nobody_stops()
    {
        var izzies = Enumerable.Range(0, 10).Select(i => new WatchedIzzy(HeartbeatPreset.Rehearsal.Limit, name: $"izzy-{i}")).ToList();
        try
        {
            var targets = izzies.ConvertAll(izzy => izzy.EndPoint);
            using var mother = new Mother(new MotherOptions { Targets = targets, FromClientPort = 0, StateDirectory = null });
            var events = mother.Subscribe(TestContext.Current.CancellationToken);
            mother.Start();
            izzies.ForEach(izzy => izzy.Permit());
            for (var lasted = Stopwatch.StartNew(); lasted.Elapsed < s_duration; Thread.Sleep(100))
                izzies.ForEach(izzy => Assert.Empty(izzy.Told.OfType<HeartbeatEvent.Stopped>()));

            var stops = izzies.Sum(izzy => izzy.Told.OfType<HeartbeatEvent.Stopped>().Count());
            Timings.Say(Timings.Invariant(
                $"idle, {izzies.Count} IZZYs, {mother.Beats} beats in {s_duration.TotalSeconds:0.0} s: {stops} stops, {mother.MissedBeats} beats left out"));
            Assert.Equal(0, stops);
            Assert.All(izzies, izzy => Assert.Equal((true, 1), (izzy.MayMove, izzy.PermitsTold)));
            while (events.TryRead(out var happened))
                Assert.False(happened is HeartbeatEvent.Stopped or HeartbeatEvent.IzzyLost or HeartbeatEvent.IzziesLost, happened.ToJson());
        }
        finally
        {
            WatchedIzzy.DisposeAll(izzies);
        }
    }
}
