using Izzy.Cli.Live;

namespace Izzy.Cli.Tests.Live;

public sealed class KeyboardTests
{
    private readonly Keyboard _keyboard = new();

    [Theory]
    [InlineData('s')]
    [InlineData('S')]
    public void S_stops(char key) => Assert.Equal(Keyboard.Intent.Stop, Press(key));

    [Fact]
    public void Escape_stops_whatever_is_on_the_screen()
    {
        foreach (var before in (string[])["", "R", "Rres", "D", "Ddri", "q", "?"])
        {
            var keyboard = new Keyboard();
            foreach (var key in before)
                keyboard.Press(Key(key));
            Assert.Equal(Keyboard.Intent.Stop, keyboard.Press(Escape));
            Assert.Equal(Keyboard.Mode.Watching, keyboard.Current);
        }
    }

    [Fact]
    public void Space_never_does_anything_but_say_so()
    {
        Assert.Equal(Keyboard.Intent.None, Press(' '));
        Assert.Contains("Space does nothing", _keyboard.Message, StringComparison.Ordinal);
        Assert.Equal(Keyboard.Mode.Watching, _keyboard.Current);
    }

    [Fact]
    public void A_reset_needs_capital_R_the_word_and_Enter()
    {
        Assert.Equal(Keyboard.Intent.None, Type("R"));
        Assert.Equal(Keyboard.Mode.TypingReset, _keyboard.Current);
        Assert.Equal(Keyboard.Intent.None, Type("reset"));
        Assert.Equal(Keyboard.Intent.Reset, _keyboard.Press(Enter));
        Assert.Equal(Keyboard.Mode.Watching, _keyboard.Current);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rese")]
    [InlineData("resett")]
    [InlineData("RESET")]
    public void Another_word_resets_nothing_and_says_so(string word)
    {
        Type("R" + word);
        Assert.Equal(Keyboard.Intent.None, _keyboard.Press(Enter));
        Assert.Contains("Nothing was reset", _keyboard.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_needs_capital_D_the_word_and_Enter_and_s_stops_at_its_prompt()
    {
        Type("Ddrill");
        Assert.Equal(Keyboard.Mode.TypingDrill, _keyboard.Current);
        Assert.Equal(Keyboard.Intent.Drill, _keyboard.Press(Enter));
        Assert.Equal(Keyboard.Mode.Watching, _keyboard.Current);
        Type("Ddril");
        Assert.Equal(Keyboard.Intent.None, _keyboard.Press(Enter));
        Assert.Contains("No drill", _keyboard.Message, StringComparison.Ordinal);
        Type("Ddrill");
        Assert.Equal(Keyboard.Intent.Stop, Press('s'));
        Press('d');
        Assert.Contains("capital D", _keyboard.Message, StringComparison.Ordinal);
        Type("Dreset");
        Assert.Equal(Keyboard.Intent.None, _keyboard.Press(Enter));
    }

    [Fact]
    public void A_reset_is_of_the_stops_that_were_asked_for_when_its_prompt_came_up()
    {
        _keyboard.Press(Key('R'), stopRequests: 3);
        foreach (var key in "reset")
            _keyboard.Press(Key(key), stopRequests: 4);
        Assert.Equal(Keyboard.Intent.Reset, _keyboard.Press(Enter, stopRequests: 4));
        Assert.Equal(3, _keyboard.ResetOf);
    }

    [Fact]
    public void A_slip_at_the_prompt_can_be_taken_back()
    {
        Type("Rresex");
        _keyboard.Press(Backspace);
        Type("t");
        Assert.Equal(Keyboard.Intent.Reset, _keyboard.Press(Enter));
    }

    [Fact]
    public void A_small_r_says_that_it_takes_a_capital_one()
    {
        Press('r');
        Assert.Contains("capital R", _keyboard.Message, StringComparison.Ordinal);
        Assert.Equal(Keyboard.Mode.Watching, _keyboard.Current);
    }

    [Fact]
    public void Leaving_asks_first()
    {
        Assert.Equal(Keyboard.Intent.None, Press('q'));
        Assert.Equal(Keyboard.Mode.AskingToQuit, _keyboard.Current);
        Assert.Equal(Keyboard.Intent.Quit, Press('y'));
    }

    [Theory]
    [InlineData('n')]
    [InlineData(' ')]
    [InlineData('q')]
    public void Any_other_answer_stays(char answer)
    {
        Press('q');
        Assert.Equal(Keyboard.Intent.None, Press(answer));
        Assert.Equal(Keyboard.Mode.Watching, _keyboard.Current);
    }

    [Fact]
    public void A_key_that_means_nothing_is_answered()
    {
        Assert.Equal(Keyboard.Intent.None, Press('x'));
        Assert.Contains("?", _keyboard.Message, StringComparison.Ordinal);
    }

    private static ConsoleKeyInfo Escape => new('\u001b', ConsoleKey.Escape, false, false, false);

    private static ConsoleKeyInfo Enter => new('\r', ConsoleKey.Enter, false, false, false);

    private static ConsoleKeyInfo Backspace => new('\b', ConsoleKey.Backspace, false, false, false);

    private static ConsoleKeyInfo Key(char key) => new(key, ConsoleKey.None, char.IsUpper(key), false, false);

    private Keyboard.Intent Press(char key) => _keyboard.Press(Key(key));

    private Keyboard.Intent Type(string keys)
    {
        var intents = keys.Select(Press).ToList();
        return intents.Count == 0 ? Keyboard.Intent.None : intents[^1];
    }
}
