using Izzy.Cli.Text;
using Izzy.Panel;

namespace Izzy.Cli.Run;

/// <summary>
/// The panel of a Mother. It is started on a thread of its own: neither the beat nor the keys wait for a web server, and one that
/// cannot start is told and nothing more.
/// </summary>
internal sealed class PanelHost : IDisposable
{
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(5);

    private readonly PanelServer _panel;
    private readonly Thread _starting;

    private PanelHost(PanelServer panel, Action<PanelServer> started, Action<Problem> failed)
    {
        _panel = panel;
        _starting = new Thread(() => Start(started, failed)) { IsBackground = true, Name = "izzy-panel-start" };
    }

    /// <summary>Subscribes to Mother's events, so make it before she is started.</summary>
    /// <param name="mother">Mother.</param>
    /// <param name="options">Null for none.</param>
    /// <param name="started">Is told of the panel that is there.</param>
    /// <param name="failed">Is told of one that is not, and of trouble later.</param>
    public static PanelHost? Make(Heartbeat.Mother mother, PanelOptions? options, Action<PanelServer> started, Action<Problem> failed)
    {
        if (options is null)
            return null;
        try
        {
            return new PanelHost(new PanelServer(mother, options), started, failed);
        }
        catch (Exception exception)
        {
            failed(Explain(exception));
            return null;
        }
    }

    public void Start() => _starting.Start();

    public void Dispose()
    {
        if (!_starting.IsAlive || _starting.Join(s_longestStart))
            _panel.Dispose();
    }

    private void Start(Action<PanelServer> started, Action<Problem> failed)
    {
        try
        {
            _panel.Start();
            started(_panel);
        }
        catch (Exception exception)
        {
            failed(Explain(exception));
        }
    }

    // Whatever a web server throws, it must not end the process and with it the beat.
    private static Problem Explain(Exception exception) => exception is PanelStartException panel
        ? new Problem(panel.Message, panel.ToDo)
        : new Problem($"The panel cannot be shown: {exception.Message}", "Mother beats all the same; leave the panel out with --no-panel.");
}
