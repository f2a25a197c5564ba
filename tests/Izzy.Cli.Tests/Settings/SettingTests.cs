using System.CommandLine;
using System.Text;
using Izzy.Cli.Settings;
using Izzy.Heartbeat;
using Microsoft.Extensions.Configuration;

namespace Izzy.Cli.Tests.Settings;

public class SettingTests
{
    private static readonly Setting<int> s_port = Setting.Port("--to-client-port", "Port.", 9001);
    private static readonly Setting<TimeSpan> s_interval = Setting.Duration("--interval", "Interval.", TimeSpan.FromMilliseconds(180));
    private static readonly Setting<TimeSpan?> s_limit = Setting.Duration("--limit", "Limit.");
    private static readonly Setting<IReadOnlyList<string>> s_expect = Setting.Texts("--expect", "Cast.", "NAME");
    private static readonly Setting<IReadOnlyList<System.Net.IPEndPoint>> s_to = Setting.Addresses("--to", "Targets.");
    private static readonly Setting<Guid?> s_id = Setting.Id("--id", "Id.");
    private static readonly Setting<HeartbeatPreset> s_preset = Setting.Preset("--preset", "Preset.");
    private static readonly Setting<bool> s_auto = Setting.Choice("--reset", "Who resets.", false, ("manual", false), ("auto", true));
    private static readonly Setting<bool> s_json = Setting.Flag("--json", "JSON.");
    private static readonly Setting<string?> s_state = Setting.Text("--state", "State.", "DIR");

    [Fact]
    public void Without_a_word_from_anybody_the_defaults_hold()
    {
        var settings = From([]);

        Assert.Equal(9001, settings.Get(s_port));
        Assert.Equal(TimeSpan.FromMilliseconds(180), settings.Get(s_interval));
        Assert.Null(settings.Get(s_limit));
        Assert.Empty(settings.Get(s_expect));
        Assert.Null(settings.Get(s_id));
        Assert.Equal(HeartbeatPreset.Rehearsal, settings.Get(s_preset));
        Assert.False(settings.Get(s_auto));
        Assert.False(settings.Get(s_json));
        Assert.False(settings.IsGiven(s_port));
    }

    [Fact]
    public void Flags_come_before_the_environment_and_that_before_the_file()
    {
        const string File = """{"Izzy": {"to-client-port": 9103}}""";

        Assert.Equal(9103, From([], file: File).Get(s_port));
        Assert.Equal(9102, From([], new() { ["TO_CLIENT_PORT"] = "9102" }, File).Get(s_port));
        Assert.Equal(9101, From(["--to-client-port", "9101"], new() { ["TO_CLIENT_PORT"] = "9102" }, File).Get(s_port));
        Assert.True(From([], file: File).IsGiven(s_port));
    }

    [Fact]
    public void Lists_are_repeated_flags_commas_in_the_environment_and_arrays_in_the_file()
    {
        Assert.Equal(["a,b", "c"], From(["--expect", "a,b", "--expect", "c"]).Get(s_expect));
        Assert.Equal(["a", "b"], From([], new() { ["EXPECT"] = "a, b," }).Get(s_expect));
        Assert.Equal(["a", "b"], From([], file: """{"Izzy": {"expect": ["a", "b"]}}""").Get(s_expect));
        Assert.Equal(["a,b"], From([], file: """{"Izzy": {"expect": "a,b"}}""").Get(s_expect));
    }

    [Fact]
    public void The_file_may_use_camel_case_comments_and_numbers_or_words()
    {
        var settings = From([], file: """{"Izzy": {"toClientPort": "9101", /* a limit */ "limit": "500ms", "json": true, "reset": "AUTO", "preset": "show"}}""");

        Assert.Equal(9101, settings.Get(s_port));
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.Get(s_limit));
        Assert.True(settings.Get(s_json));
        Assert.True(settings.Get(s_auto));
        Assert.Equal(HeartbeatPreset.Show, settings.Get(s_preset));
    }

    [Fact]
    public void A_bad_value_names_the_place_where_it_stands()
    {
        Assert.Equal("--interval: The duration '5' has no unit.", WrongWith(() => From(["--interval", "5"]).Get(s_interval)).What);
        Assert.StartsWith("IZZY_INTERVAL: ", WrongWith(() => From([], new() { ["INTERVAL"] = "x" }).Get(s_interval)).What, StringComparison.Ordinal);
        Assert.StartsWith("appsettings.json, Izzy:interval: ", WrongWith(() => From([], file: """{"Izzy": {"interval": 5}}""").Get(s_interval)).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--to-client-port", "0")]
    [InlineData("--to-client-port", "65536")]
    [InlineData("--to-client-port", "nine")]
    [InlineData("--id", "sofa")]
    [InlineData("--id", "00000000-0000-0000-0000-000000000000")]
    [InlineData("--preset", "fast")]
    [InlineData("--reset", "often")]
    [InlineData("--to", "::1")]
    [InlineData("--state", "")]
    [InlineData("--expect", "")]
    public void A_bad_value_of_any_kind_says_what_can_be_written(string flag, string value)
    {
        var settings = From([flag, value]);

        var problem = WrongWith(() => _ = flag switch
        {
            "--to-client-port" => settings.Get(s_port),
            "--id" => settings.Get(s_id),
            "--preset" => settings.Get(s_preset),
            "--reset" => settings.Get(s_auto),
            "--to" => settings.Get(s_to),
            "--state" => settings.Get(s_state),
            _ => (object?)settings.Get(s_expect),
        });

        Assert.StartsWith($"{flag}: ", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void A_value_given_twice_is_refused() =>
        Assert.Contains("given 2 times", WrongWith(() => From(["--interval", "1s", "--interval", "2s"]).Get(s_interval)).What, StringComparison.Ordinal);

    [Fact]
    public void A_slip_in_the_file_does_not_leave_a_default_in_force()
    {
        var problem = WrongWith(() => From([], file: """{"Izzy": {"limt": "500ms"}}"""));

        Assert.Contains("Izzy:limt", problem.What, StringComparison.Ordinal);
        Assert.Equal("Did you mean limit?", problem.Remedy);
    }

    [Fact]
    public void A_section_that_is_no_object_does_not_leave_defaults_in_force() =>
        Assert.Contains("'3'", WrongWith(() => From([], file: """{"Izzy": 3}""")).What, StringComparison.Ordinal);

    [Fact]
    public void Without_a_current_directory_there_is_no_file() => Assert.Equal(9001, SettingSources.Load(Root().Parse([]), null).Get(s_port));

    [Fact]
    public void What_others_keep_in_the_file_is_theirs() => From([], file: """{"Logging": {"x": 1}, "Izzy": {"Mother": {"Interval": "x"}}}""");

    [Fact]
    public void A_file_that_is_no_JSON_is_named()
    {
        var directory = Directory.CreateTempSubdirectory("izzy-");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "appsettings.json"), "{\"Izzy\": {");

            var problem = WrongWith(() => SettingSources.Load(Root().Parse([]), directory.FullName));

            Assert.StartsWith(Path.Combine(directory.FullName, "appsettings.json"), problem.What, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Cli.Text.Problem WrongWith(Action read) => Assert.Throws<CommandException>(read).Problem;

    private static SettingSources From(string[] arguments, Dictionary<string, string?>? environment = null, string file = "{}")
    {
        var parsed = Root().Parse(arguments);
        Assert.Empty(parsed.Errors);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return new SettingSources(
            parsed,
            new ConfigurationBuilder().AddInMemoryCollection(environment ?? []).Build(),
            new ConfigurationBuilder().AddJsonStream(content).Build());
    }

    private static RootCommand Root() => new() { s_port, s_interval, s_limit, s_expect, s_to, s_id, s_preset, s_auto, s_json, s_state };
}
