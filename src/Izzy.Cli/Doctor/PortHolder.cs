using System.Globalization;

namespace Izzy.Cli.Doctor;

/// <summary>Which process has a port, as far as Linux tells. A process of somebody else tells its files to root alone.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Command">How it was started.</param>
internal sealed record PortHolder(int Process, string Command)
{
    /// <summary>Whether it is this command itself, however it was started.</summary>
    public bool IsIzzy => Command.Split(' ') is [var program, .. var arguments]
        && (Path.GetFileName(program) == "izzy" || (Path.GetFileName(program) == "dotnet" && arguments is [var assembly, ..] && Path.GetFileName(assembly) == "izzy.dll"));

    /// <summary>
    /// Program and subcommand. What follows may be anybody's secret, and a finding is shown to others: <c>--panel-token</c> is one.
    /// </summary>
    public override string ToString() => $"'{Shown}' (process {Process})";

    private string Shown => Command.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        // A script's name says more than that of what runs it; an izzy.dll has its subcommand behind it.
        [var program, var assembly, var word, ..] when Path.GetFileName(program) == "dotnet" && !IsOption(assembly) && !IsOption(word) => $"{program} {assembly} {word}",
        [var program, "-m", var module, ..] => $"{program} -m {module}",
        [var program, var word, ..] when !IsOption(word) => $"{program} {word}",
        [var program, ..] => program,
        _ => "?",
    };

    private static bool IsOption(string word) => word.StartsWith('-');

    /// <summary>The numbers of the sockets that have a local port, in a table such as <c>/proc/net/udp</c>. Pure.</summary>
    /// <param name="table">The table.</param>
    /// <param name="port">The port.</param>
    /// <param name="state">The state as the table writes it: <c>0A</c> for a TCP socket that listens; null for any.</param>
    public static IEnumerable<long> SocketsAt(IEnumerable<string> table, int port, string? state)
    {
        foreach (var line in table.Skip(1))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 9
                && words[1].Split(':') is [_, var local]
                && int.TryParse(local, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
                && number == port
                && (state is null || words[3] == state)
                && long.TryParse(words[9], CultureInfo.InvariantCulture, out var socket))
            {
                yield return socket;
            }
        }
    }

    /// <summary>Who has a port, where that can be seen.</summary>
    public static PortHolder? Find(bool tcp, int port)
    {
        var sockets = SocketsAt(tcp, port).Select(number => $"socket:[{number}]").ToHashSet();
        return sockets.Count == 0 ? null : Owner(sockets);
    }

    /// <summary>Whether anybody has a port. It is read, not tried: to take it for a moment could keep a client from starting.</summary>
    public static bool IsTaken(bool tcp, int port) => SocketsAt(tcp, port).Any();

    private static IEnumerable<long> SocketsAt(bool tcp, int port)
    {
        var kind = tcp ? "tcp" : "udp";
        return new[] { $"/proc/net/{kind}", $"/proc/net/{kind}6" }
            .Where(File.Exists)
            .SelectMany(path => SocketsAt(File.ReadLines(path), port, tcp ? "0A" : null));
    }

    private static PortHolder? Owner(HashSet<string> sockets)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var process) && Has(directory, sockets))
                return new PortHolder(process, CommandLineOf(directory));
        }

        return null;
    }

    private static bool Has(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            var line = File.ReadAllText($"{process}/cmdline").TrimEnd('\0').Replace('\0', ' ');
            return line.Length > 0 ? line : File.ReadAllText($"{process}/comm").Trim();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}
