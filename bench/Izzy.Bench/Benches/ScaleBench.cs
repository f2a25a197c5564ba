using System.Diagnostics;
using System.Net;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Benches;

/// <summary>What a Mother costs with ten to ten thousand IZZYs, and where it grows.</summary>
internal sealed class ScaleBench : IBench
{
    private static readonly int[] s_fleets = [10, 100, 1000, 10_000];
    private static readonly double[] s_rates = [1, 10];

    public string Name => "scale";

    public string About => "processor time, memory, losses and snapshot time of a Mother with 10 to 10,000 IZZYs";

    public IEnumerable<Figure> Run(Scope scope)
    {
        var costAt100 = double.NaN;
        foreach (var rate in s_rates)
        {
            foreach (var izzies in scope.IsSmoke ? s_fleets[..2] : s_fleets)
            {
                var run = Measure(izzies, rate, new UdpTransportOptions().ReceiveBufferWish, scope);
                var what = FormattableString.Invariant($"{izzies:N0} IZZYs at {rate} Hz");
                if (izzies == 100)
                    costAt100 = run.Microseconds;
                var cost = new Figure(Name, $"{what}: processor time an answer", "µs", run.Microseconds);
                yield return izzies == 10_000 ? (cost with { Floor = costAt100, What = cost.What + "; floor: at 100" }).RatioAtMost(1.2) : cost;
                var cores = new Figure(Name, $"{what}: cores", "cores", run.Cores);
                yield return izzies == 10_000 ? cores.AtMost(1) : cores;
                var memory = new Figure(Name, $"{what}: live memory an IZZY", "bytes", run.Bytes);
                yield return izzies == 10_000 ? memory.AtMost(1024) : memory;
                var lost = new Figure(Name, $"{what}: answers lost, receive buffer {run.Buffer / 1024:N0} KiB", "%", run.Lost);
                yield return izzies == 10_000 ? lost.Wanted("none", run.Lost == 0) : lost;
                yield return new Figure(Name, $"{what}: a snapshot", "ms", run.Snapshot);
            }
        }

        if (scope.IsSmoke)
            yield break;
        foreach (var (wish, whose, atOnce) in new[] { (0, "the system's", 1), (0, "the system's", 10_000), (new UdpTransportOptions().ReceiveBufferWish, "a", 10_000) })
        {
            var run = Measure(10_000, 10, wish, scope, atOnce);
            var how = atOnce == 1 ? "evenly spread" : "all at once";
            yield return new Figure(Name, $"10,000 IZZYs at 10 Hz, {how}: answers lost, {whose} receive buffer of {run.Buffer / 1024:N0} KiB", "%", run.Lost);
        }
    }

    private static (double Microseconds, double Cores, double Bytes, double Lost, double Snapshot, int Buffer) Measure(int izzies, double rate, int buffer, Scope scope, int atOnce = 1)
    {
        using var sink = new Sink();
        var udp = new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback, ReceiveBufferWish = buffer, Broadcasts = true, Targets = [sink.EndPoint] });
        var transport = new StampingTransport(udp);
        using var mother = new Mother(new MotherOptions { Interval = TimeSpan.FromSeconds(1 / rate), StateDirectory = null, Transport = transport });
        using var fleet = Child.Start(Fleet.Verb, transport.LocalEndPoint.Port, izzies);
        mother.Start();
        var empty = GC.GetTotalMemory(true);
        var seconds = scope.Seconds(5, 1).TotalSeconds;
        // Everyone is known before it counts, and half a minute's code is compiled.
        Answer(Math.Max(1, 1 / rate));
        var full = GC.GetTotalMemory(true);
        var before = transport.Received;
        var cpu = Cpu.Used;
        var sent = Answer(seconds);
        var used = Cpu.Used - cpu;
        var received = transport.Received - before;
        var snapshots = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var took = Stopwatch.StartNew();
            _ = mother.Izzies.Count;
            snapshots.Add(took.Elapsed.TotalMilliseconds);
        }

        return (
            used.TotalMicroseconds / Math.Max(1, received), used.TotalSeconds / seconds, (double)(full - empty) / izzies, 100.0 * (sent - received) / sent,
            new Distribution(snapshots).Median, udp.ReceiveBufferSize);

        long Answer(double duration)
        {
            fleet.Say(FormattableString.Invariant($"{duration} {izzies * rate} {atOnce}"));
            var count = fleet.ReadNumber();
            Thread.Sleep(50);
            return count;
        }
    }
}
