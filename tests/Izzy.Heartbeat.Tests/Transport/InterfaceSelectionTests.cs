using System.Net;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Transport;

public class InterfaceSelectionTests
{
    private static readonly InterfaceAddress s_lo = At("lo", 1, "127.0.0.1", 8) with { Loopback = true };
    private static readonly InterfaceAddress s_eth = At("eth7", 2, "10.0.0.1", 24);
    private static readonly InterfaceAddress s_wifi = At("wlan7", 3, "192.168.1.5", 24);

    [Fact]
    public void Every_interface_that_is_up_is_used_but_loopback()
    {
        var chosen = InterfaceSelection.Choose([s_lo, s_eth, s_wifi], []);
        Assert.Equal([s_eth, s_wifi], chosen.WaysOut.InUse);
        Assert.False(chosen.WaysOut.NoInterface);
        Assert.Equal("eth7 10.0.0.1/24, wlan7 192.168.1.5/24", chosen.WaysOut.ToString());
    }

    [Fact]
    public void Loopback_is_used_when_nothing_else_is_up_and_that_is_said()
    {
        var down = s_eth with { Up = false };
        var chosen = InterfaceSelection.Choose([s_lo, down], []);
        Assert.Equal([s_lo], chosen.WaysOut.InUse);
        Assert.True(chosen.WaysOut.OnlyLoopback);
        Assert.True(chosen.WaysOut.NoInterface);
        Assert.Contains("loopback only", chosen.WaysOut.ToString(), StringComparison.Ordinal);
        Assert.Equal([down, s_lo], chosen.Senders);
    }

    [Fact]
    public void Loopback_asked_for_by_name_is_an_interface_like_any_other()
    {
        var chosen = InterfaceSelection.Choose([s_lo, s_eth], ["lo"]);
        Assert.Equal([s_lo], chosen.WaysOut.InUse);
        Assert.False(chosen.WaysOut.NoInterface);
    }

    [Fact]
    public void A_named_interface_keeps_beats_off_the_others_even_when_it_is_missing()
    {
        var chosen = InterfaceSelection.Choose([s_lo, s_eth], ["wlan7"]);
        Assert.Empty(chosen.Senders);
        Assert.True(chosen.WaysOut.NoInterface);
        Assert.Equal(["wlan7 does not exist"], chosen.WaysOut.Problems);
    }

    [Fact]
    public void A_named_interface_that_is_down_or_has_no_address_is_reported_as_that()
    {
        var chosen = InterfaceSelection.Choose([s_eth with { Up = false }, s_wifi with { Address = null }], ["eth7", "wlan7"]);
        Assert.Equal(["eth7 is down", "wlan7 has no IPv4 address"], chosen.WaysOut.Problems);
        Assert.True(chosen.WaysOut.NoInterface);
    }

    [Fact]
    public void Nothing_at_all_is_a_state_and_not_an_error()
    {
        var chosen = InterfaceSelection.Choose([], []);
        Assert.True(chosen.WaysOut.NoInterface);
        Assert.False(chosen.WaysOut.OnlyLoopback);
    }

    [Fact]
    public void A_second_address_in_the_same_network_is_not_sent_from_but_one_in_another_is()
    {
        var primary = At("eth7", 2, "10.0.0.1", 24);
        var same = At("eth7", 2, "10.0.0.9", 24);
        var virtualAddress = At("eth7", 2, "10.0.0.100", 32);
        var another = At("eth7", 2, "192.168.9.1", 24);
        var chosen = InterfaceSelection.Choose([virtualAddress, primary, same, another], []);
        Assert.Equal([primary, another], chosen.Senders);
    }

    [Fact]
    public void The_same_network_on_two_interfaces_is_sent_to_by_both()
    {
        var wired = At("eth7", 2, "10.0.0.1", 24);
        var wireless = At("wlan7", 3, "10.0.0.2", 24);
        Assert.Equal([wired, wireless], InterfaceSelection.Choose([wired, wireless], []).Senders);
    }

    [Theory]
    [InlineData("10.0.0.1", 24, "10.0.0.255")]
    [InlineData("10.77.3.4", 16, "10.77.255.255")]
    [InlineData("10.78.5.1", 20, "10.78.15.255")]
    [InlineData("192.168.1.200", 25, "192.168.1.255")]
    [InlineData("10.0.0.1", 0, "255.255.255.255")]
    public void The_directed_address_is_all_ones_after_the_prefix(string address, int prefix, string directed)
    {
        Assert.Equal(IPAddress.Parse(directed), At("eth7", 2, address, prefix).DirectedBroadcast);
        Assert.Equal(IPAddress.Parse(directed), PlatformSockets.FallBackFor(At("eth7", 2, address, prefix)));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void A_network_without_a_directed_address_has_no_fall_back(int prefix) =>
        Assert.Null(PlatformSockets.FallBackFor(At("eth7", 2, "10.0.0.1", prefix)));

    [Fact]
    public void An_unknown_name_is_found_out_together_with_the_names_that_there_are()
    {
        var unknown = InterfaceAddress.UnknownNames(["no-such-interface"], out var existing);
        Assert.Equal(["no-such-interface"], unknown);
        Assert.NotEmpty(existing);
        Assert.Empty(InterfaceAddress.UnknownNames(existing, out _));
    }

    private static InterfaceAddress At(string name, int index, string address, int prefix) =>
        new(name, index, true, false, IPAddress.Parse(address), prefix);
}
