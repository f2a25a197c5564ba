using System.Net;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Transport;
using Izzy.Panel;

namespace Izzy.Bench.Benches;

/// <summary>What open pages of the panel cost the beat: nothing, by its design.</summary>
internal sealed class PanelBench : IBench
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(10);

    public string Name => "panel";

    public string About => "lateness of the beat with 0, 1, 10 and 100 open streams of the panel, against no panel at all";

    public IEnumerable<Figure> Run(Scope scope)
    {
        var without = Measure(null, scope);
        foreach (var streams in scope.IsSmoke ? (int[])[0, 2] : [0, 1, 10, 100])
        {
            var (late, cores) = Measure(streams, scope);
            yield return new Figure(Name, $"{streams} streams: p50 late; floor: no panel", "ms", late.Median, without.Late.Median);
            yield return new Figure(Name, $"{streams} streams: p99 late; floor: no panel", "ms", late.At(0.99), without.Late.At(0.99));
            yield return new Figure(Name, $"{streams} streams: cores of the process with Mother and panel; floor: no panel", "cores", cores, without.Cores);
        }
    }

    private static (Distribution Late, double Cores) Measure(int? streams, Scope scope)
    {
        var duration = scope.Seconds(10, 0.5);
        var count = (int)(duration / s_period);
        using var sink = new Sink();
        var transport = new StampingTransport(new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback, Broadcasts = true, Targets = [sink.EndPoint] }), count);
        using var mother = new Mother(new MotherOptions { Interval = s_period, StateDirectory = null, Transport = transport });
        using var fleet = Child.Start(Fleet.Verb, transport.LocalEndPoint.Port, 50);
        var options = new PanelOptions { Url = "http://127.0.0.1:0" };
        using var panel = streams is null ? null : PanelServer.Start(mother, options);
        transport.Lateness = () => mother.BeatLateness;
        mother.Start();
        using var lookers = streams is > 0 ? Child.Start(Lookers.Verb, new Uri(panel!.Urls[0]).Port, streams) : null;
        fleet.Say(FormattableString.Invariant($"{duration.TotalSeconds + 1} 250"));
        Thread.Sleep(500);
        transport.Forget();
        var cpu = Cpu.Used;
        Thread.Sleep(duration);
        var cores = (Cpu.Used - cpu) / duration;
        return (Beats.Lateness(transport.Beats), cores);
    }
}
