using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Hosting.Settings;
using Izzy.Heartbeat.Safety;

namespace Izzy.Hosting.Tests.Settings;

public sealed class IzzyClientSettingsTests
{
    [Fact]
    public void Every_setting_of_a_section_becomes_the_option_of_its_name()
    {
        var izzy = Read(
            ("Name", "sofa"), ("Preset", "show"), ("Limit", "400ms"), ("ResetPolicy", "auto"), ("Mother", "00112233-4455-6677-8899-aabbccddeeff"),
            ("Id", "6ba7b810-9dad-41d1-80b4-00c04fd430c8"), ("CheckInLimit", "250ms"), ("AnswerSpread", "100ms"), ("ToClientPort", "9101"), ("FromClientPort", "9100"),
            ("LocalAddress", "127.0.0.1"), ("StateDirectory", "/var/lib/izzy"), ("KeyFile", "/etc/izzy/key"));

        Assert.Empty(izzy.Problems);
        var options = izzy.ToOptions();
        Assert.Equal(("sofa", "/etc/izzy/key"), (options.Name, options.KeyFile));
        Assert.Equal((TimeSpan.FromMilliseconds(400), HeartbeatPreset.Show.VerifiedInterval), (options.Limit, options.Interval));
        Assert.Equal(ResetPolicy.Auto, options.ResetPolicy);
        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", options.Mother.ToString());
        Assert.Equal("6ba7b810-9dad-41d1-80b4-00c04fd430c8", options.Id.ToString());
        Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(100)), (options.CheckInLimit, options.AnswerSpread));
        Assert.Equal((9101, 9100), (options.ToClientPort, options.FromClientPort));
        Assert.Equal(IPAddress.Loopback, options.LocalAddress);
        Assert.Equal("/var/lib/izzy", options.StateDirectory);
    }

    [Fact]
    public void What_is_not_said_is_as_the_library_has_it() =>
        Assert.Equal(new IzzyClientOptions { Name = "sofa" }, Read(("Name", "sofa")).ToOptions());

    [Theory]
    [InlineData("ResetPolicy", "1", "Write manual or auto")]
    [InlineData("ResetPolicy", "sometimes", "Write manual or auto")]
    [InlineData("LocalAddress", "::1", "no IPv4 address")]
    [InlineData("Name", "", "It is empty")]
    [InlineData("StopAction", "rm", "no setting of this name")]
    public void What_cannot_be_read_is_said(string key, string value, string expected) =>
        Assert.Contains(expected, Assert.Single(Read((key, value)).Problems), StringComparison.Ordinal);

    [Fact]
    public void Null_in_a_file_is_as_good_as_nothing_written() => Assert.Null(Read(("Name", "sofa"), ("Limit", null)).Limit);

    [Fact]
    public void An_IZZY_without_a_name_is_refused()
    {
        var result = new IzzyClientValidation().Validate(null, Read(("Limit", "1s")));
        Assert.Contains("needs a name", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Limit", "10ms", "The limit must be")]
    [InlineData("AnswerSpread", "200ms", "The answer spread must be")]
    [InlineData("KeyFile", "/not/there", "IzzyClient: There is no key file /not/there. Copy")]
    [InlineData("FromClientPort", "0", "The port from clients must be")]
    [InlineData("Preset", "reference", "IzzyClient: A limit of 500 ms is too short for beats every 1000 ms")]
    public void What_is_out_of_its_range_is_said(string key, string value, string expected)
    {
        (string, string?)[] limit = key == "Limit" ? [] : [("Limit", "500ms")];
        var result = new IzzyClientValidation().Validate(null, Read([("Name", "sofa"), .. limit, (key, value)]));
        Assert.Contains(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private static IzzyClientSettings Read(params (string Key, string? Value)[] values)
    {
        var izzy = new IzzyClientSettings();
        izzy.Problems.AddRange(Tables.IzzyClient.Read(Section.Of("Izzy:Client", values), izzy));
        return izzy;
    }
}
