using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;

namespace Izzy.Panel.Tests.Endpoints;

/// <summary>
/// A real Mother on a network in memory and her panel on a real port of loopback, because what is tested here is what Kestrel makes of real
/// requests: headers, bodies, streams that are not read. Nothing is waited for by the clock; what is waited for comes, or the test has failed.
/// </summary>
internal sealed class PanelRig : IDisposable
{
    public const string Elsewhere = "X-Test-From";

    private readonly InMemoryNetwork _network = new(seed: 1);
    private readonly List<IDisposable> _parts = [];

    public PanelRig(PanelOptions? options = null, bool starts = true)
    {
        Mother = new Mother(new MotherOptions
        {
            Interval = TimeSpan.FromMilliseconds(50),
            StateDirectory = null,
            Transport = _network.Attach(IPAddress.Parse("10.0.0.1"), Ports.UdpFromClient, Ports.UdpToClient),
        });
        options = (options ?? new()) with { Url = "http://127.0.0.1:0", Token = "break-a-leg", Tell = line => Told.Enqueue(line) };
        // A test says by a header from where it pretends to come.
        Panel = new PanelServer(Mother, options, context => context.Request.Headers[Elsewhere] is { Count: > 0 } from ? IPAddress.Parse(from.ToString()) : context.Connection.RemoteIpAddress);
        if (starts)
            Mother.Start();
        Panel.Start();
        Http = Client();
    }

    public Mother Mother { get; }

    public PanelServer Panel { get; }

    public HttpClient Http { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Told { get; } = new();

    public Uri Url => new(Panel.Urls[0]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A browser of its own, with its own cookies.</summary>
    public HttpClient Client(string? from = null)
    {
        var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
        if (from is not null)
            client.DefaultRequestHeaders.Add(Elsewhere, from);
        _parts.Add(client);
        return client;
    }

    public void AddIzzy(string name)
    {
        var izzy = new IzzyClient(new IzzyClientOptions
        {
            Name = name,
            StateDirectory = null,
            ResetPolicy = ResetPolicy.Auto,
            Transport = _network.Attach(IPAddress.Parse($"10.0.1.{_parts.Count + 1}"), Ports.UdpToClient, Ports.UdpFromClient),
        });
        izzy.Start();
        _parts.Add(izzy);
    }

    /// <summary>Snapshots as they come, until one is as wanted.</summary>
    public async Task<JsonElement> WaitFor(Func<JsonElement, bool> isWanted)
    {
        using var reader = new StreamReader(await Http.GetStreamAsync("/api/stream", Cancellation));
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line["data: ".Length..]).RootElement is var snapshot && isWanted(snapshot))
                return snapshot;
        }

        throw new Xunit.Sdk.XunitException("The stream ended.");
    }

    public static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    public void Dispose()
    {
        Mother.Dispose();
        Panel.Dispose();
        foreach (var part in _parts)
            part.Dispose();
    }
}
