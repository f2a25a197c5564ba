using System.Text.Json;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>A real Mother and a simulated fleet, on two hosts.</summary>
public sealed class SimulateTests
{
    [Fact]
    public void A_Mother_finds_a_calm_fleet_stops_it_and_is_confirmed_by_each()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var fleet = IzzyProcess.StartIn(network.B, "simulate", "--json", "--izzies", "8", "--seed", "1");
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State);
        for (var i = 0; i < 8; i++)
            mother.WaitFor("izzy-found", after: i);
        for (var i = 0; i < 8; i++)
            fleet.WaitFor("permitted", after: i);
        mother.WaitFor("izzy-status", which: moving => moving.GetProperty("status").GetString() == "MOVING");
        mother.Type("stop");
        for (var i = 0; i < 8; i++)
            mother.WaitFor("stop-confirmed", after: i);
        var stopped = fleet.WaitFor("stopped", which: each => each.GetProperty("cause").GetString() == "stop-received");
        Assert.Contains(mother.Events, found => IzzyProcess.Name(found) == "izzy-found" && found.GetProperty("name").GetString() == stopped.GetProperty("izzy").GetString());
        fleet.Type("quit");
        Assert.Equal(0, fleet.WaitForExit());
        var summary = fleet.WaitFor("summary");
        Assert.Equal(8, summary.GetProperty("connected").GetInt32());
        Assert.Equal(8, summary.GetProperty("stops").GetProperty("stop-received").GetInt32());
    }

    [Fact]
    public void A_rough_fleet_has_one_that_never_confirms_and_one_that_nobody_understands()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State);
        using var fleet = IzzyProcess.StartIn(network.B, "simulate", "--json", "--profile", "rough", "--izzies", "6", "--seed", "2");
        for (var i = 0; i < 5; i++)
            mother.WaitFor("izzy-found", after: i);
        Assert.Equal("early-py-izzy-dialect", mother.WaitFor("rejected", which: each => each.GetProperty("reason").GetString()!.StartsWith("early", StringComparison.Ordinal)).GetProperty("reason").GetString());
        mother.Type("stop");
        Assert.Equal("throne", mother.WaitFor("stop-unconfirmed", which: each => each.GetProperty("name").GetString() == "throne").GetProperty("name").GetString());
    }

    [Fact]
    public void A_profile_with_a_slip_and_a_taken_port_end_with_what_is_wrong()
    {
        using var rig = new Rig();
        var profile = Path.Combine(rig.State, "evening.json");
        File.WriteAllText(profile, """{"network": {"los": 0.1}}""");
        using var slip = IzzyProcess.Start("simulate", "--profile", profile, "--to-client-port", $"{rig.ToClient}");
        Assert.Equal(2, slip.WaitForExit());
        Assert.Contains("network.los means nothing here", slip.Errors[0], StringComparison.Ordinal);
        Assert.Contains("Did you mean loss?", slip.Errors[1], StringComparison.Ordinal);

        using var client = rig.Client("sofa");
        client.WaitFor("waiting");
        using var taken = IzzyProcess.Start("simulate", "--to-client-port", $"{rig.ToClient}");
        Assert.Equal(3, taken.WaitForExit());
        Assert.Contains($"{rig.ToClient}", taken.Errors[0], StringComparison.Ordinal);
    }
}
