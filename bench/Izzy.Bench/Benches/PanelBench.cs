using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
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
        // What is measured first must not be dearer for being compiled meanwhile.
        _ = Measure(1, scope);
        // By turns, so that what the machine does meanwhile meets all.
        int?[] all = scope.IsSmoke ? [null, 0, 2] : [null, 0, 1, 10, 100];
        var runs = Enumerable.Range(0, scope.Times(3, 1))
            .SelectMany(_ => all.Select(streams => (Streams: streams, Run: Measure(streams, scope))))
            .ToLookup(each => each.Streams, each => each.Run);
        var (without, noPanel) = Together(runs[null]);
        foreach (var streams in all.OfType<int>())
        {
            var (late, cores) = Together(runs[streams]);
            yield return new Figure(Name, $"{streams} streams: p50 late; floor: no panel", "ms", late.Median, without.Median);
            yield return new Figure(Name, $"{streams} streams: p99 late; floor: no panel", "ms", late.At(0.99), without.At(0.99));
            yield return new Figure(
                Name, $"{streams} streams: cores of the process with Mother and panel; floor: no panel", "cores", cores, noPanel);
        }
    }

    private static (Distribution Late, double Cores) Together(IEnumerable<(List<double> Late, double Cores)> runs) =>
        (new(runs.SelectMany(run => run.Late)), runs.Average(run => run.Cores));

    private static (List<double> Late, double Cores) Measure(int? streams, Scope scope)
    {
        var duration = scope.Seconds(3, 0.3);
        // With what leaves before and after.
        var count = (int)((duration + TimeSpan.FromSeconds(2)) / s_period);
        using var sink = new Sink();
        var transport = StampingTransport.To(sink.EndPoint, count);
        using var mother = new Mother(new MotherOptions { Interval = s_period, StateDirectory = null, Transport = transport });
        using var fleet = Child.Start(Fleet.Verb, 50);
        var options = new PanelOptions { Url = "http://127.0.0.1:0" };
        using var panel = streams is null ? null : PanelServer.Start(mother, options);
        transport.Lateness = () => mother.BeatLateness;
        mother.Start();
        using var lookers = streams is > 0 ? Child.Start(Lookers.Verb, new Uri(panel!.Urls[0]).Port, streams) : null;
        fleet.Say(Fleet.Order(transport.LocalEndPoint.Port, duration.TotalSeconds + 1, 250));
        Thread.Sleep(scope.Seconds(0.5, 0.1));
        transport.Forget();
        var cpu = Cpu.Used;
        Thread.Sleep(duration);
        var cores = (Cpu.Used - cpu) / duration;
        lookers?.MustRun();
        return ([.. Beats.Lateness(transport.Beats)], cores);
    }
}
