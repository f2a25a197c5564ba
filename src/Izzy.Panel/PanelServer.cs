using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Time;
using Izzy.Panel.Access;
using Izzy.Panel.Endpoints;
using Izzy.Panel.Snapshots;
using Izzy.Panel.Stream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Izzy.Panel;

/// <summary>
/// The operator's panel: a page that shows who is alive, who is stopped and why, with a software stop. It never touches the beat: it reads
/// Mother's snapshot and her events, on threads of its own. Make it before Mother is started, so that no event is missed.
/// </summary>
public sealed class PanelServer : IDisposable
{
    // A browser that takes nothing for so long is dropped; it asks anew when it is back.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly PanelAddress _address;
    private readonly PanelThread _panel;
    private readonly Router _router;
    private readonly CancellationTokenSource _ending = new();
    private WebApplication? _web;
    private IPAddress? _bound;

    /// <summary>Subscribes to Mother's events and waits for nothing; it listens only from <see cref="Start()"/> on.</summary>
    /// <exception cref="PanelStartException">The address is none, or the token is too short.</exception>
    public PanelServer(Mother mother, PanelOptions options)
        : this(mother, options, context => context.Connection.RemoteIpAddress)
    {
    }

    /// <summary>The same, for tests that pretend to come from elsewhere.</summary>
    internal PanelServer(Mother mother, PanelOptions options, Func<HttpContext, IPAddress?> remote)
    {
        ArgumentNullException.ThrowIfNull(mother);
        ArgumentNullException.ThrowIfNull(options);
        if (!PanelAddress.TryParse(options.Url, out var address, out var problem))
            throw new PanelStartException($"The panel cannot be at '{options.Url}': {problem}", PanelAddress.Example);
        if (options.Token is { Length: < PanelOptions.ShortestToken })
            throw new PanelStartException("The panel's token is too short to keep anybody out.", $"Use at least {PanelOptions.ShortestToken} characters.");
        _address = address;
        var token = options.Token is { } given ? new OperatorToken(given) : OperatorToken.Random();
        Token = token.Text;
        var tell = Safely(options.Tell);
        var boot = Guid.NewGuid();
        var stops = new StopNumbers(SystemClock.Instance.UtcNow);
        _panel = new PanelThread(
            mother.Subscribe(), () => MotherFacts.Of(mother), new SnapshotBuilder(boot, options, stops), () => Streams!.Open > 0, options with { Tell = tell });
        var doorkeeper = new Doorkeeper(AccessRules.For(address.Host, options.OpensViewing), token, tell, remote);
        Streams = new SnapshotStream(_panel.Slot, s_patience, _ending.Token);
        _router = new Router(new Api(boot, mother, _panel, Streams, stops, doorkeeper), doorkeeper, tell);
    }

    /// <summary>What a person on another machine types to see, reset and acknowledge.</summary>
    public string Token { get; }

    /// <summary>Whether other machines can reach it; false before the start.</summary>
    public bool IsReachableFromElsewhere => _bound is { } bound && !IPAddress.IsLoopback(bound);

    /// <summary>What a person types into a browser, the first on this machine; empty before the start.</summary>
    public IReadOnlyList<string> Urls { get; private set; } = [];

    internal SnapshotStream Streams { get; }

    internal PanelThread Panel => _panel;

    /// <summary>Makes a panel and starts it.</summary>
    /// <exception cref="PanelStartException">It cannot be started. Mother beats all the same.</exception>
    public static PanelServer Start(Mother mother, PanelOptions options)
    {
        var panel = new PanelServer(mother, options);
        try
        {
            panel.Start();
        }
        catch
        {
            panel.Dispose();
            throw;
        }

        return panel;
    }

    /// <summary>Listens from now on. Where the address is a name, it is looked up first, which may take many seconds.</summary>
    /// <exception cref="PanelStartException">The port is taken, or the address is not this machine's. Mother beats all the same.</exception>
    public void Start()
    {
        var bound = _address.Bound() ?? throw WebHost.NotOurs(_address);
        var web = WebHost.Build(bound, _address.Port, _router.Handle);
        try
        {
            web.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException or UnauthorizedAccessException)
        {
            ((IDisposable)web).Dispose();
            throw WebHost.Explain(bound, _address.Port, exception);
        }

        _web = web;
        _bound = bound;
        Urls = _address.Urls(bound, new Uri(web.Urls.First()).Port);
        _panel.Start();
    }

    /// <summary>Ends the panel; open pages go stale and say so.</summary>
    public void Dispose()
    {
        if (_ending.IsCancellationRequested)
            return;
        _ending.Cancel();
        if (_web is not null)
        {
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                _web.StopAsync(enough.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // A connection that does not end ends with the process.
            }

            ((IDisposable)_web).Dispose();
        }

        _panel.Dispose();
    }

    // Whoever listens may throw; nothing here may end for it.
    private static Action<string> Safely(Action<string>? tell) => line =>
    {
        try
        {
            tell?.Invoke(line);
        }
        catch (Exception)
        {
            // There is nowhere left to say so.
        }
    };
}
