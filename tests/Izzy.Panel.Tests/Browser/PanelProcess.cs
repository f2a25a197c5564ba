using System.Diagnostics;
using Izzy.Network.Tests.Processes;

namespace Izzy.Panel.Tests.Browser;

/// <summary>A demo with its panel: Mother and a fleet in a process of its own, with beats on loopback only.</summary>
internal sealed class PanelProcess : IDisposable
{
    public const string Token = "a token for tests";

    private readonly IzzyProcess _izzy;

    private PanelProcess(IzzyProcess izzy, int port) => (_izzy, Port) = (izzy, port);

    public int Port { get; }

    public int Pid => _izzy.Pid;

    public string Url => $"http://127.0.0.1:{Port}/";

    public bool IsStopped => _izzy.CountOf("stopped") > _izzy.CountOf("reset");

    /// <summary>Starts a demo and waits until its panel answers.</summary>
    public static async Task<PanelProcess> Start(int izzies = 6, string address = "127.0.0.1", int port = 0)
    {
        if (port == 0)
            port = FreePort.Tcp();
        var izzy = IzzyProcess.Start("demo", "--json", "--izzies", $"{izzies}", "--panel", $"http://{address}:{port}", "--panel-token", Token);
        var panel = new PanelProcess(izzy, port);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var since = Stopwatch.StartNew();
        while (since.Elapsed < IzzyProcess.Patience && !izzy.HasExited)
        {
            try
            {
                if ((await http.GetAsync(panel.Url + "healthz/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode)
                    return panel;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var errors = string.Join('\n', izzy.Errors);
        panel.Dispose();
        throw new Xunit.Sdk.XunitException($"The panel did not answer at {panel.Url}.\n{errors}");
    }

    public void Freeze() => Signals.Freeze(Pid);

    public void Thaw() => Signals.Thaw(Pid);

    public void Kill() => Signals.Kill(Pid);

    public void WaitFor(string happened) => _izzy.WaitFor(happened);

    public void Dispose() => _izzy.Dispose();
}
