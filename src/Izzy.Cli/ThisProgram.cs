namespace Izzy.Cli;

/// <summary>How this program is started again.</summary>
internal static class ThisProgram
{
    /// <summary>
    /// The program file, and what comes before its arguments: started as <c>dotnet izzy.dll</c>, the process is dotnet and needs to be told which
    /// program.
    /// </summary>
    public static IReadOnlyList<string> Words { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(ThisProgram).Assembly.Location]
        : [Environment.ProcessPath!];
}
