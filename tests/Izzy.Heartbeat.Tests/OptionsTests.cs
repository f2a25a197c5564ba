using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests;

public sealed class OptionsTests : IDisposable
{
    private static readonly IzzyClientOptions s_client = new() { Name = "wagon" };
    private static readonly IzzyState s_following = new(IzzyStatus.Following, 0, 0, 0, 0, 0, default(LineFollowing));

    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-options-").FullName;

    private string Key => Path.Combine(_directory, "key");

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
        { s_client with { Preset = HeartbeatPreset.Reference, Limit = TimeSpan.FromSeconds(1) }, "A limit of 1000 ms is too short for beats every 1000 ms" },
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
        { new() { Interfaces = ["eth0"], Targets = [new IPEndPoint(IPAddress.Loopback, 0)] }, "with Targets nothing is broadcast" },
        { new() { Id = Guid.Empty }, "all zero" },
        { new() { Expected = ["wagon", "throne", "wagon"] }, "'wagon' is expected twice" },
        { new() { Expected = ["a\u0007"] }, "control" },
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

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
    public void A_key_that_cannot_be_used_refuses_both_sides_and_is_never_plain_mode()
    {
        KeyFile.Create(Key);
        (s_client with { KeyFile = Key }).Check();
        new MotherOptions { KeyFile = Key }.Check();
        foreach (var bad in (string[])["", " ", Key + "-not-there", _directory])
        {
            Assert.Throws<KeyFileException>((s_client with { KeyFile = bad }).Check);
            Assert.Throws<KeyFileException>(new MotherOptions { KeyFile = bad }.Check);
            Assert.Throws<KeyFileException>(() => new IzzyClient(s_client with { KeyFile = bad, StateDirectory = null }));
            Assert.Throws<KeyFileException>(() => new Mother(new MotherOptions { KeyFile = bad, StateDirectory = null }));
        }
    }

    [Fact]
    public void With_a_key_a_name_leaves_room_for_the_trailer()
    {
        KeyFile.Create(Key);
        (s_client with { Name = new string('x', 132) }).Check();
        (s_client with { Name = new string('x', 131), KeyFile = Key }).Check();
        var refusal = Assert.Throws<ArgumentException>((s_client with { Name = new string('x', 130) + "é", KeyFile = Key }).Check);
        Assert.StartsWith("The name has 132 bytes of UTF-8, and with a key at most 131 fit, because 48 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(76, true, true)]
    [InlineData(77, true, false)]
    [InlineData(77, false, true)]
    [InlineData(124, false, true)]
    public void Line_following_values_take_room_from_the_name_and_with_a_key_more(int length, bool hasKey, bool fits)
    {
        KeyFile.Create(Key);
        using var client = new IzzyClient(s_client with
        {
            Name = new string('x', length),
            KeyFile = hasKey ? Key : null,
            StateDirectory = null,
            Transport = new InMemoryNetwork(seed: 1).Attach(IPAddress.Loopback, 9001, 9000),
        });
        client.Report(s_following with { Following = null });
        client.Report(s_following with { Status = IzzyStatus.Available });
        if (fits)
            client.Report(s_following);
        else
            Assert.Contains("with a key at most 76 fit beside the line-following values", Assert.Throws<ArgumentException>(() => client.Report(s_following)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_key_a_limit_leaves_room_for_a_lost_beat_or_a_lost_answer()
    {
        KeyFile.Create(Key);
        var options = s_client with { Limit = TimeSpan.FromMilliseconds(249), Interval = TimeSpan.FromMilliseconds(100) };
        options.Check();
        var refusal = Assert.Throws<ArgumentException>((options with { KeyFile = Key }).Check);
        Assert.Contains("A limit of 249 ms is too short for verified beats every 100 ms", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Use at least 250 ms, better 850 ms.", refusal.Message, StringComparison.Ordinal);
        (options with { KeyFile = Key, Limit = TimeSpan.FromMilliseconds(250) }).Check();
    }

    [Fact]
    public void Mothers_beat_is_faster_with_a_key_unless_somebody_says_otherwise()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(120), new MotherOptions { KeyFile = Key }.Interval);
        Assert.Equal(TimeSpan.FromMilliseconds(120), (new MotherOptions() with { KeyFile = Key }).Interval);
        Assert.Equal(TimeSpan.FromMilliseconds(180), new MotherOptions { KeyFile = Key, Interval = TimeSpan.FromMilliseconds(180) }.Interval);
        Assert.Equal(TimeSpan.FromMilliseconds(180), (new MotherOptions { Interval = TimeSpan.FromMilliseconds(180) } with { KeyFile = Key }).Interval);
    }

    [Fact]
    public void A_preset_says_what_is_not_said_otherwise_and_the_key_chooses_its_beat()
    {
        var (show, interval, limit) = (HeartbeatPreset.Show, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400));
        var mother = new MotherOptions { Preset = show };
        Assert.Equal((show.Interval, show.Limit), (mother.Interval, mother.LongestLimit));
        Assert.Equal(show.VerifiedInterval, (mother with { KeyFile = Key }).Interval);
        Assert.Equal((interval, show.Limit), ((mother with { Interval = interval }).Interval, (mother with { Interval = interval }).LongestLimit));
        Assert.Equal((show.Interval, limit), ((mother with { LongestLimit = limit }).Interval, (mother with { LongestLimit = limit }).LongestLimit));

        var client = s_client with { Preset = show };
        Assert.Equal((show.Limit, show.Interval), (client.Limit, client.Interval));
        Assert.Equal(show.VerifiedInterval, (client with { KeyFile = Key }).Interval);
        Assert.Equal((limit, show.Interval), ((client with { Limit = limit }).Limit, (client with { Limit = limit }).Interval));
        Assert.Equal((show.Limit, interval), ((client with { Interval = interval }).Limit, (client with { Interval = interval }).Interval));
        // A limit alone says nothing of the beats.
        Assert.Null((s_client with { Limit = limit, KeyFile = Key }).Interval);
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
    [InlineData(180, 2_500, 3_000)]
    [InlineData(180, 4_000, 4_450)]
    [InlineData(1_000, 3_000, 3_950)]
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
            // Further from a whole number than any jitter, and not as far as the half.
            Assert.InRange(preset.Limit / preset.VerifiedInterval % 1, 0.3, 0.6);
            Assert.True(HeartbeatPreset.FitsVerified(preset.Limit, preset.VerifiedInterval));
            Assert.Equal((preset.Interval, preset.VerifiedInterval), (preset.IntervalFor(verified: false), preset.IntervalFor(verified: true)));
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

    [Theory]
    [InlineData(250, 100, true)]
    [InlineData(249, 100, false)]
    public void A_limit_fits_from_two_and_a_half_verified_periods_on(int limit, int interval, bool fits) =>
        Assert.Equal(fits, HeartbeatPreset.FitsVerified(TimeSpan.FromMilliseconds(limit), TimeSpan.FromMilliseconds(interval)));
}
