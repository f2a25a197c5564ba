using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Services;

/// <summary>The relay and the button of <c>docs/robot.md</c>, with stand-ins for the commands of libgpiod.</summary>
public sealed class RelayTests
{
    [Theory]
    [InlineData(1, "--mode=exit gpiochip0 17=0")]
    [InlineData(2, "--chip gpiochip0 --toggle 0 17=0")]
    public void To_open_is_asked_as_the_version_wants_it(int version, string expected)
    {
        using var relay = new Relay(version);
        Assert.Equal(0, relay.Open());
        Assert.Equal("17=0", relay.Level);
        Assert.All(relay.Asked.Split('\n'), asked => Assert.Equal(expected, asked));
    }

    [Fact]
    public void It_opens_where_nothing_can_be_written_too()
    {
        using var relay = new Relay(1);
        using (var process = relay.Start("open", "/does/not/exist"))
            Assert.True(process.WaitForExit(IzzyProcess.Patience));
        Assert.Equal("17=0", relay.Level);
    }

    [Fact]
    public void A_granted_reset_closes_it_and_a_refused_one_does_not()
    {
        using var relay = new Relay(2);
        relay.StandIn("izzy", $"echo $* >> {relay.Folder}/resets; test -e {relay.Folder}/granted");
        relay.Open();
        relay.WatchButton("sofa");
        relay.Press();
        Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(relay.Folder, "resets")), IzzyProcess.Patience));
        Thread.Sleep(500);
        Assert.Equal("17=0", relay.Level);

        File.WriteAllText(Path.Combine(relay.Folder, "granted"), "");
        relay.Press();
        Assert.True(SpinWait.SpinUntil(() => relay.Level == "17=1", IzzyProcess.Patience));
        Assert.Equal("--chip gpiochip0 --num-events 1 --edges falling --bias pull-up --debounce-period 20ms 27", relay.Watched);
        Assert.All(File.ReadAllLines(Path.Combine(relay.Folder, "resets")), line => Assert.Equal($"reset sofa --state {relay.Folder}", line));
        relay.Open();
        Assert.Equal("17=0", relay.Level);
    }

    [Fact]
    public void A_stop_between_the_grant_and_the_closing_keeps_it_open()
    {
        using var relay = new Relay(1);
        // As if the robot stopped again before `izzy reset` came back.
        relay.StandIn("izzy", relay.CommandToOpen);
        relay.Open();
        relay.WatchButton("sofa");
        relay.Press();
        Assert.True(SpinWait.SpinUntil(() => relay.Complaints.Contains("the relay stays open", StringComparison.Ordinal), IzzyProcess.Patience));
        Assert.DoesNotContain("17=1", relay.Asked, StringComparison.Ordinal);
        Assert.Equal("17=0", relay.Level);
    }

    [Fact]
    public void Where_no_mark_can_be_kept_it_stays_open_and_no_reset_is_asked()
    {
        using var relay = new Relay(1);
        relay.StandIn("izzy", $"touch {relay.Folder}/was-asked");
        relay.Open();
        // What cannot be written to, as on a full disk.
        Directory.CreateDirectory(Path.Combine(relay.Folder, "relay.may-close"));
        relay.WatchButton("sofa");
        relay.Press();
        Assert.True(SpinWait.SpinUntil(() => relay.Complaints.Contains("Nothing can be written", StringComparison.Ordinal), IzzyProcess.Patience));
        Assert.False(File.Exists(Path.Combine(relay.Folder, "was-asked")));
        Assert.DoesNotContain("17=1", relay.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_client_opens_it_when_it_stops_and_the_button_permits_and_closes()
    {
        using var rig = new Rig();
        using var relay = new Relay(1);
        // The door is in the client's state directory; the script's own files are in the relay's.
        relay.StandIn("izzy", $"exec {Path.Combine(AppContext.BaseDirectory, "izzy")} reset \"$2\" --state {rig.State}");
        using var client = rig.Client("sofa", "--on-stop", relay.CommandToOpen);
        using var mother = rig.Mother();
        client.WaitFor("connected");
        relay.WatchButton("sofa");
        // As a patient person: a button that was refused is pressed again after a while.
        for (var press = 0; press < 10 && client.CountOf("permitted") == 0; press++)
        {
            relay.Press();
            Thread.Sleep(1500);
        }

        Assert.True(SpinWait.SpinUntil(() => relay.Level == "17=1", IzzyProcess.Patience));
        Signals.Kill(client.Pid);
        Assert.True(SpinWait.SpinUntil(() => relay.Level == "17=0", IzzyProcess.Patience));
    }
}
