using Izzy.Heartbeat.Hosting.Systemd;

namespace Izzy.Hosting.Tests.Systemd;

public sealed class NotifyVariablesTests
{
    private const int Pid = 4242;

    [Fact]
    public void Without_a_socket_nobody_wants_to_be_told() => Assert.Null(Read(("WATCHDOG_USEC", "10000000")));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("vsock:2:1234")]
    [InlineData("relative/socket")]
    public void An_address_of_another_kind_is_none(string socket) => Assert.Null(Read(("NOTIFY_SOCKET", socket)));

    [Fact]
    public void A_watchdog_is_one_if_it_is_meant_for_this_process()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), Watchdog(("WATCHDOG_USEC", "10000000"), ("WATCHDOG_PID", "4242")));
        Assert.Equal(TimeSpan.FromSeconds(10), Watchdog(("WATCHDOG_USEC", "10000000")));
        Assert.Null(Watchdog(("WATCHDOG_USEC", "10000000"), ("WATCHDOG_PID", "1")));
        Assert.Null(Watchdog());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    public void What_is_no_time_is_no_watchdog(string microseconds) => Assert.Null(Watchdog(("WATCHDOG_USEC", microseconds)));

    private static TimeSpan? Watchdog(params (string Name, string Value)[] variables) => Read([("NOTIFY_SOCKET", "/run/systemd/notify"), .. variables])!.Watchdog;

    private static NotifyVariables? Read(params (string Name, string Value)[] variables) =>
        NotifyVariables.Read(name => variables.FirstOrDefault(each => each.Name == name).Value, Pid);
}
