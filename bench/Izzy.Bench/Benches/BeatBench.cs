using System.Globalization;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Time;

namespace Izzy.Bench.Benches;

/// <summary>How late beats leave, and whether the schedule drifts, beside threads that only sleep until an absolute time.</summary>
internal sealed class BeatBench : IBench
{
    // So many Mothers at once, evenly spread over the period, that there are beats enough for the last in a thousand.
    private static readonly (TimeSpan Period, int Mothers)[] s_periods =
    [
        (TimeSpan.FromMilliseconds(10), 2),
        (TimeSpan.FromMilliseconds(100), 20),
    ];

    private static readonly Func<Load>[] s_loads = [Load.None, Load.Spinning, Load.Allocating, Load.BlockedPool];

    // How long no error may add up to a millisecond.
    private static readonly TimeSpan s_goalAfter = TimeSpan.FromMinutes(10);

    public string Name => "beat";

    public string About => "lateness and drift of the beat at 10 and 100 ms, idle and under load, against a bare absolute sleep";

    public IEnumerable<Figure> Run(Scope scope)
    {
        // Its runtime is another, which the loads do not meet: they are ours to bear.
        using var sleeper = Child.Start(Sleeper.Verb);
        var duration = scope.Seconds(15, 0.4);
        foreach (var (period, mothers) in s_periods)
        {
            foreach (var start in s_loads)
            {
                using var load = start();
                foreach (var figure in Lateness(period, scope.Times(mothers, 2), load.Name, duration, scope.Seconds(0.5, 0.1), sleeper))
                    yield return figure;
            }
        }

        if (scope.IsSmoke || scope.DriftFor <= TimeSpan.Zero)
            yield break;
        foreach (var start in s_loads)
        {
            using var load = start();
            foreach (var figure in Drift(load.Name, scope.DriftFor))
                yield return figure;
        }
    }

    /// <summary>Both at once, so that what the machine does meanwhile meets both.</summary>
    private List<Figure> Lateness(TimeSpan period, int mothers, string load, TimeSpan duration, TimeSpan warmUp, Child sleeper)
    {
        using var sink = new Sink();
        var apart = period / mothers;
        var began = SystemClock.Instance.Moment.Now;
        var all = new List<Watched>();
        for (var i = 0; i < mothers; i++)
        {
            SystemClock.SleepUntil(began + (apart * i));
            all.Add(new Watched(sink, period, duration + warmUp));
        }

        Thread.Sleep(warmUp);
        all.ForEach(each => each.Forget());
        // Between two beats, so that the two do not want the processor at the same time.
        var first = began + (apart / 2) + (period * Math.Ceiling((SystemClock.Instance.Moment.Now - began) / period));
        sleeper.Say(FormattableString.Invariant($"{period.Ticks} {first.Ticks} {mothers} {(long)(duration / period)}"));
        var slept = sleeper.ReadLine().Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToList();
        var beats = all.Select(each => each.Beats).ToList();
        var missed = all.Sum(each => each.Missed);
        all.ForEach(each => each.Dispose());

        var ours = new Distribution(beats.SelectMany(Beats.Lateness));
        var floor = new Distribution(slept.Skip(1).Select(ticks => TimeSpan.FromTicks(ticks).TotalMilliseconds));
        var what = FormattableString.Invariant($"{period.TotalMilliseconds} ms, {load}, {mothers} Mothers for {duration.TotalSeconds} s");
        var phaseError = beats.Where(each => each.Count > 0).Max(each => Beats.PhaseError(each, period));
        var p99 = new Figure(Name, $"{what}: p99 late", "ms", ours.At(0.99), floor.At(0.99));
        return
        [
            new Figure(Name, $"{what}: p50 late", "ms", ours.Median, floor.Median),
            load switch
            {
                Load.Idle => p99.AtMost(0.3),
                Load.Spins => p99.AtMost(20),
                _ => p99,
            },
            new Figure(Name, $"{what}: p99.9 late", "ms", ours.At(0.999), floor.At(0.999)),
            new Figure(Name, $"{what}: longest late", "ms", ours.Max, floor.Max),
            new Figure(Name, $"{what}: left out for being a period late", "beats", missed, slept[0]),
            new Figure(Name, $"{what}: phase error at the end", "ms", phaseError),
        ];
    }

    /// <summary>How far the schedule of the last beats is from the grid of the first, at both periods at once.</summary>
    private List<Figure> Drift(string load, TimeSpan duration)
    {
        using var sink = new Sink();
        var all = s_periods.Select(each => (each.Period, Beat: new Watched(sink, each.Period, duration))).ToList();
        Thread.Sleep(duration);
        var figures = all.Select(each => new Figure(
            Name,
            FormattableString.Invariant($"{each.Period.TotalMilliseconds} ms, {load}: phase error after {duration.TotalMinutes:0.##} min"),
            "ms",
            Beats.PhaseError(each.Beat.Beats, each.Period))).ToList();
        all.ForEach(each => each.Beat.Dispose());
        return duration >= s_goalAfter ? [.. figures.Select(figure => figure.AtMost(1))] : figures;
    }

    /// <summary>A Mother whose beats are noted.</summary>
    private sealed class Watched : IDisposable
    {
        private readonly StampingTransport _transport;
        private readonly Mother _mother;
        private long _missed;

        public Watched(Sink sink, TimeSpan period, TimeSpan longest)
        {
            // What is left of the start and the end is a few seconds at the most.
            _transport = StampingTransport.To(sink.EndPoint, (int)((longest + TimeSpan.FromSeconds(5)) / period));
            _mother = new Mother(new MotherOptions { Interval = period, StateDirectory = null, Transport = _transport });
            _transport.Lateness = () => _mother.BeatLateness;
            _mother.Start();
        }

        public IReadOnlyList<(TimeSpan Due, TimeSpan Sent)> Beats => _transport.Beats;

        public long Missed => _mother.MissedBeats - _missed;

        /// <summary>What was until now counts for nothing.</summary>
        public void Forget()
        {
            _transport.Forget();
            _missed = _mother.MissedBeats;
        }

        public void Dispose() => _mother.Dispose();
    }
}
