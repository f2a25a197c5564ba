using Izzy.Heartbeat.Hosting.Metrics;
using Microsoft.Extensions.Hosting;

namespace Izzy.Heartbeat.Hosting.Services;

/// <summary>
/// Starts Mother with the host. When the host is asked to stop she leaves before any service is stopped: what others take their time
/// for must not be paid by a robot that still moves (rule S16).
/// </summary>
internal sealed class MotherService(Mother mother, MotherMetrics metrics, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // It subscribed at its making, before the first event.
        metrics.Start();
        mother.Start();
        // Signals come by here, before any service is stopped. StoppingAsync alone stands behind services that were added later.
        lifetime.ApplicationStopping.Register(mother.Dispose);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        mother.Dispose();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
