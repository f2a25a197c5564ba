using Izzy.Cli.Drill;
using Izzy.Cli.Input;
using Izzy.Cli.Live;
using Izzy.Cli.Output;
using Izzy.Cli.Telemetry;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Panel;
using Izzy.Wording;

namespace Izzy.Cli.Run;

/// <summary>
/// A Mother with her operator: the live table and keys at a terminal, event lines and line commands elsewhere. Whatever
/// becomes of the output, the beat is not touched.
/// </summary>
internal sealed class MotherSession : IDisposable
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly Mother _mother;
    private readonly Leaving _leaving = new();
    private readonly ErrorLines _errors = new(Console.Error);
    private readonly Recorder? _recorder;
    private readonly EventPrinter? _printer;
    private readonly LiveConsole? _live;
    private readonly TypedDrill _drill;
    private readonly PanelHost? _panel;
    private readonly IDisposable? _collector;
    private readonly bool _json;
    private DrillReport? _lastReport;

    /// <summary>Subscribes to her events; make it before she is started, so that none is missed.</summary>
    /// <param name="mother">Mother.</param>
    /// <param name="about">What the table says of her from the start.</param>
    /// <param name="json">Event lines alone, as JSON, on standard output.</param>
    /// <param name="recorder">Where every event is appended, or null.</param>
    /// <param name="panel">Where the operator's panel is, or null for none.</param>
    /// <param name="drill">How a drill is run that is typed.</param>
    /// <param name="collector">Where metrics are sent, or null for nowhere.</param>
    public MotherSession(
        Mother mother, ScreenState about, bool json, Recorder? recorder, PanelOptions? panel, TypedDrillOptions? drill = null, CollectorVariables? collector = null)
    {
        _mother = mother;
        _json = json;
        _recorder = recorder;
        _recorder?.Start(mother.Subscribe(), Console.Error);
        if (json)
            _printer = EventPrinter.Json(mother.Subscribe(), EventPrinter.OpenStandardOutput());
        else if (Console.IsOutputRedirected)
            _printer = EventPrinter.Text(mother.Subscribe(), EventPrinter.OpenStandardOutput(), about.ToClientPort, about.FromClientPort);
        else
            _live = new LiveConsole(mother, about, _leaving.Ask, () => _drill?.Start());
        _drill = new TypedDrill(mother, drill ?? new TypedDrillOptions(), line => _live?.Tell(line), Complain, Report);
        _panel = PanelHost.Make(
            mother,
            panel is null ? null : panel with { Title = about.Title, ToClientPort = about.ToClientPort, FromClientPort = about.FromClientPort, Tell = Warn },
            Announce,
            Complain);
        _collector = collector?.Send(mother, Complain);
    }

    /// <summary>Starts the panel, if there is to be one; call it once Mother beats.</summary>
    public void ShowPanel() => _panel?.Start();

    /// <summary>Shows and obeys until somebody asks to leave, or the time is over.</summary>
    public void Run(TimeSpan? longest = null)
    {
        var keys = _live is not null && !Console.IsInputRedirected;
        _live?.Start(keys);
        if (!keys)
            LineReader.Start(StandardInput.Open(), Do, Complain, static () => { });
        _leaving.Wait(longest);
    }

    /// <summary>Gives the terminal back and prints what is left; call it after Mother was disposed.</summary>
    public void Dispose()
    {
        _drill.Dispose();
        _panel?.Dispose();
        _collector?.Dispose();
        _live?.Dispose();
        // The live table had no room for it.
        if (_live is not null && _lastReport is { } report)
            Outputs.TryWrite(EventPrinter.OpenStandardOutput(), DrillText.ToText(report));
        _printer?.Finish(s_lastWords);
        _recorder?.Finish(s_lastWords);
        _recorder?.Dispose();
        _errors.Finish(s_lastWords);
        _leaving.Dispose();
    }

    private void Do(string line)
    {
        if (!Commands.TryReadMother(line, out var command, out var problem))
        {
            Complain(problem);
            return;
        }

        switch (command)
        {
            case InputCommand.Stop:
                _mother.Stop();
                break;
            case InputCommand.Reset when _mother.Reset() is not ResetRefusal.None and var refusal:
                _live?.Tell(LiveConsole.Refused(_mother, refusal));
                break;
            case InputCommand.Drill(IsConfirmed: false):
                Complain(TypedDrill.Question);
                break;
            case InputCommand.Drill:
                _drill.Start();
                break;
            case InputCommand.Forget(var name):
                Forget(name);
                break;
            case InputCommand.Quit:
                _leaving.Ask();
                break;
        }
    }

    private void Report(DrillReport report)
    {
        _lastReport = report;
        _live?.Tell($"{DrillText.Verdict(report)} The report follows when you leave.");
        _printer?.Say(_json ? DrillText.ToJson(report) : DrillText.ToText(report));
    }

    private void Announce(PanelServer panel)
    {
        var token = panel.IsReachableFromElsewhere ? $", from other machines with the token {panel.Token}" : "";
        var line = $"Panel: {string.Join(" or ", panel.Urls)}{token}";
        if (_live is not null)
            _live.ShowPanel(line);
        else if (_json)
            _errors.Add(line);
        else
            _printer?.Say(line);
    }

    private void Warn(string line)
    {
        if (_live is null)
            _errors.Add(Escape.ForTerminal(line));
        else
            _live.Tell(Escape.ForTerminal(line));
    }

    private void Forget(string name)
    {
        try
        {
            _mother.Forget(name);
        }
        catch (ArgumentException exception)
        {
            Complain(new Problem(exception.Message, "Type forget and a name or an id as the table shows it."));
        }
    }

    private void Complain(Problem problem)
    {
        if (_live is null)
            _errors.Add(problem);
        else
            _live.Tell($"{problem.What} {problem.Remedy}");
    }
}
