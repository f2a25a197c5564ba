namespace Izzy.Heartbeat.Tests;

public class OptionsTests
{
    private static readonly IzzyClientOptions s_client = new() { Name = "wagon" };

    public static TheoryData<IzzyClientOptions, string> BadClients => new()
    {
        { s_client with { Name = "a\nb" }, "control" },
        { s_client with { Name = new string('x', 180) }, "179" },
        { s_client with { Limit = TimeSpan.FromMilliseconds(19) }, "The limit must be 20 ms to 60000 ms, but is 19 ms." },
        { s_client with { Limit = TimeSpan.FromMilliseconds(60_001) }, "The limit must be 20 ms to 60000 ms, but is 60001 ms." },
        { s_client with { Limit = TimeSpan.MinValue }, "The limit must be 20 ms to 60000 ms" },
        { s_client with { CheckInLimit = TimeSpan.Zero }, "The check-in limit must be 20 ms to 60000 ms, but is 0 ms." },
        { s_client with { AnswerSpread = TimeSpan.FromMilliseconds(101) }, "The answer spread must be 0 ms to 100 ms, but is 101 ms." },
        { s_client with { Interval = TimeSpan.FromSeconds(1) }, "A limit of 1000 ms is too short for beats every 1000 ms" },
        { s_client with { ToClientPort = -1 }, "The port to clients must be 0 to 65535, but is -1." },
        { s_client with { ToClientPort = 65_536 }, "The port to clients must be 0 to 65535, but is 65536." },
        { s_client with { FromClientPort = 0 }, "The port from clients must be 1 to 65535, but is 0." },
        { s_client with { Id = Guid.Empty }, "all zero" },
        { s_client with { Mother = Guid.Empty }, "all zero" },
    };

    public static TheoryData<MotherOptions, string> BadMothers => new()
    {
        { new() { Interval = TimeSpan.FromMilliseconds(9) }, "The interval must be 10 ms to 10000 ms, but is 9 ms." },
        { new() { Interval = TimeSpan.FromMilliseconds(10_001) }, "The interval must be 10 ms to 10000 ms, but is 10001 ms." },
        { new() { LongestLimit = TimeSpan.FromSeconds(61) }, "The longest limit must be 0 ms to 60000 ms, but is 61000 ms." },
        { new() { CheckInLimit = TimeSpan.FromMilliseconds(19) }, "The check-in limit must be 20 ms to 60000 ms, but is 19 ms." },
        { new() { ToClientPort = 0 }, "The port to clients must be 1 to 65535, but is 0." },
        { new() { FromClientPort = 65_536 }, "The port from clients must be 0 to 65535, but is 65536." },
        { new() { Id = Guid.Empty }, "all zero" },
        { new() { Expected = ["wagon", "throne", "wagon"] }, "'wagon' is expected twice" },
        { new() { Expected = ["a\u0007"] }, "control" },
    };

    [Theory]
    [MemberData(nameof(BadClients), DisableDiscoveryEnumeration = true)]
    public void A_bad_option_of_an_IZZY_is_refused_with_what_is_allowed(IzzyClientOptions options, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(options.Check).Message, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(BadMothers), DisableDiscoveryEnumeration = true)]
    public void A_bad_option_of_Mother_is_refused_with_what_is_allowed(MotherOptions options, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(options.Check).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_defaults_and_the_bounds_are_allowed()
    {
        s_client.Check();
        (s_client with { Limit = TimeSpan.FromMilliseconds(20), ToClientPort = 0, FromClientPort = 1 }).Check();
        (s_client with { Limit = TimeSpan.FromSeconds(60), ToClientPort = 65_535, FromClientPort = 65_535 }).Check();
        (s_client with { Limit = TimeSpan.FromMilliseconds(150), Interval = TimeSpan.FromMilliseconds(100) }).Check();
        new MotherOptions().Check();
        new MotherOptions { Interval = TimeSpan.FromMilliseconds(10), LongestLimit = TimeSpan.FromSeconds(60), FromClientPort = 0 }.Check();
    }

    [Fact]
    public void The_defaults_are_the_rehearsal_preset_and_the_references_ports()
    {
        Assert.Equal(HeartbeatPreset.Rehearsal.Limit, s_client.Limit);
        Assert.Equal(HeartbeatPreset.Rehearsal.Interval, new MotherOptions().Interval);
        Assert.Equal((9001, 9000), (s_client.ToClientPort, s_client.FromClientPort));
        Assert.Equal((9001, 9000), (new MotherOptions().ToClientPort, new MotherOptions().FromClientPort));
        Assert.Equal(Heartbeat.Safety.ResetPolicy.Manual, s_client.ResetPolicy);
    }

    [Theory]
    [InlineData(180, 2_700, 3_000)]
    [InlineData(180, 4_000, 4_250)]
    [InlineData(1_000, 3_000, 3_750)]
    public void Mother_outwaits_three_seconds_the_longest_limit_told_and_the_reference_presets(int interval, int longest, int wait)
    {
        var options = new MotherOptions { Interval = TimeSpan.FromMilliseconds(interval), LongestLimit = TimeSpan.FromMilliseconds(longest) };
        Assert.Equal(TimeSpan.FromMilliseconds(wait), options.SilenceToOutwait);
    }

    [Fact]
    public void Every_presets_limit_lies_between_two_whole_numbers_of_beats()
    {
        Assert.Equal(["show", "rehearsal", "reference"], HeartbeatPreset.All.Select(preset => preset.Name));
        foreach (var preset in HeartbeatPreset.All)
        {
            Assert.InRange(preset.Limit / preset.Interval % 1, 0.4, 0.6);
            Assert.True(HeartbeatPreset.Fits(preset.Limit, preset.Interval));
            Assert.True(HeartbeatPreset.TryFind(preset.Name, out var found));
            Assert.Same(preset, found);
        }

        Assert.False(HeartbeatPreset.TryFind("opera", out _));
    }

    [Theory]
    [InlineData(150, 100, true)]
    [InlineData(149, 100, false)]
    public void A_limit_fits_from_one_and_a_half_periods_on(int limit, int interval, bool fits) =>
        Assert.Equal(fits, HeartbeatPreset.Fits(TimeSpan.FromMilliseconds(limit), TimeSpan.FromMilliseconds(interval)));
}
