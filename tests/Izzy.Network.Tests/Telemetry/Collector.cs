using System.Net;
using System.Text;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Telemetry;

/// <summary>A small collector on loopback that takes OTLP by http/protobuf. It keeps each body as it came.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<(string Path, string? Type, string Body)> _requests = [];

    public Collector()
    {
        Address = $"http://127.0.0.1:{FreePort.Tcp()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Address { get; }

    /// <summary>Each request, its body as Latin-1: names stand in it as they are.</summary>
    public IReadOnlyList<(string Path, string? Type, string Body)> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public static Dictionary<string, string> Variables(string address) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public void Dispose() => _listener.Close();

    private void Serve()
    {
        try
        {
            while (true)
            {
                var context = _listener.GetContext();
                using var body = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var text = body.ReadToEnd();
                lock (_gate)
                    _requests.Add((context.Request.Url!.AbsolutePath, context.Request.ContentType, text));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
