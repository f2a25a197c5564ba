namespace Izzy.Cli.Text;

/// <summary>What a person is told when something cannot be done: both are single lines, harmless for a terminal.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Problem(string What, string Remedy)
{
    /// <summary>The same, with the place that it came from before it: a flag, a variable, a key of a file.</summary>
    public Problem At(string source) => this with { What = $"{source}: {What}" };

    /// <summary>Both on one line, where there is room for one only.</summary>
    public override string ToString() => $"{What} {Remedy}";
}
