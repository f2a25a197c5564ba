using Izzy.Cli.Live;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;
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

    [Theory]
    [InlineData(160, 50, 6)]
    [InlineData(120, 30, 12)]
    [InlineData(100, 30, 6)]
    [InlineData(100, 30, 40)]
    [InlineData(80, 24, 12)]
    [InlineData(80, 24, 100)]
    public void Every_size_of_terminal_shows_the_first_line_the_prompt_and_the_trouble(int width, int height, int count)
    {
        var izzies = Enumerable.Range(0, count).Select(i => s_moving with { Name = $"wall-{i}", Id = Guid.NewGuid(), StopConfirmedAfter = TimeSpan.FromMilliseconds(12) }).ToList();
        izzies.Add(s_moving with { Name = "zebra", Presence = Presence.Lost, Age = TimeSpan.FromSeconds(3.4) });
        var events = Enumerable.Repeat("09:24:36.000  izzy-lost           wagon (127.0.0.1:43095) last heard 1.0 s ago; check power, Wi-Fi, firewall on port 9001", 8).ToList();
        foreach (var stopped in (TimeSpan?[])[null, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(90)])
        {
            foreach (var mode in Enum.GetValues<Keyboard.Mode>())
            {
                var state = new ScreenState
                {
                    Izzies = izzies,
                    Events = events,
                    Mode = mode,
                    StoppedFor = stopped,
                    Cause = StopCause.ControlLoopSilent,
                    ToClientPort = 9001,
                    Message = "Refused: not-confirmed: 12 IZZYs have not confirmed the stop; look at the stage, reset again in 3 s, and some more words",
                };
                var lines = Draw(state, width, height).TrimEnd().ReplaceLineEndings("\n").Split('\n');
                Assert.InRange(lines.Length, 1, height - 1);
                Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
                Assert.Contains($"{(stopped is null ? "beats" : "STOPPED")}", lines[0], StringComparison.Ordinal);
                Assert.Contains(lines, line => line.Contains("zebra", StringComparison.Ordinal) && line.Contains(stopped is null ? "last HERE 3.4 s ago" : stopped > TimeSpan.FromSeconds(1) ? "it may be" : "not confirmed yet", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Who_does_not_fit_is_counted()
    {
        var screen = Draw(new ScreenState { Izzies = [.. Enumerable.Range(0, 100).Select(i => s_moving with { Name = $"wall-{i}" })] }, 80, 24);
        var shown = screen.Split('\n').Count(line => line.Contains("MOVING", StringComparison.Ordinal));
        Assert.Contains($"and {100 - shown} more", screen, StringComparison.Ordinal);
        Assert.InRange(shown, 10, 20);
    }

    [Fact]
    public void Without_a_key_nothing_is_said_of_proof()
    {
        foreach (var stopped in (TimeSpan?[])[null, TimeSpan.FromSeconds(3)])
        {
            var screen = Draw(new ScreenState { Izzies = [s_moving with { StopConfirmedAfter = stopped }], StoppedFor = stopped });
            Assert.DoesNotContain("verified", screen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("key", screen, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_Mother_with_a_key_says_so_in_her_first_line_and_who_is_verified_looks_as_ever()
    {
        var screen = Draw(new ScreenState { HasKey = true, Izzies = [s_moving with { IsVerified = true }] });
        Assert.StartsWith("● Mother, verified by her key, beats", screen, StringComparison.Ordinal);
        Assert.Contains("MOVING", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("UNVERIFIED", screen, StringComparison.Ordinal);
        Assert.Contains("Mother has a key", Draw(new ScreenState { HasKey = true, StoppedFor = TimeSpan.FromSeconds(1) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    public void One_without_the_key_is_marked_by_a_word_with_what_to_do(int width)
    {
        var lines = Draw(new ScreenState { HasKey = true, Izzies = [s_moving with { IsVerified = false }, s_moving with { Name = "tree", IsVerified = true }] }, width).Split('\n');
        var line = Assert.Single(lines, line => line.Contains("sofa-left", StringComparison.Ordinal));
        Assert.Contains("? ", line, StringComparison.Ordinal);
        Assert.Contains("UNVERIFIED", line, StringComparison.Ordinal);
        Assert.Contains("says MOVING; start it", line, StringComparison.Ordinal);
        if (width > 80)
        {
            Assert.Contains("with the venue's --key-file", string.Join('\n', lines), StringComparison.Ordinal);
            Assert.Contains("2 of 2 here, 1 UNVERIFIED", lines[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_confirmation_without_the_key_reads_so_and_is_counted_apart()
    {
        var confirmed = s_moving with { State = new IzzyState(IzzyStatus.Estop), StopConfirmedAfter = TimeSpan.FromMilliseconds(12) };
        var screen = Draw(new ScreenState
        {
            HasKey = true,
            Izzies = [confirmed with { IsVerified = false }, confirmed with { Name = "tree", IsVerified = true }],
            StoppedFor = TimeSpan.FromSeconds(3.2),
        });
        Assert.Contains("1 of 2 confirmed, 1 more UNVERIFIED", screen, StringComparison.Ordinal);
        var line = Assert.Single(screen.Split('\n'), line => line.Contains("sofa-left", StringComparison.Ordinal));
        Assert.Contains("UNVERIFIED", line, StringComparison.Ordinal);
        Assert.DoesNotContain("STOPPED", line, StringComparison.Ordinal);
        Assert.Contains("confirmed after 12 ms, but UNVERIFIED", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_amiss_with_one_without_the_key_stays_amiss()
    {
        var unverified = s_moving with { IsVerified = false };
        foreach (var (izzy, stopped, word) in ((IzzyInfo, TimeSpan?, string)[])
            [(unverified with { Presence = Presence.Lost }, null, "LOST"), (unverified with { State = new(IzzyStatus.Broken) }, null, "BROKEN"), (unverified, TimeSpan.FromSeconds(2), "NOT CONFIRMED")])
        {
            var lamp = Lamp.Of(izzy, stopped, 9001);
            Assert.Equal((word, LampKind.Fault), (lamp.Word, lamp.Kind));
            Assert.StartsWith("UNVERIFIED; ", lamp.Check, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Beside_a_key_the_status_UNVERIFIED_is_not_taken_for_a_missing_key()
    {
        var status = s_moving with { State = new IzzyState(IzzyStatus.Unverified) };
        Assert.Equal("UNVERIFIED", Lamp.Of(status, null, 9001).Word);
        Assert.Equal("NOT SET UP", Lamp.Of(status with { IsVerified = true }, null, 9001).Word);
        Assert.Contains("it is not set up; start it with", Lamp.Of(status with { IsVerified = false }, null, 9001).Check, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_reset_says_that_what_is_unverified_does_not_count()
    {
        Assert.Contains("1 IZZY has not confirmed the stop (UNVERIFIED does not count); look", Refusals.Describe(ResetRefusal.NotConfirmed, null, 1, anyUnproven: true), StringComparison.Ordinal);
        Assert.DoesNotContain("UNVERIFIED", Refusals.Describe(ResetRefusal.NotConfirmed, null, 1), StringComparison.Ordinal);
    }

    private static string Draw(ScreenState state, int width = 160, int height = 200)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(Screen.Draw(state, width, height));
        return writer.ToString();
    }
}
