using System.Threading.Channels;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Izzy.Cli.Live;

/// <summary>
/// The live table at a terminal: one thread reads keys, another draws five times a second. A terminal that stalls holds up
/// the drawing alone; a stop goes from the key's thread straight to Mother.
/// </summary>
internal sealed class LiveConsole : IDisposable
{
    private const int EventLines = 8;

    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Keyboard _keyboard = new();
    private readonly Queue<string> _events = new();
    private readonly Mother _mother;
    private readonly ChannelReader<HeartbeatEvent> _reader;
    private readonly ScreenState _fixed;
    private readonly Action _quit;
    private readonly Action _drill;
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _drawing;
    private string _panel = "";

    public LiveConsole(Mother mother, ScreenState about, Action quit, Action drill)
    {
        _mother = mother;
        _reader = mother.Subscribe();
        _fixed = about;
        _quit = quit;
        _drill = drill;
        _drawing = new Thread(Draw) { IsBackground = true, Name = "live-table" };
    }

    public void Start(bool withKeys)
    {
        _drawing.Start();
        if (withKeys)
            new Thread(ReadKeys) { IsBackground = true, Name = "live-keys" }.Start();
    }

    /// <summary>Says something in the line for messages.</summary>
    public void Tell(string message)
    {
        lock (_gate)
            _keyboard.Tell(message);
    }

    /// <summary>Says where the panel is, for as long as the table is shown.</summary>
    public void ShowPanel(string line)
    {
        lock (_gate)
            _panel = line;
    }

    /// <summary>What to say of a reset of Mother that was refused.</summary>
    public static string Refused(Mother mother, ResetRefusal refusal) => $"Refused: {Refusals.Describe(refusal, anyUnproven: mother.Izzies.Any(Tally.IsUnproven))}";

    /// <summary>Ends the drawing and gives the terminal back.</summary>
    public void Dispose()
    {
        _ending.Set();
        // The thread that reads keys waits for one more; it ends with the process, and only looks at this flag until then.
        if (_drawing.Join(TimeSpan.FromSeconds(2)))
            _ending.Dispose();
    }

    private void Draw()
    {
        try
        {
            AnsiConsole.AlternateScreen(() => AnsiConsole.Live(Screen()).Overflow(VerticalOverflow.Crop).Start(context =>
            {
                while (!_ending.Wait(s_redraw))
                    context.UpdateTarget(Screen());
            }));
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException)
        {
            // The terminal is gone, or cannot do this; the beat goes on, and so do the keys.
        }
    }

    // The terminal may have been resized.
    private IRenderable Screen() => Live.Screen.Draw(State(), AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);

    private ScreenState State()
    {
        while (_reader.TryRead(out var happened))
        {
            _events.Enqueue(EventText.Describe(happened, _fixed.ToClientPort, _fixed.FromClientPort));
            while (_events.Count > EventLines)
                _events.Dequeue();
        }

        lock (_gate)
        {
            return _fixed with
            {
                Izzies = _mother.Izzies,
                HasKey = _mother.Options.KeyFile is not null,
                BeatLateness = _mother.BeatLateness,
                StoppedFor = _mother.StoppedFor,
                Cause = _mother.StopCause,
                Events = [.. _events],
                Mode = _keyboard.Current,
                Typed = _keyboard.Typed,
                Message = _keyboard.Message,
                Panel = _panel,
            };
        }
    }

    private void ReadKeys()
    {
        try
        {
            while (!_ending.IsSet)
            {
                var key = Console.ReadKey(intercept: true);
                Keyboard.Intent intent;
                lock (_gate)
                    intent = _keyboard.Press(key, _mother.StopRequests);
                Do(intent);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The terminal is gone. The system sends a hang-up, which is a leaving.
        }
    }

    private void Do(Keyboard.Intent intent)
    {
        switch (intent)
        {
            case Keyboard.Intent.Stop:
                Tell(_mother.Stop() ? "Stopped. Press R to reset." : "It is stopped already; ESTOP went out again.");
                break;
            case Keyboard.Intent.Reset when _mother.Server.Reset(_keyboard.ResetOf) is not ResetRefusal.None and var refusal:
                Tell(Refused(_mother, refusal));
                break;
            case Keyboard.Intent.Reset:
                Tell("Beats again. Each IZZY is reset by its own policy.");
                break;
            case Keyboard.Intent.Drill:
                _drill();
                break;
            case Keyboard.Intent.Quit:
                _quit();
                break;
        }
    }
}
