using System.CommandLine;
using System.Text;
using Izzy.Cli.Run;
using Izzy.Cli.Settings;
using Izzy.Heartbeat;
using Microsoft.Extensions.Configuration;

namespace Izzy.Cli.Tests.Run;

/// <summary>What a key file changes of what is typed.</summary>
public sealed class KeyedFlagsTests
{
    [Theory]
    [InlineData(180)]
    [InlineData(90, "--preset", "show")]
    [InlineData(120, "--key-file", "k")]
    [InlineData(60, "--key-file", "k", "--preset", "show")]
    [InlineData(540, "--key-file", "k", "--preset", "reference")]
    [InlineData(200, "--key-file", "k", "--interval", "200ms")]
    public void Mothers_beat_is_the_presets_for_her_mode_unless_it_is_typed(int expected, params string[] arguments) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), Mother(arguments).Interval);

    [Theory]
    [InlineData(null)]
    [InlineData(90, "--preset", "show")]
    [InlineData(60, "--key-file", "k", "--preset", "show")]
    [InlineData(null, "--key-file", "k")]
    public void A_client_knows_the_beat_of_the_preset_that_is_typed(int? expected, params string[] arguments) =>
        Assert.Equal(expected is { } ms ? TimeSpan.FromMilliseconds(ms) : null, Client(arguments).Interval);

    [Fact]
    public void The_path_comes_from_a_flag_a_variable_or_the_file()
    {
        Assert.Null(Mother([]).KeyFile);
        Assert.Equal(("k", "k"), (Mother(["--key-file", "k"]).KeyFile, Client(["--key-file", "k"]).KeyFile));
        Assert.Equal(("k", "k"), (Mother([], variable: "k").KeyFile, Client([], variable: "k").KeyFile));
        Assert.Equal(("k", "k"), (Mother([], file: """{"Izzy": {"key-file": "k"}}""").KeyFile, Client([], file: """{"Izzy": {"keyFile": "k"}}""").KeyFile));
    }

    private static MotherOptions Mother(string[] arguments, string? variable = null, string file = "{}")
    {
        var flags = new MotherFlags();
        return flags.Read(From(flags.All, arguments, variable, file)).Mother;
    }

    private static IzzyClientOptions Client(string[] arguments, string? variable = null, string file = "{}")
    {
        var flags = new ClientFlags();
        return flags.Read(From(flags.All, ["--name", "sofa", .. arguments], variable, file)).Client;
    }

    private static SettingSources From(IEnumerable<Option> options, string[] arguments, string? variable, string file)
    {
        var root = new RootCommand();
        foreach (var option in options)
            root.Add(option);
        var parsed = root.Parse(arguments);
        Assert.Empty(parsed.Errors);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return new SettingSources(
            parsed,
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["KEY_FILE"] = variable }).Build(),
            new ConfigurationBuilder().AddJsonStream(content).Build());
    }
}
