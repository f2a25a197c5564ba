namespace Izzy.Heartbeat.Hosting.Health;

/// <summary>
/// Who keeps Mother from being ready without any fault of hers: one decision for the health checks and for the panel's <c>/healthz</c>. Pure.
/// </summary>
/// <param name="Absent">The names of those that are missing or lost, in order.</param>
/// <param name="Unverified">The names of those that are here and speak without Mother's key, in order; none in plain mode.</param>
internal sealed record Attendance(string[] Absent, string[] Unverified)
{
    /// <summary>Whether everyone expected or known is here, and proven to be it where a proof is asked for.</summary>
    public bool IsFull => Absent.Length == 0 && Unverified.Length == 0;

    public static Attendance Of(IReadOnlyList<IzzyInfo> izzies) => new(
        Names(izzies.Where(izzy => izzy.IsAbsent)),
        // It is here, and nothing that it says is proven.
        Names(izzies.Where(izzy => izzy.IsVerified == false && !izzy.IsAbsent)));

    private static string[] Names(IEnumerable<IzzyInfo> izzies) => [.. izzies.Select(izzy => izzy.Name).Order(StringComparer.Ordinal)];
}
