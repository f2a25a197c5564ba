using System.Diagnostics.Metrics;

namespace Izzy.Heartbeat.Hosting;

/// <summary>The meter of Mother and of IZZYs. <c>docs/hosting.md</c> lists its instruments.</summary>
public static class HeartbeatMeter
{
    /// <summary>Its name, for whoever collects: <c>AddMeter(HeartbeatMeter.Name)</c>.</summary>
    public const string Name = "Izzy.Heartbeat";

    internal static Meter Make() => new(Name, typeof(Mother).Assembly.GetName().Version?.ToString(3));
}
