using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Panel;
using Microsoft.Extensions.Configuration;

namespace Izzy.Cli.Tests.Settings;

public sealed class PanelSettingsTests
{
    [Fact]
    public void Unless_somebody_says_otherwise_it_is_on_this_machine_alone() =>
        Assert.Equal(new PanelOptions { Url = "http://127.0.0.1:5170" }, Read([], []));

    [Fact]
    public void It_takes_its_address_its_token_and_who_may_look_on() =>
        Assert.Equal(
            new PanelOptions { Url = "http://0.0.0.0:80", Token = "break-a-leg", OpensViewing = true },
            Read(["--panel", "http://0.0.0.0:80", "--panel-token", "break-a-leg", "--panel-open-view"], []));

    [Fact]
    public void It_can_be_left_out() => Assert.Null(Read(["--no-panel"], []));

    [Fact]
    public void What_is_typed_goes_before_the_environment()
    {
        Assert.Equal("http://127.0.0.1:1", Read(["--panel", "http://127.0.0.1:1"], [("NO_PANEL", "true")])!.Url);
        Assert.Null(Read(["--no-panel"], [("PANEL", "http://127.0.0.1:1")]));
    }

    [Theory]
    [InlineData("--panel", "nowhere")]
    [InlineData("--panel-token", "short")]
    [InlineData("--panel", "http://127.0.0.1:1", "--no-panel")]
    public void What_cannot_be_meant_is_refused_with_what_to_do(params string[] arguments)
    {
        var refused = Assert.Throws<CommandException>(() => Read(arguments, []));
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.NotEmpty(refused.Problem.Remedy);
    }

    private static PanelOptions? Read(string[] arguments, (string Key, string Value)[] environment)
    {
        var settings = new PanelSettings();
        var command = new RootCommand();
        foreach (var option in settings.All)
            command.Add(option);
        var variables = new ConfigurationBuilder().AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
        return settings.Read(new SettingSources(command.Parse(arguments), variables, new ConfigurationBuilder().Build()));
    }
}
