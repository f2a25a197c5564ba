using System.Diagnostics;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Benches;

/// <summary>What a Mother costs with ten to ten thousand IZZYs, and where it grows.</summary>
internal sealed class ScaleBench : IBench
{
    private const int Most = 10_000;

    // Of fewer answers a second, what they cost is lost in what an idle Mother takes more one time than another.
    private const int AnswersEnough = 1000;

    private static readonly int[] s_fleets = [10, 100, 1000, Most];
    private static readonly double[] s_rates = [1, 10];

    public string Name => "scale";

    public string About => "processor time, memory, losses and snapshot time of a Mother with 10 to 10,000 IZZYs";

    public IEnumerable<Figure> Run(Scope scope)
    {
        // What is measured first must not be dearer for being compiled meanwhile.
        _ = Measure(100, 10, scope);
        foreach (var rate in s_rates)
        {
            var idle = Idle(rate, scope);
            yield return new Figure(Name, $"no IZZY, a beat at {rate} Hz: cores of an idle Mother", "cores", idle);
            var at100 = double.NaN;
            foreach (var izzies in scope.IsSmoke ? s_fleets[..2] : s_fleets)
            {
                var run = Measure(izzies, rate, scope);
                if (izzies == 100)
                    at100 = run.Above(idle);
                foreach (var figure in Figures(izzies, rate, run, run.Above(idle), rate == 10 ? at100 : null))
                    yield return figure;
                if (izzies != Most || rate != 10)
                    continue;
                // As many answers of fewer: what more IZZYs cost, without what a thread costs that wakes for few answers.
                var dense = Measure(100, 10, scope, answersPerSecond: izzies * rate);
                var what = $"{Of(izzies, rate)}: processor time an answer; floor: 100 IZZYs that give as many answers";
                yield return new Figure(Name, what, "µs", run.Above(0), dense.Above(0)).RatioAtMost(1.2);
            }
        }

        if (scope.IsSmoke)
            yield break;
        var whole = StampingTransport.BufferFor(Most);
        foreach (var (wish, atOnce) in new[] { (0, 1), (0, Most), (new UdpTransportOptions().ReceiveBufferWish, Most), (whole, Most) })
        {
            var run = Measure(Most, 10, scope, wish, atOnce);
            var how = atOnce == 1 ? "evenly spread" : "all at once";
            var whose = wish == 0 ? "the system's" : wish == whole ? "the whole" : "the first";
            var what = $"{Of(Most, 10)}, {how}: answers lost, {whose} receive buffer, {Kibibytes(run.Buffer)}";
            yield return new Figure(Name, what, "%", run.Lost);
        }
    }

    private IEnumerable<Figure> Figures(int izzies, double rate, Cost run, double above, double? at100)
    {
        var isMost = izzies == Most;
        var what = Of(izzies, rate);
        var cost = new Figure(Name, $"{what}: processor time an answer, above an idle Mother's", "µs", above);
        if (isMost && at100 is { } floor)
            yield return (cost with { What = cost.What + "; floor: at 100", Floor = floor }).RatioAtMost(1.2);
        else if (izzies * rate >= AnswersEnough)
            yield return cost;
        var cores = new Figure(Name, $"{what}: cores", "cores", run.Cores);
        yield return isMost ? cores.AtMost(1) : cores;
        var memory = new Figure(Name, $"{what}: live memory an IZZY", "bytes", run.Bytes);
        yield return isMost ? memory.AtMost(1024) : memory;
        // Mother's own would grow to this when she has found so many.
        var lost = new Figure(Name, $"{what}: answers lost, receive buffer {Kibibytes(run.Buffer)}", "%", run.Lost);
        yield return isMost ? lost.Wanted("none", run.Lost == 0) : lost;
        yield return new Figure(Name, $"{what}: a snapshot meanwhile", "ms", run.Snapshot);
    }

    private static string Of(int izzies, double rate) => FormattableString.Invariant($"{izzies:N0} IZZYs at {rate} Hz");

    private static string Kibibytes(int bytes) => FormattableString.Invariant($"of {bytes / 1024:N0} KiB");

    private static Mother Make(double rate, StampingTransport transport) =>
        new(new MotherOptions { Interval = TimeSpan.FromSeconds(1 / rate), StateDirectory = null, Transport = transport });

    /// <summary>The cores that a Mother takes who hears nobody.</summary>
    private static double Idle(double rate, Scope scope)
    {
        using var sink = new Sink();
        var transport = StampingTransport.To(sink.EndPoint);
        using var mother = Make(rate, transport);
        mother.Start();
        Thread.Sleep(scope.Seconds(1, 0.1));
        var cpu = Cpu.Used;
        var seconds = scope.Seconds(4, 0.3);
        Thread.Sleep(seconds);
        return (Cpu.Used - cpu) / seconds;
    }

    private static Cost Measure(int izzies, double rate, Scope scope, int? buffer = null, int atOnce = 1, double? answersPerSecond = null)
    {
        using var sink = new Sink();
        var transport = StampingTransport.To(sink.EndPoint, buffer: buffer ?? StampingTransport.BufferFor(izzies));
        using var mother = Make(rate, transport);
        using var fleet = Child.Start(Fleet.Verb, izzies);
        mother.Start();
        var empty = GC.GetTotalMemory(true);
        var seconds = scope.Seconds(3, 0.5).TotalSeconds;
        // Everyone is known before it counts.
        Begin(Math.Max(scope.Seconds(1, 0.2).TotalSeconds, 1 / rate));
        _ = End();
        var full = GC.GetTotalMemory(true);
        var before = transport.Received;
        var cpu = Cpu.Used;
        Begin(seconds);
        var sent = End();
        var used = Cpu.Used - cpu;
        var received = transport.Received - before;
        // What is read beside it costs as well, so it is read while another second is answered.
        Begin(scope.Seconds(1, 0.2).TotalSeconds);
        var snapshots = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            Thread.Sleep(scope.Times(40, 5));
            var took = Stopwatch.StartNew();
            _ = mother.Izzies.Count;
            snapshots.Add(took.Elapsed.TotalMilliseconds);
        }

        _ = End();
        var (bytes, lost) = ((double)(full - empty) / izzies, 100.0 * (sent - received) / sent);
        return new Cost(seconds, used, received, bytes, lost, new Distribution(snapshots).Median, transport.ReceiveBuffer);

        void Begin(double duration) =>
            fleet.Say(Fleet.Order(transport.LocalEndPoint.Port, duration, answersPerSecond ?? izzies * rate, atOnce));

        long End()
        {
            var count = fleet.ReadNumber();
            Thread.Sleep(50);
            return count;
        }
    }

    private sealed record Cost(double Seconds, TimeSpan Used, long Received, double Bytes, double Lost, double Snapshot, int Buffer)
    {
        public double Cores => Used.TotalSeconds / Seconds;

        /// <summary>Microseconds of processor time an answer, without what was taken anyway.</summary>
        /// <param name="idle">That, in cores.</param>
        public double Above(double idle) => (Used.TotalMicroseconds - (idle * Seconds * 1e6)) / Math.Max(1, Received);
    }
}
