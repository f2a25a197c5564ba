using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Hosting.Settings;

namespace Izzy.Hosting.Tests.Settings;

public sealed class MotherSettingsTests
{
    [Fact]
    public void Every_setting_of_a_section_becomes_the_option_of_its_name()
    {
        var mother = Read(
            ("Preset", "show"), ("LongestLimit", "2.5s"), ("id", "00112233-4455-6677-8899-aabbccddeeff"), ("Expected:0", "sofa"), ("Expected:1", "a, b"),
            ("Targets", "192.0.2.7, 192.0.2.8:9101"), ("ToClientPort", "9101"), ("FromClientPort", "9100"), ("StateDirectory", "/var/lib/izzy"), ("CheckInLimit", "00:00:00.5"), ("KeyFile", "/etc/izzy/key"));

        Assert.Empty(mother.Problems);
        var options = mother.ToOptions();
        Assert.Equal("/etc/izzy/key", options.KeyFile);
        Assert.Equal(HeartbeatPreset.Show.VerifiedInterval, options.Interval);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.LongestLimit);
        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", options.Id.ToString());
        Assert.Equal(["sofa", "a, b"], options.Expected);
        Assert.Equal([new IPEndPoint(IPAddress.Parse("192.0.2.7"), 0), new IPEndPoint(IPAddress.Parse("192.0.2.8"), 9101)], options.Targets);
        Assert.Equal((9101, 9100), (options.ToClientPort, options.FromClientPort));
        Assert.Equal("/var/lib/izzy", options.StateDirectory);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.CheckInLimit);
    }

    [Fact]
    public void What_is_not_said_is_as_the_library_has_it()
    {
        var (given, library) = (new MotherSettings().ToOptions(), new MotherOptions());
        Assert.Equal(library with { Expected = given.Expected, Interfaces = given.Interfaces, Targets = given.Targets }, given);
        Assert.Empty(given.Expected);
        Assert.Empty(given.Interfaces);
        Assert.Empty(given.Targets);
    }

    [Fact]
    public void The_presets_interval_is_that_of_the_mode()
    {
        Assert.Equal(HeartbeatPreset.Reference.Interval, Read(("Preset", "reference")).ToOptions().Interval);
        Assert.Equal(HeartbeatPreset.Reference.VerifiedInterval, Read(("Preset", "reference"), ("KeyFile", "k")).ToOptions().Interval);
        Assert.Equal(new MotherOptions { KeyFile = "k" }.Interval, Read(("KeyFile", "k")).ToOptions().Interval);
    }

    [Fact]
    public void A_key_that_cannot_be_used_ends_the_start_with_what_to_do()
    {
        var failure = Assert.Single(new MotherValidation().Validate(null, Read(("KeyFile", "/not/there"))).Failures!);
        Assert.StartsWith("Mother: There is no key file /not/there. Copy", failure, StringComparison.Ordinal);
        Assert.Contains("It is empty", Assert.Single(Read(("KeyFile", "")).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_goes_before_that_of_the_preset() =>
        Assert.Equal(TimeSpan.FromMilliseconds(50), Read(("Preset", "show"), ("Interval", "50ms")).ToOptions().Interval);

    [Theory]
    [InlineData("Intervall", "180ms", "Intervall: There is no setting of this name. Choose among Preset, Interval")]
    [InlineData("Interval", "fast", "Interval: 'fast' is no duration")]
    [InlineData("Interval", "180", "no unit")]
    [InlineData("Interval", "", "empty")]
    [InlineData("Interval", "-00:00:01:x", "no duration")]
    [InlineData("Interval:0", "180ms", "one value only")]
    [InlineData("Preset", "matinee", "Write one of show, rehearsal, reference.")]
    [InlineData("Id", "me", "no UUID")]
    [InlineData("Id", "00000000-0000-0000-0000-000000000000", "all zero")]
    [InlineData("Targets", "robot.local", "no IPv4 address; names are not looked up")]
    [InlineData("Targets", "010.0.0.1", "without leading zeros. Write an IPv4 address")]
    [InlineData("Targets", "192.0.2.7:0", "is 0, at which nobody can listen")]
    [InlineData("Targets", "192.0.2.7:70000", "The port of")]
    [InlineData("Targets", "192.0.2.7:", "The port of")]
    [InlineData("Targets", "0.0.0.0", "nothing can be sent to it")]
    [InlineData("ToClientPort", "nine", "no port")]
    [InlineData("ToClientPort", "-1", "no port")]
    [InlineData("Expected:sofa:x", "1", "no list of values")]
    [InlineData("StateDirectory", "", "It is empty")]
    [InlineData("Logger", "x", "no setting of this name")]
    public void What_cannot_be_read_is_said_with_its_place_and_what_to_do(string key, string value, string expected)
    {
        var problem = Assert.Single(Read((key, value)).Problems);
        Assert.StartsWith($"Izzy:Mother:{key.Split(':')[0]}: ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void A_value_is_shown_harmless_and_cut()
    {
        var problem = Assert.Single(Read(("Preset", "\u001b[31m\n" + new string('x', 500))).Problems);
        Assert.DoesNotContain('\u001b', problem);
        Assert.InRange(problem.Length, 1, 200);
    }

    [Fact]
    public void A_section_that_is_not_there_is_no_empty_one() =>
        Assert.Contains("Izzy:Mother: There is no such section", Assert.Single(Read().Problems), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = Read(("Interval", "fast"), ("Colour", "red"), ("ToClientPort", "x"));
        var result = new MotherValidation().Validate(null, problems);
        Assert.True(result.Failed);
        Assert.Equal(3, result.Failures!.Count());
    }

    [Theory]
    [InlineData("Interval", "1ms", "The interval must be 10 ms to 10000 ms, but is 1 ms.")]
    [InlineData("LongestLimit", "61s", "The longest limit must be")]
    [InlineData("ToClientPort", "0", "The port to clients must be 1 to 65535")]
    [InlineData("CheckInLimit", "19ms", "The check-in limit must be")]
    [InlineData("Expected", "sofa,sofa", "'sofa' is expected twice")]
    public void What_is_out_of_its_range_is_said_in_the_words_of_the_library(string key, string value, string expected)
    {
        var failure = Assert.Single(new MotherValidation().Validate(null, Read((key, value))).Failures!);
        Assert.StartsWith($"Mother: {expected}", failure, StringComparison.Ordinal);
        Assert.Contains("Correct its settings", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Interfaces_and_targets_do_not_go_together() =>
        Assert.StartsWith(
            "Mother: Interfaces hold for broadcasts, and with Targets nothing is broadcast. Give one of them, not both. Correct its settings",
            Assert.Single(new MotherValidation().Validate(null, Read(("Interfaces", "eth0"), ("Targets", "192.0.2.7"))).Failures!),
            StringComparison.Ordinal);

    [Fact]
    public void What_is_right_is_not_refused() => Assert.True(new MotherValidation().Validate(null, Read(("Interval", "180ms"))).Succeeded);

    private static MotherSettings Read(params (string Key, string? Value)[] values)
    {
        var mother = new MotherSettings();
        mother.Problems.AddRange(Tables.Mother.Read(Section.Of("Izzy:Mother", values), mother));
        return mother;
    }
}
