using Izzy.Heartbeat.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Izzy.Heartbeat.Hosting;

/// <summary>Health checks of Mother and of an IZZY. <c>docs/hosting.md</c> says what each means.</summary>
public static class HeartbeatHealth
{
    /// <summary>Her beat makes progress; a tag <c>live</c> and one <c>ready</c> stand on it.</summary>
    public const string MotherBeat = "izzy-mother-beat";

    /// <summary>Her port is hers, and her beats reach somebody; tagged <c>ready</c>.</summary>
    public const string MotherSockets = "izzy-mother-sockets";

    /// <summary>Everyone expected or known is there; tagged <c>ready</c>.</summary>
    public const string MotherFleet = "izzy-mother-fleet";

    /// <summary>The threads that stop the IZZY make progress; tagged <c>live</c> and <c>ready</c>.</summary>
    public const string IzzyThreads = "izzy-client-threads";

    /// <summary>Mother is heard; tagged <c>ready</c>.</summary>
    public const string IzzyConnection = "izzy-client-connection";

    private static readonly string[] s_live = ["live", "ready"];
    private static readonly string[] s_ready = ["ready"];

    /// <summary>Adds the checks of the Mother that was added by <see cref="HeartbeatServices.AddMother"/>.</summary>
    public static IHealthChecksBuilder AddMother(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(Check<Mother>(MotherBeat, s_live, mother => MotherHealth.Beat(mother.IsAlive, mother.Beats, mother.BeatLateness)))
            .Add(Check<Mother>(MotherSockets, s_ready, mother => MotherHealth.Sockets(mother.Server.IsAlive && mother.Listener.IsAlive, mother.HasWayOut)))
            .Add(Check<Mother>(MotherFleet, s_ready, mother => MotherHealth.Fleet(mother.IsAlive, () => mother.Izzies)));
    }

    /// <summary>Adds the checks of the IZZY that was added by <see cref="HeartbeatServices.AddIzzyClient"/>.</summary>
    public static IHealthChecksBuilder AddIzzyClient(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(Check<IzzyClient>(IzzyThreads, s_live, izzy => IzzyHealth.Threads(izzy.IsAlive)))
            .Add(Check<IzzyClient>(IzzyConnection, s_ready, izzy => IzzyHealth.Connection(izzy.IsAlive, () => izzy.MotherStatus)));
    }

    private static HealthCheckRegistration Check<T>(string name, string[] tags, Func<T, HealthCheckResult> look)
        where T : notnull => new(name, provider => new LookCheck(() => look(provider.GetRequiredService<T>())), HealthStatus.Unhealthy, tags);

    private sealed class LookCheck(Func<HealthCheckResult> look) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(look());
    }
}
