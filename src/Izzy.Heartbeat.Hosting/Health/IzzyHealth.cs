using Izzy.Heartbeat.Protocol;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Izzy.Heartbeat.Hosting.Health;

/// <summary>How an IZZY does, in the words of health checks. Pure. One that stands stopped while its Mother is heard is healthy: it waits for its reset.</summary>
internal static class IzzyHealth
{
    private const string Stuck = "A thread that stops this IZZY stands still or ended. It is not permitted; start the program again.";

    public static HealthCheckResult Threads(bool isAlive) => isAlive ? HealthCheckResult.Healthy("The watchdog and the listener make progress.") : HealthCheckResult.Unhealthy(Stuck);

    /// <param name="isAlive">Whether it makes progress. If it does not, it is not asked: the answer might never come.</param>
    /// <param name="mother">Asks how it sees Mother.</param>
    public static HealthCheckResult Connection(bool isAlive, Func<MotherStatus> mother) => !isAlive
        ? HealthCheckResult.Unhealthy(Stuck)
        : mother() switch
        {
            MotherStatus.Connected => HealthCheckResult.Healthy("Mother is heard."),
            MotherStatus.Missing => HealthCheckResult.Degraded("Mother was heard, and is silent or stopped. Look at her, then check the Wi-Fi."),
            _ => HealthCheckResult.Degraded("No Mother was ever heard. Is she beating? Check the network and the firewall."),
        };
}
