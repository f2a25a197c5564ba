using System.Net;
using Izzy.Heartbeat.Hosting.Settings;

namespace Izzy.Hosting.Tests.Settings;

public class AddressesTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", 0)]
    [InlineData("192.0.2.7:9001", "192.0.2.7", 9001)]
    [InlineData("255.255.255.255:1", "255.255.255.255", 1)]
    [InlineData("0.0.0.1", "0.0.0.1", 0)]
    public void An_address_may_have_a_port(string text, string address, int port)
    {
        Assert.Null(Addresses.Read(text, $"'{text}'", out var value));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), port), value);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("::1", "IPv4 only")]
    [InlineData("[::1]:9001", "IPv4 only")]
    [InlineData("robot.local", "names are not looked up")]
    [InlineData("192.0.2", "four numbers")]
    [InlineData("3221225991", "four numbers")]
    [InlineData("192.0.2.256", "'256'")]
    [InlineData("192.0.2.010", "leading zeros")]
    [InlineData("192.0..7", "''")]
    [InlineData("192.0.2.7:", "port")]
    [InlineData("192.0.2.7:0", "port")]
    [InlineData("192.0.2.7:65536", "port")]
    [InlineData("192.0.2.7:-1", "port")]
    [InlineData("0.0.0.0", "every address")]
    [InlineData("192.0.2.\u001b[2J", "'192.0.2.?[2J'")]
    public void What_is_wrong_with_an_address_is_said(string text, string expected)
    {
        Assert.Contains(expected, Addresses.Read(text, Texts.Quote(text), out _), StringComparison.Ordinal);
    }
}
