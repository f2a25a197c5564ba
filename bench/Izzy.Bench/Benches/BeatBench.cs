using System.Net;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Benches;

/// <summary>How late beats leave, and whether the schedule drifts, beside a thread that does nothing but sleep until an absolute time.</summary>
internal sealed class BeatBench : IBench
{
    private static readonly TimeSpan[] s_periods = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100)];

    public string Name => "beat";

    public string About => "lateness and drift of the beat at 10 and 100 ms, idle and under load, against a bare absolute sleep";

    public IEnumerable<Figure> Run(Scope scope)
    {
        foreach (var period in s_periods)
        {
            foreach (var start in (Func<Load>[])[Load.None, Load.Spinning, Load.Allocating, Load.BlockedPool])
            {
                using var load = start();
                var (ours, floor) = Lateness(period, scope.Seconds(period.TotalMilliseconds < 50 ? 10 : 20, 0.3));
                var what = FormattableString.Invariant($"{period.TotalMilliseconds} ms, {load.Name}, {ours.Count} beats");
                yield return new Figure(Name, $"{what}: p50 late", "ms", ours.Median, floor.Median);
                var p99 = new Figure(Name, $"{what}: p99 late", "ms", ours.At(0.99), floor.At(0.99));
                yield return load.Name switch
                {
                    "idle" => p99.AtMost(0.3),
                    "4 spinning threads a core" => p99.AtMost(20),
                    _ => p99,
                };
                yield return new Figure(Name, $"{what}: p99.9 late", "ms", ours.At(0.999), floor.At(0.999));
                yield return new Figure(Name, $"{what}: longest late", "ms", ours.Max, floor.Max);
            }
        }

        yield return Drift(scope);
    }

    /// <summary>Both at once, so that what the machine does meanwhile meets both.</summary>
    private static (Distribution Ours, Distribution Floor) Lateness(TimeSpan period, TimeSpan duration)
    {
        var count = (int)(duration / period);
        using var sink = new Sink();
        var transport = Open(sink, count + 10);
        using var mother = new Mother(new MotherOptions { Interval = period, StateDirectory = null, Transport = transport });
        var floor = new List<double>(count);
        var thread = new Thread(() =>
        {
            // Between two beats, so that the two do not want the processor at the same time.
            var due = SystemClock.Instance.Moment.Now + (period * 1.5);
            for (var i = 0; i < count; i++, due += period)
            {
                SystemClock.SleepUntil(due);
                floor.Add((SystemClock.Instance.Moment.Now - due).TotalMilliseconds);
            }
        });
        transport.Lateness = () => mother.BeatLateness;
        mother.Start();
        thread.Start();
        thread.Join();
        return (Beats.Lateness(transport.Beats), new(floor.Skip(Math.Min(5, count - 1))));
    }

    /// <summary>How far the schedule of the last beat is from the grid of the first.</summary>
    private Figure Drift(Scope scope)
    {
        var period = TimeSpan.FromMilliseconds(100);
        var duration = scope.IsSmoke ? TimeSpan.FromSeconds(2) : scope.DriftFor;
        var count = (int)(duration / period);
        using var sink = new Sink();
        var transport = Open(sink, count + 10);
        using var mother = new Mother(new MotherOptions { Interval = period, StateDirectory = null, Transport = transport });
        transport.Lateness = () => mother.BeatLateness;
        mother.Start();
        Thread.Sleep(duration);
        return new Figure(Name, FormattableString.Invariant($"100 ms: phase error after {duration.TotalMinutes:0.##} min"), "ms", Beats.PhaseError(transport.Beats, period)).AtMost(1);
    }

    private static StampingTransport Open(Sink sink, int count) =>
        new(new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback, Broadcasts = true, Targets = [sink.EndPoint] }), count);
}
