using Izzy.Heartbeat.Hosting.Metrics;
using Microsoft.Extensions.Hosting;

namespace Izzy.Heartbeat.Hosting.Services;

/// <summary>
/// Starts the IZZY with the host. When the host is asked to stop the robot stops, and says so, before any service is stopped.
/// </summary>
internal sealed class IzzyClientService(IzzyClient izzy, IzzyClientMetrics metrics, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // It subscribed at its making, before the first event.
        metrics.Start();
        izzy.Start();
        // Signals come by here, before any service is stopped. StoppingAsync alone stands behind services that were added later.
        lifetime.ApplicationStopping.Register(izzy.Dispose);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        izzy.Dispose();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
