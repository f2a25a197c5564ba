namespace Izzy.Bench.Measure;

/// <summary>How much is measured: everything, or just enough to see that each bench works.</summary>
/// <param name="IsSmoke">Whether it is the short one.</param>
/// <param name="DriftFor">How long the beat is watched for drift, beyond the time in which its lateness is measured.</param>
internal sealed record Scope(bool IsSmoke, TimeSpan DriftFor)
{
    public int Times(int full, int smoke) => IsSmoke ? smoke : full;

    public TimeSpan Seconds(double full, double smoke) => TimeSpan.FromSeconds(IsSmoke ? smoke : full);
}
