using System.Text.Json;

namespace Izzy.Network.Tests.Processes;

/// <summary>
/// A process that does not run cannot decide, so these need real processes: frozen by SIGSTOP, killed by SIGKILL. A naive
/// watchdog takes the beats that queued up meanwhile for fresh ones.
/// </summary>
public sealed class FreezeTests
{
    private const int Clients = 4;
    private const int Rounds = 6;

    // Short, so that many pauses take little time; with a beat of 20 ms.
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void A_client_frozen_longer_than_its_limit_always_ends_stopped_and_a_reset_typed_meanwhile_is_refused()
    {
        using var rig = new Rig();
        var ports = Enumerable.Range(0, Clients).Select(_ => new Rig()).ToList();
        var targets = ports.SelectMany(port => new[] { "--to", $"127.0.0.1:{port.ToClient}" });
        using var mother = IzzyProcess.Start(
            ["mother", "--json", "--state", rig.State, "--interval", "20ms", "--from-client-port", $"{rig.FromClient}", "--to-client-port", $"{rig.ToClient}", .. targets]);
        var clients = ports.Select((port, i) => IzzyProcess.Start(
            "client", "--json", "--name", $"izzy-{i}", "--state", port.State, "--limit", "200ms",
            "--to-client-port", $"{port.ToClient}", "--from-client-port", $"{rig.FromClient}")).ToList();
        try
        {
            foreach (var client in clients)
                client.WaitFor("connected");
            for (var round = 0; round < Rounds; round++)
                FreezeAll(clients, round);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
            ports.ForEach(port => port.Dispose());
        }
    }

    [Fact]
    public void A_client_with_a_guard_can_be_reset_after_a_freeze()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa", "--on-stop", "true");
        client.WaitFor("connected");
        client.Type("reset");
        client.WaitFor("permitted");
        Signals.Freeze(client.Pid);
        Thread.Sleep(2000);
        Signals.Thaw(client.Pid);
        client.WaitFor("connected", after: 1);
        Thread.Sleep(1500);
        client.Type("reset");
        client.WaitFor("permitted", after: 1);
        Assert.DoesNotContain(client.Events, happened => happened.GetProperty("event").GetString() == "stopped" && happened.GetProperty("cause").GetString() == "thread-died");
    }

    private static void FreezeAll(List<IzzyProcess> clients, int round)
    {
        foreach (var client in clients)
            client.Permit();
        var before = clients.ConvertAll(client => client.Events.Count);

        // Each client for another time, all of them longer than the limit; the phase against the beat is random anyway.
        foreach (var client in clients)
            Signals.Freeze(client.Pid);
        for (var i = 0; i < clients.Count; i++)
        {
            Thread.Sleep(i == 0 ? s_limit + TimeSpan.FromMilliseconds(20 + (40 * round)) : TimeSpan.FromMilliseconds(70));
            clients[i].Type("reset");
            Signals.Thaw(clients[i].Pid);
        }

        for (var i = 0; i < clients.Count; i++)
            clients[i].WaitForAny(before[i], "reset-refused");
        Thread.Sleep(300);
        for (var i = 0; i < clients.Count; i++)
        {
            Assert.DoesNotContain(clients[i].Events.Skip(before[i]), Is("permitted"));
            Assert.Equal("stopped", IzzyProcess.Name(clients[i].Events.Last(happened => Is("permitted")(happened) || Is("stopped")(happened))));
        }
    }

    private static Predicate<JsonElement> Is(string name) => happened => IzzyProcess.Name(happened) == name;

    [Fact]
    public void The_stop_command_has_run_within_the_limit_and_a_start_when_the_client_is_killed()
    {
        using var rig = new Rig();
        var log = rig.FileFor("relay");
        using var mother = rig.Mother("--interval", "90ms");
        using var client = rig.Client("sofa", "--limit", "500ms", "--on-stop", $"echo to nobody; echo to nobody >&2; echo $IZZY_NAME $IZZY_STOP_CAUSE >> {log}");
        client.WaitFor("connected");
        client.Permit();
        Assert.False(File.Exists(log));
        Signals.Kill(client.Pid);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(log) && File.ReadAllText(log) == "sofa process-ended\n", TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void The_stop_command_has_run_within_the_limit_and_a_start_when_the_client_is_frozen()
    {
        using var rig = new Rig();
        var log = rig.FileFor("relay");
        using var mother = rig.Mother("--interval", "90ms");
        using var client = rig.Client("sofa", "--limit", "500ms", "--on-stop", $"echo $IZZY_STOP_CAUSE >> {log}");
        client.WaitFor("connected");
        client.Permit();
        Signals.Freeze(client.Pid);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(log) && File.ReadAllText(log).StartsWith("process-frozen\n", StringComparison.Ordinal), TimeSpan.FromSeconds(5)));
        Signals.Thaw(client.Pid);
        client.WaitFor("stopped");
        Assert.Equal(1, client.CountOf("permitted"));
    }

    [Fact]
    public void The_stop_command_has_run_when_the_client_is_told_to_stop_and_when_its_guard_is_killed()
    {
        using var rig = new Rig();
        var log = rig.FileFor("relay");
        using var mother = rig.Mother("--interval", "90ms");
        using var client = rig.Client("sofa", "--limit", "500ms", "--on-stop", $"echo $IZZY_STOP_CAUSE >> {log}");
        client.WaitFor("connected");
        client.Permit();
        mother.Type("stop");
        Assert.Equal("stop-received", client.WaitFor("stopped").GetProperty("cause").GetString());
        Assert.True(SpinWait.SpinUntil(() => File.Exists(log) && File.ReadAllText(log) == "stop-received\n", TimeSpan.FromSeconds(5)));

        mother.WaitFor("stop-confirmed");
        mother.Type("reset");
        mother.WaitFor("reset");
        client.WaitFor("connected", after: 1);
        client.Permit();
        Signals.Kill(ChildOf(client.Pid));
        Assert.Equal("thread-died", client.WaitFor("stopped", after: 1).GetProperty("cause").GetString());
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText(log) == "stop-received\nthread-died\n", TimeSpan.FromSeconds(5)));
    }

    private static int ChildOf(int pid) =>
        int.Parse(File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
