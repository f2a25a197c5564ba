using System.Net.Sockets;
using System.Text.Json;
using Izzy.Network.Tests.Verified;

namespace Izzy.Network.Tests.Processes;

/// <summary>The check before a show, as a crew does it: another process, a real Mother, and what comes between.</summary>
public sealed class DrillTests
{
    private const string Ended = "drill";

    [Fact]
    public void Two_IZZYs_confirm_and_come_back_each_by_its_own_policy()
    {
        using var rig = new Rig();
        using var other = new Rig();
        using var mother = rig.Mother("--to", $"127.0.0.1:{other.ToClient}", "--expect", "sofa", "--expect", "wagon");
        using var sofa = rig.Client("sofa", "--reset", "auto");
        using var wagon = IzzyProcess.Start("client", "--json", "--name", "wagon", "--state", other.State, "--to-client-port", $"{other.ToClient}", "--from-client-port", $"{rig.FromClient}");
        sofa.WaitFor("permitted");
        wagon.WaitFor("connected");
        wagon.Permit();
        mother.WaitForStatus("AVAILABLE", "wagon");
        // Somebody else at the door, who says nothing.
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        silent.Connect(new UnixDomainSocketEndPoint(Directory.GetFiles(rig.State, "mother-*.sock").Single()));

        using var drill = Drilled(rig, "--json");
        Assert.Equal(0, drill.WaitForExit());
        var report = drill.WaitFor(Ended);
        Assert.Equal(("passed", "beating"), (report.GetProperty("result").GetString(), report.GetProperty("motherNow").GetString()));
        Assert.Equal("PASSED: Every IZZY confirmed the stop and heard beats again.", drill.Errors[^1]);
        var izzies = report.GetProperty("izzies").EnumerateArray().ToList();
        Assert.Equal([("sofa", "AVAILABLE", "AVAILABLE"), ("wagon", "AVAILABLE", "ESTOP")], izzies.Select(izzy => (Text(izzy, "name"), Text(izzy, "before"), Text(izzy, "status"))));
        Assert.All(izzies, izzy => Assert.InRange(izzy.GetProperty("confirmedAfterMs").GetDouble(), 0.001, 1000));
        Assert.Equal("stop-received", wagon.WaitFor("stopped").GetProperty("cause").GetString());
        Assert.Equal((1, 1), (mother.CountOf("stopped"), mother.CountOf("reset")));
        Assert.Equal((2, 1), (sofa.CountOf("permitted"), wagon.CountOf("permitted")));
    }

    [Fact]
    public void With_one_that_never_confirms_Mother_stays_stopped_and_it_is_named()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa");
        using var old = new Unconfirming(rig.FromClient, "old\u202ewagon");
        client.WaitFor("connected");
        mother.WaitFor("izzy-found", after: 1);
        using var drill = Drilled(rig);
        Assert.Equal(1, drill.WaitForExit());
        var text = string.Join('\n', drill.Text);
        Assert.Contains(@"FAILED: The stop was NOT confirmed by 'old\u202ewagon'.", text, StringComparison.Ordinal);
        Assert.Contains("Mother now: stopped", text, StringComparison.Ordinal);
        Assert.Equal((1, 0), (mother.CountOf("stopped"), mother.CountOf("reset")));

        using var again = Drill(rig);
        Assert.Equal(1, again.WaitForExit());
        Assert.Contains("stopped already", again.Errors[^2], StringComparison.Ordinal);
        Assert.Empty(again.Text);
    }

    [Fact]
    public void Soon_after_Mothers_start_it_waits_as_long_as_she_does_for_the_limit_that_an_IZZY_with_the_key_told_of()
    {
        using var rig = new Rig();
        var key = new TestKey(rig.FileFor("key"));
        using var mother = rig.Mother("--key-file", key.FilePath);
        using var client = rig.Client("sofa", "--key-file", key.FilePath, "--limit", "6s");
        client.WaitFor("connected");
        using var drill = Drilled(rig);
        Assert.Equal(0, drill.WaitForExit());
        Assert.Equal((1, 1), (mother.CountOf("stopped"), mother.CountOf("reset")));
    }

    [Fact]
    public void While_something_moves_whatever_it_says_nobody_is_stopped()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa", "--attach");
        client.WaitFor("connected");
        client.Permit();
        client.Type("""report {"status":"MOVING","speed":250}""");
        var moving = mother.WaitForStatus("MOVING", "sofa").GetProperty("time").GetDateTimeOffset();
        using (var drill = Drilled(rig))
        {
            Assert.Equal(1, drill.WaitForExit());
            Assert.Contains("Something moves: 'sofa'.", drill.Errors[^2], StringComparison.Ordinal);
        }

        client.Type("""report {"status":"AVAILABLE"}""");
        mother.WaitFor("izzy-status", which: happened => Text(happened, "status") == "AVAILABLE" && happened.GetProperty("time").GetDateTimeOffset() > moving);
        using (var drill = Drill(rig))
        {
            for (var x = 0; !drill.HasExited; x += 5)
            {
                client.Type($$"""report {"status":"AVAILABLE","position":{"x":{{x}} } }""");
                Thread.Sleep(50);
            }

            Assert.Equal(1, drill.WaitForExit());
            Assert.Contains("moves although it reports AVAILABLE", drill.Errors[^2], StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (mother.CountOf("stopped"), client.CountOf("stopped")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_that_is_asked_for_meanwhile_is_never_reset(bool atTheDoor)
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        // It takes three seconds to give up waiting for this one: time for a person to press stop.
        using var old = new Unconfirming(rig.FromClient, "wagon");
        mother.WaitFor("izzy-found");
        using var drill = Drill(rig, "--json");
        mother.WaitFor("stopped");
        if (atTheDoor)
            SayAtDoor(rig, "stop\n");
        else
            mother.Type("stop");
        Assert.Equal(1, drill.WaitForExit());
        Assert.Equal(("aborted", "stopped"), (Text(drill.WaitFor(Ended), "result"), Text(drill.WaitFor(Ended), "motherNow")));
        Thread.Sleep(500);
        Assert.Equal((1, 0), (mother.CountOf("stopped"), mother.CountOf("reset")));
    }

    [Fact]
    public void A_drill_that_is_killed_leaves_everyone_stopped()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var old = new Unconfirming(rig.FromClient, "wagon");
        mother.WaitFor("izzy-found");
        using var drill = Drill(rig);
        mother.WaitFor("stopped");
        Signals.Kill(drill.Pid);
        Thread.Sleep(4000);
        Assert.Equal(0, mother.CountOf("reset"));
        mother.Type("reset");
        mother.WaitFor("reset");
    }

    [Fact]
    public void Without_a_Mother_it_says_where_it_looked()
    {
        using var rig = new Rig();
        using var drill = Drill(rig);
        Assert.Equal(1, drill.WaitForExit());
        Assert.Contains(rig.State, drill.Errors[0], StringComparison.Ordinal);
        Assert.Equal(2, drill.Errors.Count);
    }

    [Fact]
    public void The_demo_stands_still_for_its_drill_and_goes_on_after_it()
    {
        using var demo = IzzyProcess.Start("demo", "--json", "--izzies", "4");
        demo.WaitFor("izzy-status", which: happened => Text(happened, "status") == "MOVING");
        demo.Type("drill");
        Assert.True(SpinWait.SpinUntil(() => demo.Errors.Count == 2, IzzyProcess.Patience));
        Assert.Contains("drill yes", demo.Errors[1], StringComparison.Ordinal);
        Assert.Equal(0, demo.CountOf("stopped"));
        demo.Type("drill yes");
        demo.Type("drill yes");
        var report = demo.WaitFor(Ended);
        Assert.Equal(("passed", 4), (Text(report, "result"), report.GetProperty("confirmed").GetInt32()));
        Assert.All(report.GetProperty("izzies").EnumerateArray(), izzy => Assert.NotEqual("MOVING", Text(izzy, "status")));
        Assert.Contains(demo.Errors, line => line.Contains("runs already", StringComparison.Ordinal));
        var ended = report.GetProperty("time").GetDateTimeOffset();
        demo.WaitFor("izzy-status", which: happened => Text(happened, "status") == "MOVING" && happened.GetProperty("time").GetDateTimeOffset() > ended.AddSeconds(2));
        demo.Type("quit");
        Assert.Equal(0, demo.WaitForExit());
        Assert.Equal((1, 1), (demo.CountOf("stopped"), demo.CountOf("reset")));
    }

    private static IzzyProcess Drill(Rig rig, params string[] more) => IzzyProcess.Start(["drill", "--yes", "--state", rig.State, .. more]);

    /// <summary>One that has ended. On a busy machine an IZZY may be lost just then, which stops nobody: then it is done again.</summary>
    private static IzzyProcess Drilled(Rig rig, params string[] more)
    {
        for (var attempt = 1; ; attempt++)
        {
            var drill = Drill(rig, more);
            _ = drill.WaitForExit();
            if (attempt == 5 || !drill.Errors.Any(line => line.Contains("Not heard just now", StringComparison.Ordinal)))
                return drill;
            drill.Dispose();
        }
    }

    private static void SayAtDoor(Rig rig, string line)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Directory.GetFiles(rig.State, "mother-*.sock").Single()));
        socket.Send(System.Text.Encoding.UTF8.GetBytes(line));
        _ = socket.Receive(new byte[64]);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
