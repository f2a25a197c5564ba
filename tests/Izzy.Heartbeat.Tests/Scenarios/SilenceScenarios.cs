using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>How long a silence lasts before it stops, and who beats while the way out is down.</summary>
public class SilenceScenarios
{
    private const int Izzies = 50;
    private const int Rounds = 20;

    private readonly Stage _stage = new();

    [Fact]
    public void A_thousand_silences_of_random_phase_stop_each_no_earlier_than_the_limit_and_no_later_than_the_next_look()
    {
        var random = new Random(11);
        _stage.AddMother(interval: 20);
        var limits = Enumerable.Range(0, Izzies).Select(_ => random.Next(50, 201)).ToDictionary(limit => _stage.AddIzzy(limit: limit));
        var izzies = limits.Keys.ToList();
        var beat = 0.0;
        _stage.OnSent = sent => beat = sent.Type == MessageType.Hello ? sent.Time.TotalMilliseconds : beat;
        for (var round = 0; round < Rounds; round++)
        {
            _stage.Run(1_300);
            Assert.All(izzies, izzy => Assert.Equal(ResetRefusal.None, izzy.Core.Reset()));
            _stage.Run(100 + random.Next(200));
            foreach (var izzy in izzies)
                izzy.StopActions.Clear();

            // Each loses the network at a time of its own. On this network a beat is heard in the millisecond in which it is sent.
            var cut = izzies.ToDictionary(izzy => izzy, _ => random.Next(60));
            var began = _stage.Now;
            var lastBeat = new Dictionary<StageIzzy, double>();
            _stage.Run(500, () =>
            {
                foreach (var izzy in izzies)
                {
                    if (_stage.Now - began >= cut[izzy] && lastBeat.TryAdd(izzy, beat))
                        _stage.Network.Isolate(izzy.Address);
                }
            });
            Assert.All(izzies, izzy =>
            {
                var (cause, at) = Assert.Single(izzy.StopActions);
                Assert.Equal(StopCause.Silence, cause);
                // The stage looks once a millisecond.
                Assert.InRange(at - lastBeat[izzy], limits[izzy] + 0.0001, limits[izzy] + 1);
                Assert.False(izzy.IsPermitted);
            });
            _stage.Network.Heal();
        }
    }

    [Fact]
    public void A_stop_while_the_way_out_is_down_is_kept_and_no_beat_follows_when_it_is_up_again()
    {
        var mother = _stage.AddMother();
        var izzy = _stage.AddIzzy();
        _stage.RunUntilPermitted(izzy);
        _stage.Network.TakeDown(mother.Address);
        mother.Stop();
        var from = _stage.Sent.Count;
        _stage.Run(400);
        _stage.Network.Heal();
        _stage.Run(5_000);
        var sent = _stage.Sent.Skip(from).Where(datagram => datagram.Sender == mother.Id).ToList();
        Assert.NotEmpty(sent);
        Assert.All(sent, datagram => Assert.Equal(MessageType.Estop, datagram.Type));
        Assert.Equal(1, mother.Count<HeartbeatEvent.StopConfirmed>());
        Assert.NotEmpty(izzy.Stops);
        Assert.False(izzy.IsPermitted);
    }
}
