using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Telemetry;

/// <summary>Metrics of running programs, at a collector that the test makes; and what becomes of the beat when there is none, or a bad one.</summary>
public sealed class CollectorTests
{
    private const int Interval = 100;

    [Fact]
    public void A_collector_gets_the_metrics_of_Mother_and_of_a_client()
    {
        using var rig = new Rig();
        using var collector = new Collector();
        using var mother = Mother(rig, Collector.Variables(collector.Address));
        using var client = IzzyProcess.StartWith(Collector.Variables(collector.Address), ["client", "--json", "--name", "sofa", "--state", rig.State, .. rig.Ports]);
        mother.WaitFor("izzy-found");
        mother.Type("stop");
        Until(collector, "izzy.stops", "local-stop");
        Until(collector, "izzy.beat.lateness", "izzy.answer.age");
        Until(collector, "izzy.permit.valid", "sofa");
        Assert.All(collector.Requests, request => Assert.Equal(("/v1/metrics", "application/x-protobuf"), (request.Path, request.Type)));
        Assert.Contains("service.name", collector.Requests[0].Body, StringComparison.Ordinal);
        mother.Type("quit");
        Assert.Equal(0, mother.WaitForExit());
        Assert.Empty(mother.Errors);
    }

    [Fact]
    public void A_collector_that_is_not_there_costs_no_beat_and_no_time_to_leave()
    {
        using var rig = new Rig();
        AssertBeats(rig, "http://127.0.0.1:1");
    }

    [Fact]
    public void A_collector_that_takes_all_and_answers_nothing_costs_no_beat_and_no_time_to_leave()
    {
        using var rig = new Rig();
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // The system takes connections for it; nobody ever reads them.
        silent.Listen(16);
        AssertBeats(rig, $"http://{silent.LocalEndPoint}");
    }

    [Fact]
    public void An_address_that_is_none_is_refused_at_the_start_in_two_lines()
    {
        using var rig = new Rig();
        using var mother = Mother(rig, Collector.Variables("collector"));
        Assert.Equal(2, mother.WaitForExit());
        Assert.Equal(2, mother.Errors.Count);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", mother.Errors[0], StringComparison.Ordinal);
    }

    private static void AssertBeats(Rig rig, string address)
    {
        using var robot = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        robot.Bind(new IPEndPoint(IPAddress.Loopback, rig.ToClient));
        using var mother = Mother(rig, Collector.Variables(address));
        mother.WaitFor("beating");
        // Several times the interval of the exports, which all fail or hang meanwhile.
        const int beats = 40;
        var buffer = new byte[256];
        robot.Receive(buffer);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < beats; i++)
            robot.Receive(buffer);
        // Not one is left out: a machine that is busy makes them late, and then they are fewer.
        Assert.InRange(clock.Elapsed.TotalMilliseconds, 0, beats * Interval * 1.5);
        clock.Restart();
        mother.Type("quit");
        mother.WaitFor("leaving");
        Timings.Say(Timings.Invariant($"Leaving with a collector at {address}: told after {clock.Elapsed.TotalMilliseconds:0} ms"));
        Assert.Equal(0, mother.WaitForExit());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Empty(mother.Errors);
    }

    private static IzzyProcess Mother(Rig rig, Dictionary<string, string> variables) =>
        IzzyProcess.StartWith(variables, ["mother", "--json", "--to", "127.0.0.1", "--interval", $"{Interval}ms", "--state", rig.State, .. rig.Ports]);

    private static void Until(Collector collector, params string[] words) => Assert.True(
        SpinWait.SpinUntil(() => collector.Requests.Any(request => words.All(word => request.Body.Contains(word, StringComparison.Ordinal))), IzzyProcess.Patience),
        $"No request had {string.Join(" and ", words)}; there were {collector.Requests.Count}.");
}
