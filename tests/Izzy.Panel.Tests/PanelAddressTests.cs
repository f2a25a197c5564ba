using System.Net;

namespace Izzy.Panel.Tests;

public sealed class PanelAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5170", "127.0.0.1", 5170, false)]
    [InlineData("http://127.0.0.1:5170/", "127.0.0.1", 5170, false)]
    [InlineData("http://localhost:8080", "127.0.0.1", 8080, false)]
    [InlineData("http://0.0.0.0:5170", "0.0.0.0", 5170, true)]
    [InlineData("http://192.0.2.7", "192.0.2.7", 80, true)]
    [InlineData("http://[::1]:5170", "::1", 5170, false)]
    public void An_address_says_where_it_listens_and_who_can_reach_it(string url, string address, int port, bool isReachable)
    {
        var parsed = Parse(url);
        Assert.Equal((IPAddress.Parse(address), port), (parsed.Bound(), parsed.Port));
        Assert.Equal(isReachable, !IPAddress.IsLoopback(parsed.Bound()!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5170")]
    [InlineData("127.0.0.1:5170")]
    [InlineData("https://127.0.0.1:5170")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://")]
    [InlineData("http://127.0.0.1:70000")]
    [InlineData("http://127.0.0.1:5170/panel")]
    [InlineData("http://127.0.0.1:5170?a=b")]
    [InlineData("http://me@127.0.0.1:5170")]
    public void Anything_else_is_refused_with_a_reason(string url)
    {
        Assert.False(PanelAddress.TryParse(url, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void The_default_is_this_machine_alone_at_the_default_port()
    {
        Assert.True(PanelAddress.TryParse(PanelOptions.DefaultUrl, out var address, out _));
        Assert.Equal(("127.0.0.1", PanelOptions.DefaultPort), (address.Host, address.Port));
    }

    [Fact]
    public void A_name_is_only_read_and_looked_up_later_when_the_panel_is_to_listen()
    {
        var address = Parse("http://loclahost.invalid:5170");
        Assert.Equal(("loclahost.invalid", 5170), (address.Host, address.Port));
        Assert.Null(address.Bound());
    }

    [Fact]
    public void A_name_of_this_machine_is_the_address_that_it_stands_for()
    {
        var name = Dns.GetHostName();
        Assert.SkipUnless(Resolves(name), $"The name of this machine, {name}, stands for no address here.");
        Assert.NotEqual(IPAddress.Any, Assert.IsType<IPAddress>(Parse($"http://{name}:5170").Bound()));
    }

    [Fact]
    public void What_is_shown_can_be_typed_into_a_browser()
    {
        Assert.Equal(["http://127.0.0.1:1234"], Parse("http://127.0.0.1:0").Urls(IPAddress.Loopback, 1234));
        Assert.Equal(["http://[::1]:1234"], Parse("http://[::1]:0").Urls(IPAddress.IPv6Loopback, 1234));
        Assert.Equal("http://127.0.0.1:1234", Parse("http://0.0.0.0:0").Urls(IPAddress.Any, 1234)[0]);
    }

    private static bool Resolves(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name).Length > 0;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static PanelAddress Parse(string url) => PanelAddress.TryParse(url, out var parsed, out _) ? parsed : throw new ArgumentException(url);
}
