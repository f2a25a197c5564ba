using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Safety;
using Izzy.Network.Tests.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Izzy.Network.Tests.Hosting;

/// <summary>Hosts with Mother and with an IZZY, on real sockets of loopback.</summary>
public sealed class HostTests : IDisposable
{
    private readonly Rig _rig = new();
    private readonly Lines _log = new();
    private readonly List<IHost> _hosts = [];
    private readonly BlockingCollection<StopCause> _stops = [];

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _stops.Dispose();
        _log.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_host_that_stops_stops_the_robots_before_its_other_services()
    {
        using var slow = new SlowService();
        var mother = Host(MotherSettings(), (services, section) => services.AddHostedService(_ => slow).AddMother(section));
        var robot = Robot();
        await mother.StartAsync(TestContext.Current.CancellationToken);
        await robot.StartAsync(TestContext.Current.CancellationToken);
        var izzy = robot.Services.GetRequiredService<IzzyClient>();
        Permit(izzy);

        var leaving = mother.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(_stops.TryTake(out var cause, IzzyProcess.Patience));
        Assert.Equal(StopCause.StopReceived, cause);
        Assert.False(izzy.Permit.IsValid);
        // The other service is still at it.
        Assert.False(leaving.IsCompleted);
        slow.Finish();
        await leaving;
    }

    [Fact]
    public async Task A_robots_host_that_stops_runs_the_stop_action_with_its_services_and_tells_Mother()
    {
        var mother = Host(MotherSettings(), (services, section) => services.AddMother(section).AddHealthChecks().AddMother());
        var robot = Robot();
        await mother.StartAsync(TestContext.Current.CancellationToken);
        await robot.StartAsync(TestContext.Current.CancellationToken);
        Permit(robot.Services.GetRequiredService<IzzyClient>());
        await robot.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(_stops.TryTake(out var cause, IzzyProcess.Patience));
        Assert.Equal(StopCause.LocalStop, cause);
        var known = mother.Services.GetRequiredService<Mother>();
        Until(() => known.Izzies.Any(each => each is { Name: "sofa", State.Status: Heartbeat.Protocol.IzzyStatus.Estop }));
    }

    [Fact]
    public async Task A_host_that_fails_at_its_start_and_is_disposed_cuts_the_drive_of_a_robot_that_was_permitted()
    {
        var mother = Host(MotherSettings(), (services, section) => services.AddMother(section));
        await mother.StartAsync(TestContext.Current.CancellationToken);
        Motors? motors = null;
        var robot = Host(RobotSettings(), (services, section) => services
            .AddSingleton<Motors>()
            .AddIzzyClient(section, stopAction: provider =>
            {
                motors = provider.GetRequiredService<Motors>();
                return _ => motors.Off();
            })
            .AddHostedService(provider => new FailingService(() => Permit(provider.GetRequiredService<IzzyClient>()))));

        await Assert.ThrowsAsync<FailingService.Failure>(() => robot.StartAsync(TestContext.Current.CancellationToken));
        Assert.False(motors!.WereCut);
        robot.Dispose();
        Assert.True(motors.WereCut);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_that_was_added_later_and_is_slow_to_hear_of_the_end_holds_up_no_stop(bool ofTheRobot)
    {
        using var slow = new SlowToHear();
        var mother = Host(MotherSettings(), (services, section) => services.AddMother(section).AddHostedService(_ => slow));
        var robot = Host(RobotSettings(), (services, section) => services.AddIzzyClient(section, stopAction: _ => _stops.Add).AddHostedService(_ => slow));
        await mother.StartAsync(TestContext.Current.CancellationToken);
        await robot.StartAsync(TestContext.Current.CancellationToken);
        var izzy = robot.Services.GetRequiredService<IzzyClient>();
        Permit(izzy);

        var host = ofTheRobot ? robot : mother;
        var leaving = host.WaitForShutdownAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.True(_stops.TryTake(out var cause, IzzyProcess.Patience));
        Assert.Equal(ofTheRobot ? StopCause.LocalStop : StopCause.StopReceived, cause);
        Assert.False(izzy.Permit.IsValid);
        Assert.False(leaving.IsCompleted);
        slow.Finish();
        await leaving;
    }

    [Fact]
    public async Task Health_follows_what_really_is()
    {
        var host = Host(MotherSettings(("Expected", "sofa,wagon")), (services, section) => services.AddMother(section).AddHealthChecks().AddMother());
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var robot = Robot();
        await robot.StartAsync(TestContext.Current.CancellationToken);
        var mother = host.Services.GetRequiredService<Mother>();
        Until(() => mother.IsAlive && mother.Izzies.Any(izzy => izzy is { Name: "sofa", IsAbsent: false }));

        var report = await health.CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, report.Entries[HeartbeatHealth.MotherBeat].Status);
        Assert.Equal(HealthStatus.Healthy, report.Entries[HeartbeatHealth.MotherSockets].Status);
        Assert.Equal(HealthStatus.Degraded, report.Entries[HeartbeatHealth.MotherFleet].Status);
        Assert.Equal(["wagon"], (string[])report.Entries[HeartbeatHealth.MotherFleet].Data["absent"]);

        var ofRobot = robot.Services.GetRequiredService<HealthCheckService>();
        Until(() => robot.Services.GetRequiredService<IzzyClient>().MotherStatus == Heartbeat.Protocol.MotherStatus.Connected);
        Assert.Equal(HealthStatus.Healthy, (await ofRobot.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Until(() => ofRobot.CheckHealthAsync().GetAwaiter().GetResult().Entries[HeartbeatHealth.IzzyConnection].Status == HealthStatus.Degraded);
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Entries[HeartbeatHealth.MotherBeat].Status);
    }

    [Fact]
    public async Task Wrong_settings_end_the_start_with_all_that_is_wrong_and_nothing_is_taken()
    {
        var host = Host(MotherSettings(("Interval", "fast"), ("Intervall", "1s")), (services, section) => services.AddMother(section));
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, wrong.Failures.Count());
        Assert.All(wrong.Failures, failure => Assert.StartsWith("Izzy:Interval", failure, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_rig.State));
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_and_is_logged_with_what_to_do()
    {
        using var first = new Mother(new MotherOptions { StateDirectory = null, FromClientPort = _rig.FromClient, ToClientPort = _rig.ToClient, Targets = [new(IPAddress.Loopback, 0)] });
        var host = Host(MotherSettings(), (services, section) => services.AddMother(section));
        await Assert.ThrowsAsync<HeartbeatStartException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        var line = Assert.Single(_log.All, line => line.Level == LogLevel.Critical);
        Assert.Equal((401, "not-started"), (line.Id.Id, line.Id.Name));
        Assert.Contains($"{_rig.FromClient}", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_logged_with_numbers_of_their_own()
    {
        var host = Host(MotherSettings(), (services, section) => services.AddMother(section));
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<Mother>().Stop();
        Until(() => _log.All.Any(line => line.Id == new EventId(101, "stopped")));
        var stopped = _log.All.Single(line => line.Id.Id == 101);
        Assert.Equal((HeartbeatServices.LogCategory, LogLevel.Warning), (stopped.Category, stopped.Level));
        Assert.Contains("local-stop", stopped.Text, StringComparison.Ordinal);
        Assert.Contains(_log.All, line => line.Id == new EventId(301, "beating"));
    }

    private IHost Robot() => Host(
        RobotSettings(),
        (services, section) =>
        {
            services.AddSingleton(_stops).AddHealthChecks().AddIzzyClient();
            services.AddIzzyClient(section, stopAction: provider => provider.GetRequiredService<BlockingCollection<StopCause>>().Add);
        });

    private (string, string)[] MotherSettings(params (string, string)[] more) => [("Targets", "127.0.0.1"), .. Common(), .. more];

    private (string, string)[] RobotSettings() => [("Name", "sofa"), ("Limit", "1s"), ("LocalAddress", "127.0.0.1"), .. Common()];

    private (string, string)[] Common() => [("ToClientPort", $"{_rig.ToClient}"), ("FromClientPort", $"{_rig.FromClient}"), ("StateDirectory", _rig.State)];

    private IHost Host((string Key, string Value)[] settings, Action<IServiceCollection, IConfiguration> add)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create($"Izzy:{each.Key}", (string?)each.Value)));
        builder.Logging.AddProvider(_log);
        add(builder.Services, builder.Configuration.GetSection("Izzy"));
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }

    // As a patient person does: after a refusal, not again within a second.
    private static void Permit(IzzyClient izzy)
    {
        for (var attempt = 0; attempt < 15; attempt++)
        {
            Thread.Sleep(1100);
            if (izzy.Reset() is ResetRefusal.None or ResetRefusal.NotStopped)
                return;
        }

        Assert.Fail("It was not permitted.");
    }

    private static void Until(Func<bool> happened)
    {
        var until = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(until.Elapsed < IzzyProcess.Patience, "It did not come to pass.");
            Thread.Sleep(20);
        }
    }

    /// <summary>A service that takes its time to stop.</summary>
    private sealed class SlowService : IHostedService, IDisposable
    {
        private readonly TaskCompletionSource _finished = new();

        public void Finish() => _finished.TrySetResult();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => _finished.Task;

        public void Dispose() => Finish();
    }
    /// <summary>Motors that cannot be cut any more once they were disposed of.</summary>
    private sealed class Motors : IDisposable
    {
        private bool _disposed;

        public bool WereCut { get; private set; }

        public void Off()
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            WereCut = true;
        }

        public void Dispose() => _disposed = true;
    }

    /// <summary>A service that fails at its start, after it did something.</summary>
    private sealed class FailingService(Action before) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            before();
            throw new Failure();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public sealed class Failure : Exception;
    }

    /// <summary>A service that takes its time to hear that the host is about to stop.</summary>
    private sealed class SlowToHear : IHostedLifecycleService, IDisposable
    {
        private readonly TaskCompletionSource _finished = new();

        public void Finish() => _finished.TrySetResult();

        public Task StoppingAsync(CancellationToken cancellationToken) => _finished.Task;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => Finish();
    }
}
