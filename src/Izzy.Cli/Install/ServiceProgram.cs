using Izzy.Cli.Text;

namespace Izzy.Cli.Install;

/// <summary>Which program file a service is to run, and whether it can.</summary>
internal static class ServiceProgram
{
    // Hidden from the service: homes belong to people.
    private static readonly string[] s_hidden = ["/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/"];

    /// <summary>The program with what comes before its arguments: this one, or the one that was named.</summary>
    /// <param name="named">What was named, or null.</param>
    /// <exception cref="CommandException">It is no absolute path, or has letters that would have to be quoted.</exception>
    public static IReadOnlyList<string> Find(string? named)
    {
        var program = named is null ? ThisProgram.Words : [named];
        foreach (var path in program)
        {
            if (!path.StartsWith('/') || !path.All(c => char.IsAsciiLetterOrDigit(c) || "/._+-".Contains(c, StringComparison.Ordinal)))
                throw new CommandException(new Problem($"{Cells.Quote(path)} is no path that a unit can have.", "Put izzy where the path has letters, digits and . _ + - alone, such as /opt/izzy/izzy, and name it by --program."));
        }

        return program;
    }

    /// <summary>Whether a service sees nothing at this path.</summary>
    public static bool IsHidden(string path) => s_hidden.Any(hidden => path.StartsWith(hidden, StringComparison.Ordinal));

    /// <summary>What is wrong with it for a service on this machine, or null.</summary>
    public static Problem? Check(IReadOnlyList<string> program)
    {
        if (program.FirstOrDefault(IsHidden) is { } hidden)
            return new Problem($"{hidden} cannot be seen by a service: it is in somebody's home, or in a place for what does not last.", "Copy the published program to /opt/izzy, and name it by --program /opt/izzy/izzy.");
        if (program.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            return new Problem($"There is no program {missing}.", "Copy the published program there first, or name another one by --program.");
        return program.FirstOrDefault(FileCapabilities.Has) is { } raised
            ? new Problem($"{raised} has capabilities of its own (setcap), and a service without any cannot start it.", $"Take them off by: sudo setcap -r {raised}. For 'izzy monitor' use sudo.")
            : null;
    }
}
