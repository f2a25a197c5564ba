using Izzy.Cli.Live;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Spectre.Console;

namespace Izzy.Cli.Tests.Live;

public sealed class ScreenTests
{
    private static readonly IzzyInfo s_moving = new()
    {
        Id = Guid.Parse("6ba7b810-9dad-41d1-80b4-00c04fd430c8"),
        Name = "sofa-left",
        Address = "192.0.2.7:9001",
        State = new IzzyState(IzzyStatus.Moving, 1200, -340, 0, 90, 250),
        Presence = Presence.Present,
        Age = TimeSpan.FromMilliseconds(120),
    };

    [Fact]
    public void A_robot_that_moves_shows_its_numbers()
    {
        var screen = Draw(new ScreenState { Izzies = [s_moving] });
        foreach (var part in (string[])["MOVING", "sofa-left", "1200", "-340", "90", "250", "1 of 1 here"])
            Assert.Contains(part, screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Presence.Late, "LATE")]
    [InlineData(Presence.Lost, "LOST")]
    public void Numbers_that_are_no_longer_live_become_dashes(Presence presence, string word)
    {
        var screen = Draw(new ScreenState { Izzies = [s_moving with { Presence = presence, Age = TimeSpan.FromSeconds(3.4) }] });
        Assert.Contains(word, screen, StringComparison.Ordinal);
        Assert.Contains("last HERE 3.4 s ago", screen, StringComparison.Ordinal);
        Assert.Contains("--", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("1200", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_expected_and_was_never_heard_is_shown_as_missing_with_what_to_check()
    {
        var screen = Draw(new ScreenState { Izzies = [new IzzyInfo { Name = "chair", Presence = Presence.Missing }], ToClientPort = 9001 });
        Assert.Contains("MISSING", screen, StringComparison.Ordinal);
        Assert.Contains("firewall on port 9001", screen, StringComparison.Ordinal);
        Assert.Contains("0 of 1 here", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_is_never_shown_as_stopped()
    {
        var silent = s_moving with { Presence = Presence.Lost };
        foreach (var seconds in (double[])[0, 0.9, 1.1, 600])
        {
            var lamp = Lamp.Of(silent, TimeSpan.FromSeconds(seconds), 9001);
            Assert.NotEqual("STOPPED", lamp.Word);
        }

        Assert.Equal("NOT CONFIRMED", Lamp.Of(silent, TimeSpan.FromSeconds(2), 9001).Word);
        Assert.Contains("wired button", Lamp.Of(silent, TimeSpan.FromSeconds(2), 9001).Check, StringComparison.Ordinal);
    }

    [Fact]
    public void A_confirmed_stop_shows_its_milliseconds()
    {
        var screen = Draw(new ScreenState
        {
            Izzies = [s_moving with { StopConfirmedAfter = TimeSpan.FromMilliseconds(12) }],
            StoppedFor = TimeSpan.FromSeconds(3.2),
            Cause = StopCause.LocalStop,
        });
        Assert.Contains("confirmed after 12 ms", screen, StringComparison.Ordinal);
        Assert.Contains("1 of 1 confirmed", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_state_has_a_word_and_a_shape_and_no_two_colours_mean_the_same_word()
    {
        var lamps = Enum.GetValues<IzzyStatus>().Select(status => Lamp.Of(s_moving with { State = new IzzyState(status) }, null, 9001)).ToList();
        Assert.All(lamps, lamp => Assert.NotEqual("", lamp.Word + lamp.Shape));
        Assert.Equal(lamps.Count, lamps.Select(lamp => lamp.Word).Distinct().Count());
    }

    [Fact]
    public void A_name_with_control_characters_or_markup_reaches_the_terminal_harmless()
    {
        var screen = Draw(new ScreenState { Izzies = [s_moving with { Name = "\u001b[2J[red]x" }] });
        Assert.DoesNotContain('\u001b', screen);
        Assert.Contains("[red]x", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_robots_are_drawn()
    {
        var screen = Draw(new ScreenState { Izzies = [.. Enumerable.Range(0, 100).Select(i => s_moving with { Name = $"wall-{i}" })] });
        Assert.Contains("wall-99", screen, StringComparison.Ordinal);
    }

    private static string Draw(ScreenState state)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 160;
        console.Write(Screen.Draw(state));
        return writer.ToString();
    }
}
