namespace Izzy.Cli.Live;

/// <summary>
/// What keys mean. Pure. Esc and <c>s</c> stop at once, from anywhere. A reset and a drill need a prompt and the word typed out;
/// quitting asks first. Space does nothing: for everyone in a theatre it means GO, and it must never move a robot.
/// </summary>
internal sealed class Keyboard
{
    private const string ResetWord = "reset";
    // Without an s, so that s stops here, too.
    private const string DrillWord = "drill";

    public enum Mode
    {
        Watching,
        TypingReset,
        TypingDrill,
        AskingToQuit,
        Help,
    }

    public enum Intent
    {
        None,
        Stop,
        Reset,
        Drill,
        Quit,
    }

    public Mode Current { get; private set; }

    public string Typed { get; private set; } = "";

    public string Message { get; private set; } = "";

    /// <summary>The last request for a stop by when the prompt for a reset came up: whoever stops while the word is typed stays heard.</summary>
    public int ResetOf { get; private set; }

    /// <param name="key">The key.</param>
    /// <param name="stopRequests">How often a stop was asked for by now.</param>
    public Intent Press(ConsoleKeyInfo key, int stopRequests = 0)
    {
        Message = "";
        // First, whatever is on the screen.
        if (key.Key == ConsoleKey.Escape || (key.KeyChar is 's' or 'S' && Current != Mode.TypingReset))
            return Become(Mode.Watching, Intent.Stop);
        return Current switch
        {
            Mode.TypingReset => Type(key, ResetWord, Intent.Reset, "Nothing was reset: the word was not 'reset'."),
            Mode.TypingDrill => Type(key, DrillWord, Intent.Drill, "No drill: the word was not 'drill'."),
            Mode.AskingToQuit => AnswerQuit(key),
            Mode.Help => Become(Mode.Watching, Intent.None),
            _ => Watch(key, stopRequests),
        };
    }

    /// <summary>Says what a request led to.</summary>
    public void Tell(string message) => Message = message;

    private Intent Watch(ConsoleKeyInfo key, int stopRequests)
    {
        switch (key.KeyChar)
        {
            case 'R':
                ResetOf = stopRequests;
                return Become(Mode.TypingReset, Intent.None);
            case 'D':
                return Become(Mode.TypingDrill, Intent.None);
            case 'q' or 'Q':
                return Become(Mode.AskingToQuit, Intent.None);
            case '?':
                return Become(Mode.Help, Intent.None);
            case ' ':
                Message = "Space does nothing here. Esc stops.";
                return Intent.None;
            default:
                Message = key.KeyChar == 'r' ? "For a reset, press capital R." : key.KeyChar == 'd' ? "For a drill, press capital D." : "This key does nothing. Press ? for help.";
                return Intent.None;
        }
    }

    private Intent Type(ConsoleKeyInfo key, string word, Intent intent, string otherwise)
    {
        if (key.Key == ConsoleKey.Enter)
        {
            var right = Typed == word;
            if (!right)
                Message = otherwise;
            return Become(Mode.Watching, right ? intent : Intent.None);
        }

        if (key.Key == ConsoleKey.Backspace)
            Typed = Typed.Length > 0 ? Typed[..^1] : "";
        else if (char.IsLetter(key.KeyChar) && Typed.Length < 20)
            Typed += key.KeyChar;
        return Intent.None;
    }

    private Intent AnswerQuit(ConsoleKeyInfo key)
    {
        if (key.KeyChar is 'y' or 'Y')
            return Become(Mode.Watching, Intent.Quit);
        var intent = Become(Mode.Watching, Intent.None);
        Message = "Still here.";
        return intent;
    }

    private Intent Become(Mode mode, Intent intent)
    {
        Current = mode;
        Typed = "";
        return intent;
    }
}
