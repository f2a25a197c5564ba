using System.Net;
using Izzy.Network.Tests.Processes;

namespace Izzy.Panel.Tests.Browser;

/// <summary>An empty page of another origin, from a server of its own on this machine.</summary>
internal sealed class ForeignPage : IDisposable
{
    private readonly HttpListener _listener = new();

    private ForeignPage(string url)
    {
        Url = url;
        _listener.Prefixes.Add(url);
    }

    public string Url { get; }

    public static ForeignPage Serve()
    {
        var page = new ForeignPage($"http://localhost:{FreePort.Tcp()}/");
        page._listener.Start();
        _ = page.Answer();
        return page;
    }

    public void Dispose() => _listener.Close();

    private async Task Answer()
    {
        try
        {
            while (true)
            {
                var response = (await _listener.GetContextAsync()).Response;
                response.ContentType = "text/html";
                response.Close("<!doctype html><title>foreign</title>"u8.ToArray(), willBlock: false);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
