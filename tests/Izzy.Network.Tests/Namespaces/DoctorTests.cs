using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Izzy.Heartbeat.Protocol;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>The doctor on hosts with and without faults.</summary>
public sealed class DoctorTests
{
    [Fact]
    public void A_host_that_is_well_has_no_fault()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var doctor = Doctor(network.A, rig);
        Assert.Equal(0, doctor.WaitForExit());
        Assert.All(["ports", "network", "broadcast", "buffer", "state", "mother"], check => Assert.Equal("ok", Verdict(doctor, check)));
        Assert.Contains("izt0 10.77.0.1/24, broadcast 10.77.0.255", What(doctor, "network"), StringComparison.Ordinal);
        Assert.Equal(0, doctor.WaitFor("summary").GetProperty("faults").GetInt32());
    }

    [Fact]
    public void A_cable_that_is_out_is_a_fault()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        NetworkNamespaces.SetCable(network.A, up: false);
        using var doctor = Doctor(network.A, rig);
        Assert.Equal(1, doctor.WaitForExit());
        Assert.Equal("fault", Verdict(doctor, "network"));
    }

    [Fact]
    public void A_port_that_another_program_has_is_a_fault_with_its_name_and_one_that_izzy_has_is_none()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.A, "client", "--json", "--name", "sofa", "--state", rig.State);
        client.WaitFor("waiting");
        using var other = InsideHost.Run(network.A, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        other.Bind(new IPEndPoint(IPAddress.Any, Ports.UdpFromClient));
        using var doctor = Doctor(network.A, rig);
        Assert.Equal(1, doctor.WaitForExit());
        var ports = doctor.Events.Where(found => IzzyProcess.Name(found) == "finding" && found.GetProperty("check").GetString() == "ports").ToList();
        Assert.Equal(["ok", "fault"], ports.Take(2).Select(found => found.GetProperty("verdict").GetString()));
        Assert.Contains($"(process {client.Pid})", ports[0].GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", ports[1].GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Contains("not listened for", What(doctor, "mother"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_Mother_is_told_with_her_period_and_a_second_one_is_a_fault()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var other = new Rig();
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        var id = mother.WaitFor("beating").GetProperty("id").GetString()!;
        using (var doctor = Doctor(network.B, rig))
        {
            Assert.Equal(0, doctor.WaitForExit());
            Assert.Contains(id, What(doctor, "mother"), StringComparison.Ordinal);
            Assert.Contains("at 10.77.0.1", What(doctor, "mother"), StringComparison.Ordinal);
        }

        using var second = IzzyProcess.StartIn(network.B, "mother", "--json", "--state", other.State, "--interval", "90ms");
        second.WaitFor("beating");
        using var again = Doctor(network.B, rig);
        Assert.Equal(1, again.WaitForExit());
        Assert.Equal("fault", Verdict(again, "mother"));
    }

    [Fact]
    public void A_state_directory_that_cannot_be_made_is_a_fault()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        var file = Path.Combine(rig.State, "file");
        File.WriteAllText(file, "");
        using var doctor = IzzyProcess.StartIn(network.A, "doctor", "--json", "--seconds", "1", "--state", Path.Combine(file, "below"));
        Assert.Equal(1, doctor.WaitForExit());
        Assert.Equal("fault", Verdict(doctor, "state"));
    }

    [Fact]
    public void A_packet_filter_that_drops_beats_is_warned_of_until_its_advice_is_followed()
    {
        PacketFilter.Need();
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        PacketFilter.Drop(network.A, Ports.UdpToClient);
        using (var doctor = Doctor(network.A, rig))
        {
            Assert.Equal("warning", Verdict(doctor, "firewall"));
            Assert.Contains($"UDP {Ports.UdpToClient} is kept out", What(doctor, "firewall"), StringComparison.Ordinal);
        }

        PacketFilter.Accept(network.A, Ports.UdpToClient);
        using var again = Doctor(network.A, rig);
        Assert.Equal("ok", Verdict(again, "firewall"));
    }

    private static IzzyProcess Doctor(string host, Rig rig, params string[] more) =>
        IzzyProcess.StartIn(host, ["doctor", "--json", "--seconds", "1", "--state", rig.State, .. more]);

    private static string Verdict(IzzyProcess doctor, string check) => Find(doctor, check).GetProperty("verdict").GetString()!;

    private static string What(IzzyProcess doctor, string check) => Find(doctor, check).GetProperty("what").GetString()!;

    private static JsonElement Find(IzzyProcess doctor, string check) =>
        doctor.WaitFor("finding", which: found => found.GetProperty("check").GetString() == check);
}
