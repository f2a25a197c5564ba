using System.Net;
using System.Net.Sockets;
using Izzy.Panel.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Izzy.Panel;

/// <summary>
/// Kestrel and nothing else: no settings file, no variables, no log, no signals. What is configured stands here.
/// </summary>
internal static class WebHost
{
    // A snapshot or two. What waits in buffers is old when it comes out, and a page must never take it for new.
    private const int Buffer = 16 * 1024;

    // Enough for every stream and a few people who press STOP.
    private const int MostConnections = 1_000;

    private const string ToDo = "Choose another address with --panel, or leave the panel out with --no-panel; Mother beats all the same.";

    public static WebApplication Build(IPAddress address, int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = endPoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            socket.SendBufferSize = Buffer;
            return socket;
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Answers.LongestBody;
            kestrel.Limits.MaxResponseBufferSize = Buffer;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(address, port);
        });
        var web = builder.Build();
        web.Run(answer);
        return web;
    }

    public static PanelStartException NotOurs(PanelAddress address) => new($"The panel cannot be shown at {address.Host}: this name stands for no address of this machine.", ToDo);

    public static PanelStartException Explain(IPAddress address, int port, Exception exception)
    {
        var inner = exception;
        while (inner is not null and not SocketException)
            inner = inner.InnerException;
        var isTaken = exception.InnerException?.GetType().Name == "AddressInUseException" || inner is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
        return isTaken
            ? new($"The panel cannot be shown: TCP port {port} is taken, perhaps by another Mother's panel.", ToDo, exception)
            : new($"The panel cannot be shown at {address}, port {port}: {(inner ?? exception).Message}", ToDo, exception);
    }

    /// <summary>When the program ends is the program's own business.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
