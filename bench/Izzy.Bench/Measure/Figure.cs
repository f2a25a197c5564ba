namespace Izzy.Bench.Measure;

/// <summary>One row of the report.</summary>
/// <param name="Bench">The name of the bench.</param>
/// <param name="What">What was measured, and of how many runs.</param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Floor">What the machine itself takes for the like of it, measured in the same run; null where there is none.</param>
/// <param name="Goal">What is wanted, in words; null where nothing is.</param>
/// <param name="IsMet">Whether it is so in this run; null where nothing is wanted.</param>
internal sealed record Figure(string Bench, string What, string Unit, double Ours, double? Floor = null, string? Goal = null, bool? IsMet = null)
{
    /// <summary>Percent of the machine that others had meanwhile; null where the system does not tell.</summary>
    public double? Others { get; init; }

    /// <summary>Ours as a multiple of the floor.</summary>
    public double? Ratio => Floor is { } floor && floor != 0 ? Ours / floor : null;

    /// <summary>The same row with a wish.</summary>
    public Figure Wanted(string goal, bool isMet) => this with { Goal = goal, IsMet = isMet };

    public Figure AtMost(double most) => Wanted(FormattableString.Invariant($"≤ {most} {Unit}"), Ours <= most);

    public Figure RatioAtMost(double most) => Wanted(FormattableString.Invariant($"≤ {most} × floor"), Ratio <= most);

    public Figure RatioAtLeast(double least) => Wanted(FormattableString.Invariant($"≥ {least} × floor"), Ratio >= least);
}
