using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Network.Tests.Loopback;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// What is wrong with a network on the day of the show: which message each fault gives, and that the beat comes back by itself
/// when the fault is gone. Interfaces, addresses and routes are the kernel's, so there is no faking them.
/// </summary>
[Collection(typeof(Alone))]
public sealed class TroubleTests : IDisposable
{
    private const string Goal = "2 P = 180 ms";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_Mother_who_is_started_without_a_network_says_so_and_beats_when_there_is_one()
    {
        using var network = new NetworkNamespaces();
        using var izzy = Izzy(network.B);
        NetworkNamespaces.SetCable(network.A, up: false);
        using var mother = Mother(network.A);
        Assert.Contains("Check the cable", mother.WaitFor("no-interface").GetProperty("message").GetString(), StringComparison.Ordinal);
        Thread.Sleep(300);
        Assert.Null(izzy.Transport.Seen.LastBeat);

        Recovers("the first interface came up", izzy, () => NetworkNamespaces.SetCable(network.A, up: true));
        mother.WaitFor("izzy-found");
        izzy.Permit();
    }

    [Fact]
    public void A_cable_pulled_and_plugged_in_again_is_one_stop_and_needs_a_person()
    {
        using var network = new NetworkNamespaces();
        using var izzy = Izzy(network.B);
        using var mother = Mother(network.A);
        izzy.Permit();
        // Only who was found can be lost.
        mother.WaitFor("izzy-found");
        NetworkNamespaces.SetCable(network.A, up: false);
        mother.WaitFor("no-interface");
        mother.WaitFor("izzy-lost");
        izzy.WaitForStop();
        Assert.Equal(StopCause.Silence, izzy.Stopped!.Value.Cause);
        Recovers("the interface came up again", izzy, () => NetworkNamespaces.SetCable(network.A, up: true));
        mother.WaitFor("izzy-returned");
        Thread.Sleep(2 * s_limit);
        Assert.False(izzy.MayMove);
        Assert.Equal(1, izzy.PermitsTold);
        Assert.Single(izzy.Told.OfType<HeartbeatEvent.Stopped>());
    }

    [Fact]
    public void A_changed_address_is_told_and_beaten_from()
    {
        using var network = new NetworkNamespaces();
        // So that its answers find the way to the new address.
        NetworkNamespaces.Ip($"-n {network.B} addr add 10.78.0.2/24 brd + dev {NetworkNamespaces.Cable}");
        using var izzy = Izzy(network.B);
        using var mother = Mother(network.A);
        mother.WaitFor("izzy-found");
        Recovers("the address changed", izzy, () =>
        {
            NetworkNamespaces.Ip($"-n {network.A} addr del 10.77.0.1/24 dev {NetworkNamespaces.Cable}");
            NetworkNamespaces.Ip($"-n {network.A} addr add 10.78.0.1/24 brd + dev {NetworkNamespaces.Cable}");
        });
        mother.WaitFor("interfaces", which: told => told.GetProperty("outlets").EnumerateArray().Any(way => way.GetString()!.Contains("10.78.0.1", StringComparison.Ordinal)));
        // Found by the new address, not by what was under way from the old one.
        var found = SystemClock.Instance.Moment.Now;
        WatchedIzzy.Until(() => izzy.Transport.Seen.LastBeat > found + s_limit, "No beat came.");
        // Whoever was late may be told as returned without having been lost.
        Assert.InRange(mother.CountOf("izzy-lost"), 0, mother.CountOf("izzy-returned"));
        izzy.Permit();
    }

    [Fact]
    public void An_address_without_a_route_is_told_and_beaten_to_as_soon_as_there_is_one()
    {
        using var network = new NetworkNamespaces();
        NetworkNamespaces.Ip($"-n {network.B} addr add 10.78.0.2/24 brd + dev {NetworkNamespaces.Cable}");
        using var izzy = Izzy(network.B);
        using var mother = Mother(network.A, "--to", "10.78.0.2");
        Assert.Contains("none of the addresses", mother.WaitFor("no-interface").GetProperty("message").GetString(), StringComparison.Ordinal);
        Recovers("a route was there", izzy, () => NetworkNamespaces.Ip($"-n {network.A} addr add 10.78.0.1/24 brd + dev {NetworkNamespaces.Cable}"));
        mother.WaitFor("interfaces", after: 1);
        mother.WaitFor("izzy-found");
        izzy.Permit();
    }

    [Fact]
    public void A_port_at_which_nobody_listens_yet_is_beaten_to_all_the_same()
    {
        // Each beat is answered by the kernel with ICMP "port unreachable". An IZZY gets the same for its answers to a Mother who
        // is gone: in the tests of Loopback nobody listens for them.
        using var mother = _rig.Mother("--interval", "90ms", "--to", $"127.0.0.1:{_rig.ToClient}");
        mother.WaitFor("beating");
        Thread.Sleep(1000);
        using var izzy = new WatchedIzzy(s_limit, at: new IPEndPoint(IPAddress.Loopback, _rig.ToClient), answerTo: _rig.FromClient);
        izzy.Permit();
        mother.WaitFor("izzy-found");
        Assert.Equal(0, mother.CountOf("no-interface"));
    }

    [Fact]
    public void Two_IZZYs_with_one_id_are_an_alarm_that_names_both_addresses()
    {
        using var network = new NetworkNamespaces(3);
        var id = Guid.NewGuid();
        using var mother = Mother(network.A);
        using var sofa = Izzy(network.Hosts[1], id, "sofa");
        using var copy = Izzy(network.Hosts[2], id, "copy");
        var alarm = mother.WaitFor("duplicate-izzy");
        var both = new[] { alarm.GetProperty("address").GetString()!.Split(':')[0], alarm.GetProperty("otherAddress").GetString()!.Split(':')[0] };
        Assert.Equal([$"{NetworkNamespaces.AddressOf(1)}", $"{NetworkNamespaces.AddressOf(2)}"], both.Order());
        Assert.Equal(id.ToString(), alarm.GetProperty("otherId").GetString());
    }

    [Fact]
    public void Of_two_Mothers_the_latched_one_keeps_what_she_stopped_although_the_other_beats()
    {
        using var network = new NetworkNamespaces(3);
        using var others = new Rig();
        using var izzy = Izzy(network.Hosts[2]);
        using var mother = Mother(network.A);
        izzy.Permit();
        using var second = IzzyProcess.StartIn(network.B, "mother", "--json", "--state", others.State, "--interval", "90ms");
        second.WaitFor("mother-conflict");
        izzy.Begin();
        mother.Type("stop");
        izzy.WaitForStop();
        // Long enough for the owner to be given up, if her ESTOP once a second did not hold what is hers.
        Thread.Sleep(3 * s_limit);
        // Or what a busy machine adds: it was held up in the second before.
        Assert.True(izzy.Client.Reset() is ResetRefusal.NoFreshBeats or ResetRefusal.JustResumed);
        Assert.False(izzy.MayMove);
        Assert.Equal(1, izzy.PermitsTold);
        mother.WaitFor("stop-confirmed");
    }

    private static WatchedIzzy Izzy(string host, Guid? id = null, string name = "sofa") =>
        InsideHost.Run(host, () => new WatchedIzzy(s_limit, at: new IPEndPoint(IPAddress.Any, Ports.UdpToClient), name: name, id: id));

    private IzzyProcess Mother(string host, params string[] more) =>
        IzzyProcess.StartIn(host, ["mother", "--json", "--state", _rig.State, "--interval", "90ms", .. more]);

    /// <summary>The first beat after the repair, beside the goal.</summary>
    private static void Recovers(string what, WatchedIzzy izzy, Action repair)
    {
        repair();
        var repaired = SystemClock.Instance.Moment.Now;
        WatchedIzzy.Until(() => izzy.Transport.Seen.LastBeat > repaired, "No beat came.");
        Timings.Report($"first beat after {what}", Goal, SystemClock.Instance.Moment.Now - repaired);
    }
}
