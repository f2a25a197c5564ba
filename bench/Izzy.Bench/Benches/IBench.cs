using Izzy.Bench.Measure;

namespace Izzy.Bench.Benches;

/// <summary>Something to measure.</summary>
internal interface IBench
{
    /// <summary>What it is called by on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string About { get; }

    IEnumerable<Figure> Run(Scope scope);
}
