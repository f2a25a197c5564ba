using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Cli.Drill;

/// <summary>How a drill is run that is typed at Mother or in the demo.</summary>
/// <param name="Patience">How long it waits for what is against it to pass, before it refuses.</param>
/// <param name="Hold">Makes simulated robots stand still until what it returns is disposed of; null where robots are real.</param>
internal sealed record TypedDrillOptions(TimeSpan Patience = default, Func<IDisposable>? Hold = null);

/// <summary>
/// The drill that is typed at Mother herself. It runs on a thread of its own: whoever reads lines or keys goes on reading, and
/// a stop that is typed meanwhile wins at once.
/// </summary>
internal sealed class TypedDrill : IDisposable
{
    /// <summary>What is said to <c>drill</c> without <c>yes</c>.</summary>
    public static readonly Problem Question = new(
        "A drill stops every IZZY, waits until each has confirmed, and resets Mother; nothing may move meanwhile.",
        "When everyone knows, type drill yes.");

    private readonly ManualResetEventSlim _ending = new();
    private readonly Mother _mother;
    private readonly TypedDrillOptions _options;
    private readonly Action<string> _progress;
    private readonly Action<Problem> _refused;
    private readonly Action<DrillReport> _report;
    private Thread? _thread;

    /// <param name="mother">Mother.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told what goes on. All three are called on the drill's thread.</param>
    /// <param name="refused">Is told why nobody was stopped.</param>
    /// <param name="report">Gets the report.</param>
    public TypedDrill(Mother mother, TypedDrillOptions options, Action<string> progress, Action<Problem> refused, Action<DrillReport> report)
    {
        _mother = mother;
        _options = options;
        _progress = progress;
        _refused = refused;
        _report = report;
    }

    /// <summary>Starts it, unless one runs. Call it from one thread.</summary>
    public void Start()
    {
        if (_thread is { IsAlive: true })
        {
            _refused(new Problem("A drill runs already.", "Wait for its report. stop breaks it off, and Mother stays stopped."));
            return;
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "izzy-drill" };
        _thread.Start();
    }

    /// <summary>Breaks a drill off that runs; what it stopped stays so.</summary>
    public void Dispose()
    {
        _ending.Set();
        // It may be held up by an output that nobody reads; then it is left behind, and ends with the process.
        _ = _thread?.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        try
        {
            using var held = _options.Hold?.Invoke();
            var run = new DrillDriver(new MotherTarget(_mother), static _ => true, _progress, time => !_ending.Wait(time)).Run(isConfirmed: true, _options.Patience);
            if (run.Refusal is { } refusal)
                _refused(refusal);
            else
                _report(run.Report!);
        }
        catch (Exception exception)
        {
            // Out of here it would end the process, and with it the beat. What the drill stopped stays stopped.
            _refused(new Problem($"The drill failed: {Escape.ForTerminal(exception.Message)}", "Report this. Look whether Mother stands stopped."));
        }
    }
}
