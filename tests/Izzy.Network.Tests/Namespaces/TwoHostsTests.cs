using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Network.Tests.Loopback;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>Mother and a robot on two hosts of an isolated show network: broadcast, no default route, default ports.</summary>
public sealed class TwoHostsTests
{
    [Fact]
    public void They_find_each_other_by_broadcast_and_a_killed_Mother_stops_the_robot_for_good()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.B, ["client", "--json", "--name", "sofa", "--state", rig.State, "--limit", "500ms"]);
        using (var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms"))
        {
            Assert.Equal("first", client.WaitFor("connected").GetProperty("owner").GetString());
            Assert.Equal("sofa", mother.WaitFor("izzy-found").GetProperty("name").GetString());
            client.Permit();

            Signals.Kill(mother.Pid);
            var stopped = client.WaitFor("stopped");
            Assert.Equal("silence", stopped.GetProperty("cause").GetString());
            Assert.InRange(stopped.GetProperty("silenceMs").GetDouble(), 500, 1500);
        }

        using var another = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        Assert.Equal("same", client.WaitFor("connected", after: 1).GetProperty("owner").GetString());
        Assert.Equal("ESTOP", another.WaitFor("izzy-found").GetProperty("status").GetString());
        Thread.Sleep(1000);
        Assert.Equal(1, client.CountOf("permitted"));
    }

    [Fact]
    public void A_beat_needs_no_route_and_reaches_a_host_of_another_prefix_length()
    {
        using var network = new NetworkNamespaces();
        // A broadcast to the sender's own network, 10.77.0.255, is one host's address to the receiver, and not its own.
        NetworkNamespaces.Ip($"-n {network.B} addr del 10.77.0.2/24 dev {NetworkNamespaces.Cable}");
        NetworkNamespaces.Ip($"-n {network.B} addr add 10.77.0.2/16 brd + dev {NetworkNamespaces.Cable}");
        NetworkNamespaces.Ip($"-n {network.A} route flush table main");
        var here = new IPEndPoint(IPAddress.Any, Ports.UdpToClient);
        var beats = new MotherOptions { Interval = TimeSpan.FromMilliseconds(90), StateDirectory = null };
        using var izzy = InsideHost.Run(network.B, () => new WatchedIzzy(TimeSpan.FromSeconds(1), at: here));
        using var mother = InsideHost.Run(network.A, () => new Mother(beats));
        InsideHost.Run(network.A, () =>
        {
            mother.Start();
            return true;
        });
        izzy.Permit();
        Assert.True(izzy.MayMove);
    }

    [Fact]
    public void Beats_go_out_of_two_interfaces_at_once_and_the_one_that_goes_down_takes_nothing_from_the_other()
    {
        using var network = new NetworkNamespaces();
        using var farther = new NetworkNamespaces();
        network.AddCableTo(farther.A);
        using var rig = new Rig();
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        using var sofa = IzzyProcess.StartIn(network.B, ["client", "--json", "--name", "sofa", "--state", rig.FileFor("sofa"), "--limit", "1s"]);
        using var desk = IzzyProcess.StartIn(farther.A, ["client", "--json", "--name", "desk", "--state", rig.FileFor("desk"), "--limit", "1s"]);
        foreach (var client in new[] { sofa, desk })
        {
            client.WaitFor("connected");
            client.Permit();
        }

        // Only who was found can be lost.
        mother.WaitFor("izzy-found", after: 1);
        NetworkNamespaces.SetCable(network.A, up: false);
        Assert.Equal("silence", sofa.WaitFor("stopped").GetProperty("cause").GetString());
        Assert.Equal("sofa", mother.WaitFor("izzy-lost").GetProperty("name").GetString());
        NetworkNamespaces.SetCable(network.A, up: true);
        Assert.Equal("same", sofa.WaitFor("connected", after: 1).GetProperty("owner").GetString());

        Assert.Equal(0, desk.CountOf("stopped"));
        NetworkNamespaces.SetCable(network.A, up: false, NetworkNamespaces.SecondCable);
        Assert.Equal("silence", desk.WaitFor("stopped").GetProperty("cause").GetString());
        sofa.Permit();
        Assert.Equal(1, sofa.CountOf("stopped"));
        Assert.Equal(1, desk.CountOf("permitted"));
    }

    [Fact]
    public void A_second_Mother_on_the_network_is_an_alarm_on_all_three_sides()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var other = new Rig();
        using var client = IzzyProcess.StartIn(network.B, ["client", "--json", "--name", "sofa", "--state", rig.State, "--limit", "2s"]);
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        var first = mother.WaitFor("beating").GetProperty("id").GetString();
        Assert.Equal(first, client.WaitFor("connected").GetProperty("mother").GetString());
        mother.WaitFor("izzy-found");

        using var second = IzzyProcess.StartIn(network.B, ["mother", "--json", "--state", other.State, "--interval", "90ms"]);
        var stranger = second.WaitFor("beating").GetProperty("id").GetString();
        Assert.Equal(stranger, client.WaitFor("mother-conflict").GetProperty("mother").GetString());
        Assert.Equal(first, second.WaitFor("mother-conflict").GetProperty("mother").GetString());
        Assert.Equal(stranger, mother.WaitFor("mother-conflict").GetProperty("mother").GetString());
        Assert.Equal(1, client.CountOf("connected"));
        Assert.Equal(0, second.CountOf("izzy-found"));
    }
}
