using System.Diagnostics.CodeAnalysis;

namespace Izzy.Heartbeat;

/// <summary>
/// A beat period and the limit that goes with it: T = (N + ½) P, so that jitter does not decide whether the Nth missed beat
/// stops a robot. The same preset belongs on both sides.
/// </summary>
/// <param name="Name">As <c>--preset</c> takes it.</param>
/// <param name="Interval">P, the beat period.</param>
/// <param name="Limit">T, the longest silence that an IZZY tolerates. At 1 m/s it is metres of travel before braking starts.</param>
public sealed record HeartbeatPreset(string Name, TimeSpan Interval, TimeSpan Limit)
{
    /// <summary>
    /// 90 ms and 500 ms, for moves near people. A plain reference client answers at most ten beats a second, so it falls behind.
    /// </summary>
    public static HeartbeatPreset Show { get; } = new("show", TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(500));

    /// <summary>180 ms and 1 s: the default.</summary>
    public static HeartbeatPreset Rehearsal { get; } = new("rehearsal", TimeSpan.FromMilliseconds(180), TimeSpan.FromSeconds(1));

    /// <summary>1 s and 3.5 s: the period of the published package.</summary>
    public static HeartbeatPreset Reference { get; } = new("reference", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3.5));

    /// <summary>All presets.</summary>
    public static IReadOnlyList<HeartbeatPreset> All { get; } = [Show, Rehearsal, Reference];

    /// <summary>Finds a preset by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out HeartbeatPreset? preset)
    {
        preset = All.FirstOrDefault(known => known.Name == name);
        return preset is not null;
    }

    /// <summary>Whether a limit leaves room for at least one lost beat and jitter: T ≥ 1.5 P.</summary>
    public static bool Fits(TimeSpan limit, TimeSpan interval) => limit >= 1.5 * interval;
}
