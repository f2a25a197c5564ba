using System.Net;
using Izzy.Cli.Text;

namespace Izzy.Cli.Tests.Text;

public class AddressesTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", 0)]
    [InlineData("192.0.2.7:9001", "192.0.2.7", 9001)]
    [InlineData("255.255.255.255:1", "255.255.255.255", 1)]
    [InlineData("0.0.0.1", "0.0.0.1", 0)]
    public void An_address_may_have_a_port(string text, string address, int port)
    {
        Assert.True(Addresses.TryParse(text, out var value, out var problem), problem?.What);
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
    [InlineData("192.0.2.\u001b[2J", "\\u001b")]
    public void What_is_wrong_with_an_address_is_said_with_an_example(string text, string expected)
    {
        Assert.False(Addresses.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.Contains("192.0.2.7:9001", problem.ToDo, StringComparison.Ordinal);
    }
}
