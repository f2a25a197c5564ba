namespace Izzy.Network.Tests.Processes;

/// <summary>
/// A process that does not run cannot decide, so these need real processes: frozen by SIGSTOP, killed by SIGKILL. What its guard
/// does then, and how the client goes on; how many pauses stop it is in <see cref="PauseTests"/>.
/// </summary>
[Collection(typeof(Alone))]
public sealed class FreezeTests
{
    [Fact]
    public void A_client_with_a_guard_can_be_reset_after_a_freeze()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa", "--on-stop", "true");
        client.WaitFor("connected");
        client.Permit();
        Signals.Freeze(client.Pid);
        Thread.Sleep(2000);
        Signals.Thaw(client.Pid);
        client.WaitFor("connected", after: 1);
        Thread.Sleep(1500);
        client.Permit();
        Assert.Equal(2, client.CountOf("permitted"));
        Assert.DoesNotContain(client.Events, happened => happened.GetProperty("event").GetString() == "stopped" && happened.GetProperty("cause").GetString() == "thread-died");
    }

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
        WaitForRun(log, "sofa process-ended");
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
        WaitForRun(log, "process-frozen");
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
        WaitForRun(log, "stop-received");
        Assert.DoesNotContain("thread-died", File.ReadAllText(log), StringComparison.Ordinal);

        mother.WaitFor("stop-confirmed");
        mother.Release();
        client.WaitFor("connected", after: 1);
        client.Permit();
        Signals.Kill(ChildOf(client.Pid));
        Assert.Equal("thread-died", client.WaitFor("stopped", after: 1).GetProperty("cause").GetString());
        WaitForRun(log, "thread-died");
    }

    // Not the only line: on a busy machine the command may be run twice for one stop, as docs/cli.md says.
    private static void WaitForRun(string log, string line) => Assert.True(
        SpinWait.SpinUntil(() => File.Exists(log) && File.ReadAllLines(log).Contains(line), IzzyProcess.Patience),
        $"The stop command did not run for '{line}', but for: {(File.Exists(log) ? File.ReadAllText(log) : "nothing")}");

    private static int ChildOf(int pid) =>
        int.Parse(File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
