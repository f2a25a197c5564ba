using System.Net;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.State;

namespace Izzy.Bench.Benches;

/// <summary>What a Mother with a key costs: she beats each IZZY by its address, with its echo, and checks each answer.</summary>
internal sealed class VerifiedBench : IBench
{
    private const int Rate = 10;

    public string Name => "verified";

    public string About => "processor time, losses and lateness of a Mother with a key and 10 to 10,000 verified IZZYs at 10 Hz";

    public IEnumerable<Figure> Run(Scope scope)
    {
        foreach (var izzies in scope.IsSmoke ? [10, 100] : (int[])[10, 100, 1000, 10_000])
        {
            var run = Measure(izzies, scope);
            var what = FormattableString.Invariant($"{izzies:N0} verified IZZYs at {Rate} Hz");
            yield return new Figure(Name, $"{what}: processor time a beat and its answer", "µs", run.Microseconds);
            yield return new Figure(Name, $"{what}: cores", "cores", run.Cores);
            yield return new Figure(Name, $"{what}: beats that did not arrive", "%", run.BeatsLost);
            var buffer = FormattableString.Invariant($"{run.Buffer / 1024:N0} KiB");
            yield return new Figure(Name, $"{what}: answers lost, receive buffer of {buffer}", "%", run.AnswersLost);
            yield return new Figure(Name, $"{what}: lateness of the beat, p99", "ms", run.Lateness);
        }
    }

    private static (double Microseconds, double Cores, double BeatsLost, double AnswersLost, double Lateness, int Buffer) Measure(
        int izzies, Scope scope)
    {
        var key = Path.Combine(Path.GetTempPath(), $"izzy-bench-{Guid.NewGuid():N}.key");
        KeyFile.Create(key);
        try
        {
            using var fleet = Child.Start(VerifiedFleet.Verb, izzies, key);
            var port = (int)fleet.ReadNumber();
            var fleetAt = new IPEndPoint(IPAddress.Loopback, port);
            var transport = StampingTransport.To(fleetAt, buffer: StampingTransport.BufferFor(izzies));
            using var mother = new Mother(new MotherOptions
            {
                Interval = TimeSpan.FromSeconds(1.0 / Rate),
                StateDirectory = null,
                Transport = transport,
                KeyFile = key,
            });
            fleet.Say(FormattableString.Invariant($"{transport.LocalEndPoint.Port}"));
            mother.Start();
            // Everyone is known and answers before it counts.
            Thread.Sleep(scope.Seconds(3, 0.4));
            var lateness = 0L;
            _ = mother.LatenessSince(ref lateness);
            var (beats, cpu, received, (heard, answered)) = (mother.Beats, Cpu.Used, transport.Received, Counts(fleet));
            var seconds = scope.Seconds(6, 0.4);
            Thread.Sleep(seconds);
            var (beatsAfter, cpuAfter) = (mother.Beats, Cpu.Used);
            var late = new Distribution([.. mother.LatenessSince(ref lateness).Select(late => late.TotalMilliseconds)]);
            // What is under way at either end is a part of one beat.
            Thread.Sleep(20);
            var (heardAfter, answeredAfter) = Counts(fleet);
            var receivedAfter = transport.Received;
            var wanted = (double)(beatsAfter - beats) * izzies;
            return (
                (cpuAfter - cpu).TotalMicroseconds / Math.Max(1, heardAfter - heard),
                (cpuAfter - cpu) / seconds,
                Math.Max(0, 100 * (wanted - (heardAfter - heard)) / wanted),
                Math.Max(0, 100.0 * (answeredAfter - answered - (receivedAfter - received)) / Math.Max(1, answeredAfter - answered)),
                late.At(0.99),
                transport.ReceiveBuffer);
        }
        finally
        {
            File.Delete(key);
        }
    }

    private static (long Heard, long Answered) Counts(Child fleet)
    {
        fleet.Say("");
        var counts = fleet.ReadLine().Split(' ');
        return (long.Parse(counts[0], System.Globalization.CultureInfo.InvariantCulture), long.Parse(counts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
