using Microsoft.Extensions.Hosting;

namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>Tells the service manager of what a host runs, where there is one that wants to know. Everything was started by then.</summary>
internal sealed class SystemdService(IEnumerable<WatchedSide> sides, IHostApplicationLifetime lifetime) : IHostedLifecycleService, IDisposable
{
    private ServiceKeeper? _keeper;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _keeper = ServiceKeeper.Start(NotifyVariables.Take(), [.. sides]);
        // The sides leave then, and a manager who was not told would take that for a hang.
        lifetime.ApplicationStopping.Register(Dispose);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _keeper?.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
