using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>Mother and a robot on two hosts of an isolated show network: broadcast, no default route, default ports.</summary>
public sealed class TwoHostsTests
{
    private static readonly string[] s_manual = ["--limit", "500ms"];

    [Fact]
    public void They_find_each_other_by_broadcast_and_a_killed_Mother_stops_the_robot_for_good()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.B, ["client", "--json", "--name", "sofa", "--state", rig.State, .. s_manual]);
        using (var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms"))
        {
            Assert.Equal("first", client.WaitFor("connected").GetProperty("owner").GetString());
            Assert.Equal("sofa", mother.WaitFor("izzy-found").GetProperty("name").GetString());
            client.Type("reset");
            client.WaitFor("permitted");

            Signals.Kill(mother.Pid);
            var stopped = client.WaitFor("stopped");
            Assert.Equal("silence", stopped.GetProperty("cause").GetString());
            Assert.InRange(stopped.GetProperty("silenceMs").GetDouble(), 500, 1500);
        }

        using var another = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        Assert.Equal("same", client.WaitFor("connected", after: 1).GetProperty("owner").GetString());
        Assert.Equal("ESTOP", another.WaitFor("izzy-found").GetProperty("status").GetString());
        Thread.Sleep(1500);
        Assert.Equal(1, client.CountOf("permitted"));
    }

    [Fact]
    public void A_second_Mother_on_the_network_is_an_alarm_on_all_three_sides()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var other = new Rig();
        using var client = IzzyProcess.StartIn(network.B, ["client", "--json", "--name", "sofa", "--state", rig.State, .. s_manual]);
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        var first = mother.WaitFor("beating").GetProperty("id").GetString();
        Assert.Equal(first, client.WaitFor("connected").GetProperty("mother").GetString());
        mother.WaitFor("izzy-found");

        using var second = IzzyProcess.StartIn(network.B, ["mother", "--json", "--state", other.State, "--interval", "90ms"]);
        var stranger = second.WaitFor("beating").GetProperty("id").GetString();
        Assert.Equal(stranger, client.WaitFor("mother-conflict").GetProperty("mother").GetString());
        Assert.Equal(first, second.WaitFor("mother-conflict").GetProperty("mother").GetString());
        Assert.Equal(1, client.CountOf("connected"));
        Assert.Equal(0, second.CountOf("izzy-found"));
    }
}
