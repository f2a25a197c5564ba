using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Izzy.Heartbeat.Hosting.Health;

/// <summary>
/// How Mother does, in the words of health checks; the same decisions as the panel's <c>/healthz</c>. Pure. What a new start of her would
/// not mend is degraded: an IZZY that is missing or speaks without her key, a network that is down. A Mother who is stopped is healthy.
/// </summary>
internal static class MotherHealth
{
    private const string Stuck = "A part of Mother stands still or ended, so what she knows is old. Use the wired button, then start her again.";

    public static HealthCheckResult Beat(bool isAlive, long beats, TimeSpan lateness) => isAlive
        ? HealthCheckResult.Healthy("Both threads make progress.", new Dictionary<string, object> { ["beats"] = beats, ["latenessMs"] = lateness.TotalMilliseconds })
        : HealthCheckResult.Unhealthy(Stuck);

    /// <param name="threadsRun">The port is taken at her making; that both threads run says that it is still hers.</param>
    /// <param name="hasWayOut">Whether beats reach somebody.</param>
    public static HealthCheckResult Sockets(bool threadsRun, bool hasWayOut) =>
        !threadsRun ? HealthCheckResult.Unhealthy("One of Mother's threads ended. Start her again.")
        : !hasWayOut ? HealthCheckResult.Degraded("Beats reach no other machine. Check the cable, the Wi-Fi, and the interfaces or addresses that were given.")
        : HealthCheckResult.Healthy("The port is taken and beats go out.");

    /// <param name="isAlive">Whether she makes progress. If she does not, she is not asked: the answer might never come.</param>
    /// <param name="izzies">Asks her.</param>
    public static HealthCheckResult Fleet(bool isAlive, Func<IReadOnlyList<IzzyInfo>> izzies)
    {
        if (!isAlive)
            return HealthCheckResult.Unhealthy(Stuck);
        var all = izzies();
        var attendance = Attendance.Of(all);
        var (absent, unverified) = (attendance.Absent.Length, attendance.Unverified.Length);
        var data = new Dictionary<string, object>
        {
            ["known"] = all.Count,
            ["absent"] = attendance.Absent,
            ["unverified"] = attendance.Unverified,
        };
        if (attendance.IsFull)
            return HealthCheckResult.Healthy("Everyone expected or known is here.", data);
        var gone = absent == 0 ? "" : $"{absent} of {all.Count} missing or lost. Check their power, the Wi-Fi and firewalls.";
        var unproven = unverified == 0 ? "" : $"{unverified} of {all.Count} without her key. Start them with the venue's key file, or find out who sends.";
        return HealthCheckResult.Degraded(string.Join(' ', new[] { gone, unproven }.Where(text => text.Length > 0)), data: data);
    }
}
