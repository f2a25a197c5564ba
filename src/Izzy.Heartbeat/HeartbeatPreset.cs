using System.Diagnostics.CodeAnalysis;

namespace Izzy.Heartbeat;

/// <summary>
/// A beat period and the limit that goes with it: T = (N + ½) P, so that jitter does not decide whether the Nth missed beat
/// stops a robot. The same preset belongs on both sides.
/// </summary>
/// <param name="Name">As <c>--preset</c> takes it.</param>
/// <param name="Interval">P, the beat period.</param>
/// <param name="Limit">T, the longest silence that an IZZY tolerates. At 1 m/s it is metres of travel before braking starts.</param>
/// <param name="VerifiedInterval">
/// P of verified mode, with the same limit. There a beat is as old as the challenge that it answers, which was sent one beat earlier, and a lost
/// answer counts like a lost beat: only a shorter period stops a robot falsely as seldom.
/// </param>
public sealed record HeartbeatPreset(string Name, TimeSpan Interval, TimeSpan Limit, TimeSpan VerifiedInterval)
{
    internal const double LeastBeats = 1.5;
    internal const double LeastVerifiedBeats = 2.5;

    /// <summary>
    /// 90 ms (verified 60 ms) and 500 ms, for moves near people. A plain reference client answers at most ten beats a second, so it falls behind.
    /// </summary>
    public static HeartbeatPreset Show { get; } = new("show", TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(60));

    /// <summary>180 ms (verified 120 ms) and 1 s: the default.</summary>
    public static HeartbeatPreset Rehearsal { get; } = new("rehearsal", TimeSpan.FromMilliseconds(180), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(120));

    /// <summary>1 s (verified 540 ms) and 3.5 s: the period of the published package.</summary>
    public static HeartbeatPreset Reference { get; } = new("reference", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3.5), TimeSpan.FromMilliseconds(540));

    /// <summary>All presets.</summary>
    public static IReadOnlyList<HeartbeatPreset> All { get; } = [Show, Rehearsal, Reference];

    /// <summary>Finds a preset by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out HeartbeatPreset? preset)
    {
        preset = All.FirstOrDefault(known => known.Name == name);
        return preset is not null;
    }

    /// <summary>Whether a limit leaves room for at least one lost beat and jitter: T ≥ 1.5 P.</summary>
    public static bool Fits(TimeSpan limit, TimeSpan interval) => limit >= LeastBeats * interval;

    /// <summary>
    /// The same in verified mode: T ≥ 2.5 P. A beat that was heard is one period old by then, so that this is what leaves room for a lost beat or a
    /// lost answer.
    /// </summary>
    public static bool FitsVerified(TimeSpan limit, TimeSpan interval) => limit >= LeastVerifiedBeats * interval;

    /// <summary>The beat period for a mode.</summary>
    /// <param name="verified">Whether there is a key.</param>
    internal TimeSpan IntervalFor(bool verified) => verified ? VerifiedInterval : Interval;
}
