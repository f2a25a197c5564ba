using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Services;

/// <summary>The command as a service manager runs it, which is a real socket of the test's here.</summary>
public sealed class ServiceProcessTests
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(1);

    [Fact]
    public void Mother_is_ready_gives_signs_of_life_says_how_she_does_and_that_she_leaves()
    {
        using var rig = new Rig();
        using var manager = new Manager(rig.FileFor("notify"));
        using var mother = IzzyProcess.StartWith(manager.Variables(s_watchdog), ["mother", "--json", "--to", "127.0.0.1", "--expect", "sofa", "--state", rig.State, .. rig.Ports]);
        manager.WaitFor("READY=1");
        // By another pipe, which may be read later.
        mother.WaitFor("beating");
        manager.WaitFor("STATUS=Mother beats; 0 of 1 IZZYs here");
        manager.WaitFor("WATCHDOG=1", after: 3);
        mother.Type("stop");
        manager.WaitFor("STATUS=Mother is stopped");
        Signals.Send(mother.Pid, Signals.Term);
        manager.WaitFor("STOPPING=1");
        Assert.Equal(0, mother.WaitForExit());
        Assert.Equal("READY=1", manager.Told[0].State);
    }

    [Fact]
    public void A_frozen_client_gives_no_sign_of_life()
    {
        using var rig = new Rig();
        using var manager = new Manager(rig.FileFor("notify"));
        using var client = IzzyProcess.StartWith(manager.Variables(s_watchdog), ["client", "--json", "--name", "sofa", "--state", rig.State, .. rig.Ports]);
        manager.WaitFor("STATUS=Stopped: Mother is not heard");
        manager.WaitFor("WATCHDOG=1", after: 1);
        Signals.Freeze(client.Pid);
        Thread.Sleep(s_watchdog / 4);
        var before = manager.SignsOfLife;
        Thread.Sleep(2 * s_watchdog);
        Assert.Equal(before, manager.SignsOfLife);
        Signals.Thaw(client.Pid);
        manager.WaitUntil(() => manager.SignsOfLife > before, "a sign of life");
    }

    [Fact]
    public void What_a_client_starts_cannot_speak_for_it()
    {
        using var rig = new Rig();
        using var manager = new Manager(rig.FileFor("notify"));
        var file = rig.FileFor("environment");
        using var client = IzzyProcess.StartWith(
            manager.Variables(s_watchdog), ["client", "--json", "--name", "sofa", "--on-stop", $"env > {file}.new; mv {file}.new {file}", "--state", rig.State, .. rig.Ports]);
        manager.WaitFor("READY=1");
        // Its guard runs the command.
        Signals.Kill(client.Pid);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(file), IzzyProcess.Patience));
        Assert.DoesNotContain("NOTIFY_SOCKET", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("IZZY_STOP_CAUSE=process-ended", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_command_that_the_manager_does_not_know_of_is_refused()
    {
        using var rig = new Rig();
        using var manager = new Manager(rig.FileFor("notify"));
        var variables = manager.Variables(s_watchdog);
        variables["IZZY_ON_STOP"] = "true";
        using var client = IzzyProcess.StartWith(variables, ["client", "--json", "--name", "sofa", "--state", rig.State, .. rig.Ports]);
        Assert.Equal(2, client.WaitForExit());
        Assert.Equal(2, client.Errors.Count);
        Assert.StartsWith("IZZY_ON_STOP: ", client.Errors[0], StringComparison.Ordinal);
        Assert.Empty(manager.Told);
    }

    [Fact]
    public void A_client_that_leaves_has_stopped_before_it_takes_its_socket_off_the_disk()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        var log = rig.FileFor("log");
        using var client = rig.Client("sofa", "--on-stop", $"ls {rig.State}/izzy-*.sock > {log}.new; mv {log}.new {log}");
        client.WaitFor("connected");
        client.Permit();
        Signals.Send(client.Pid, Signals.Term);
        Assert.Equal(0, client.WaitForExit());
        Assert.True(SpinWait.SpinUntil(() => File.Exists(log), IzzyProcess.Patience));
        Assert.Contains(".sock", File.ReadAllText(log), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(rig.State, "izzy-*.sock"));
    }

    [Fact]
    public void A_stop_command_that_fails_is_told_with_its_exit_code()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa", "--on-stop", "exit 3");
        client.WaitFor("connected");
        client.Permit();
        client.Type("stop");
        client.WaitFor("stopped");
        Assert.True(SpinWait.SpinUntil(() => client.Errors.Count == 2, IzzyProcess.Patience));
        Assert.Contains("ended with 3", client.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_manager_whose_socket_is_not_there_changes_nothing()
    {
        using var rig = new Rig();
        using var mother = IzzyProcess.StartWith(
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = rig.FileFor("nobody"), ["WATCHDOG_USEC"] = "rubbish" }, ["mother", "--json", "--to", "127.0.0.1", "--state", rig.State, .. rig.Ports]);
        mother.WaitFor("beating");
        mother.Type("quit");
        Assert.Equal(0, mother.WaitForExit());
        Assert.Empty(mother.Errors);
    }

    [Fact]
    public void Without_a_manager_or_a_collector_nothing_of_either_is_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        client.WaitFor("waiting");
        var loaded = File.ReadAllText($"/proc/{client.Pid}/maps");
        Assert.Contains("Izzy.Heartbeat.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Izzy.Heartbeat.Hosting", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Extensions.Hosting", loaded, StringComparison.Ordinal);
    }
}
