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
        doctor.WaitForExit();
        // Not of lateness and clock, which are those of the machine under test.
        Assert.All(["ports", "network", "broadcast", "firewall", "buffer", "state", "mother"], check => Assert.All(Verdicts(doctor, check), verdict => Assert.Equal("ok", verdict)));
        Assert.Equal(3, Verdicts(doctor, "ports").Count);
        Assert.Contains("izt0 10.77.0.1/24, broadcast 10.77.0.255", What(doctor, "network"), StringComparison.Ordinal);
        Assert.All(doctor.Events, line => Assert.True(line.TryGetProperty("time", out _)));
    }

    [Fact]
    public void A_cable_that_is_out_is_a_fault()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        NetworkNamespaces.SetCable(network.A, up: false);
        using var doctor = Doctor(network.A, rig);
        Assert.Equal(1, doctor.WaitForExit());
        Assert.Equal(["fault"], Verdicts(doctor, "network"));
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
        Assert.Equal(["ok", "fault", "ok"], Verdicts(doctor, "ports"));
        var ports = Find(doctor, "ports").Select(What).ToList();
        Assert.Contains($"izzy client' (process {client.Pid})", ports[0], StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", ports[1], StringComparison.Ordinal);
        // Root listens beside the client.
        Assert.Equal(["ok"], Verdicts(doctor, "mother"));
    }

    [Fact]
    public void Without_IPv6_the_panel_s_port_is_free_all_the_same()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var doctor = IzzyProcess.StartBy(["ip", "netns", "exec", network.A, "env", "DOTNET_SYSTEM_NET_DISABLEIPV6=1"], "doctor", "--json", "--seconds", "1", "--state", rig.State);
        doctor.WaitForExit();
        Assert.Equal(["ok", "ok", "ok"], Verdicts(doctor, "ports"));
    }

    [Fact]
    public void Who_may_not_listen_beside_a_client_is_warned_that_no_Mother_was_listened_for()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.A, "client", "--json", "--name", "sofa", "--state", rig.State);
        client.WaitFor("waiting");
        using var doctor = IzzyProcess.StartBy(["ip", "netns", "exec", network.A, "setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw"], "doctor", "--json", "--seconds", "1", "--state", rig.State);
        doctor.WaitForExit();
        Assert.Equal(["warning"], Verdicts(doctor, "mother"));
        Assert.Contains("UDP port 9001 is taken", What(doctor, "mother"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_Mothers_with_one_id_are_a_fault()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var other = new Rig();
        const string id = "00112233-4455-6677-8899-aabbccddeeff";
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms", "--id", id);
        mother.WaitFor("beating");
        using var second = IzzyProcess.StartIn(network.B, "mother", "--json", "--state", other.State, "--interval", "130ms", "--id", id);
        second.WaitFor("beating");
        using var doctor = Doctor(network.B, rig);
        Assert.Equal(1, doctor.WaitForExit());
        Assert.Equal(["fault"], Verdicts(doctor, "mother"));
        Assert.Contains("10.77.0.1", What(doctor, "mother"), StringComparison.Ordinal);
        Assert.Contains("10.77.0.2", What(doctor, "mother"), StringComparison.Ordinal);
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
            doctor.WaitForExit();
            Assert.Equal(["ok"], Verdicts(doctor, "mother"));
            Assert.Contains(id, What(doctor, "mother"), StringComparison.Ordinal);
            Assert.Contains("at 10.77.0.1", What(doctor, "mother"), StringComparison.Ordinal);
        }

        using var second = IzzyProcess.StartIn(network.B, "mother", "--json", "--state", other.State, "--interval", "90ms");
        second.WaitFor("beating");
        using var again = Doctor(network.B, rig);
        Assert.Equal(1, again.WaitForExit());
        Assert.Equal(["fault"], Verdicts(again, "mother"));
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
        Assert.Equal(["fault"], Verdicts(doctor, "state"));
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
            doctor.WaitForExit();
            Assert.Equal(["warning"], Verdicts(doctor, "firewall"));
            Assert.Contains($"UDP {Ports.UdpToClient} is kept out", What(doctor, "firewall"), StringComparison.Ordinal);
        }

        PacketFilter.Accept(network.A, Ports.UdpToClient);
        using var again = Doctor(network.A, rig);
        again.WaitForExit();
        Assert.Equal(["ok"], Verdicts(again, "firewall"));
    }

    private static IzzyProcess Doctor(string host, Rig rig, params string[] more) =>
        IzzyProcess.StartIn(host, ["doctor", "--json", "--seconds", "1", "--state", rig.State, .. more]);

    private static List<string?> Verdicts(IzzyProcess doctor, string check) => [.. Find(doctor, check).Select(found => found.GetProperty("verdict").GetString())];

    private static string What(IzzyProcess doctor, string check) => What(Assert.Single(Find(doctor, check)));

    private static string What(JsonElement found) => found.GetProperty("what").GetString()!;

    /// <summary>All that it found of one thing; at the end, when nothing more comes.</summary>
    private static List<JsonElement> Find(IzzyProcess doctor, string check)
    {
        doctor.WaitFor("summary");
        var found = doctor.Events.Where(line => IzzyProcess.Name(line) == "finding" && line.GetProperty("check").GetString() == check).ToList();
        Assert.NotEmpty(found);
        return found;
    }
}
