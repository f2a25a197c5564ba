using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Izzy.Heartbeat.Tests;

/// <summary>What the house looks like from outside and within. <c>docs/architecture.md</c> tells why.</summary>
public partial class ArchitectureTests
{
    private const int MostPublicTypes = 30;
    private const int MostLines = 400;

    // What each part of the library may use. The root namespace, "", may use everything.
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Time"] = [],
        ["Protocol"] = [],
        ["State"] = ["Protocol"],
        ["Safety"] = ["Protocol", "Time"],
        ["Transport"] = ["Protocol", "Time"],
        ["Events"] = ["Protocol", "Safety", "Time"],
        ["Threads"] = ["Protocol", "Safety", "State", "Time", "Transport"],
        [""] = ["Protocol", "Safety", "State", "Threads", "Time", "Transport"],
    };

    [Fact]
    public void The_public_types_are_those_approved_and_at_most_thirty()
    {
        var types = typeof(Mother).Assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.FullName!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(File.ReadAllLines(Path.Combine(Root(), "tests", "Izzy.Heartbeat.Tests", "PublicTypes.approved.txt")), types);
        Assert.InRange(types.Count, 1, MostPublicTypes);
    }

    [Fact]
    public void Imports_run_upwards_only()
    {
        var wrong = new List<string>();
        foreach (var (name, lines) in Library())
        {
            var part = name.Contains('/', StringComparison.Ordinal) ? name[..name.IndexOf('/', StringComparison.Ordinal)] : "";
            foreach (var used in lines.Select(line => Import().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value))
            {
                if (used != part && !s_mayUse[part].Contains(used))
                    wrong.Add($"{name} uses {used}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_part_of_the_library_has_its_rule() =>
        Assert.Equal(s_mayUse.Keys.Order(), Library().Select(file => Path.GetDirectoryName(file.Name)!).Distinct().Order());

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines() =>
        Assert.Empty(Files(Path.Combine(Root(), "src")).Where(file => file.Lines.Length > MostLines).Select(file => $"{file.Name}: {file.Lines.Length}"));

    [Fact]
    public void Wall_clocks_and_sleeps_are_in_the_system_clock_alone()
    {
        var found = Library().Where(file => file.Lines.Any(line => Banned().IsMatch(line))).Select(file => file.Name);
        Assert.Equal(["Time/SystemClock.cs"], found);
    }

    [Fact]
    public void Every_log_event_has_an_id_of_its_own()
    {
        var others = Files(Path.Combine(Root(), "src")).SelectMany(file => file.Lines).Select(line => LogEvent().Match(line)).Where(match => match.Success);
        var ids = EventLog.Numbers.Values.Select(number => number.Id).Concat(others.Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_event_has_its_number_in_the_log() => Assert.Equal(
        typeof(HeartbeatEvent).GetNestedTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(HeartbeatEvent))).Select(type => type.Name).Order(),
        EventLog.Numbers.Keys.Select(type => type.Name).Order());

    private static List<(string Name, string[] Lines)> Library() => Files(Path.Combine(Root(), "src", "Izzy.Heartbeat"));

    private static List<(string Name, string[] Lines)> Files(string directory)
    {
        var files = Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(directory, path).Replace('\\', '/'), Path: path))
            .Where(file => !file.Name.Split('/').Any(part => part is "obj" or "bin"))
            .Select(file => (file.Name, File.ReadAllLines(file.Path)))
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?Izzy\.Heartbeat\.(\w+)[.;]")]
    private static partial Regex Import();

    [GeneratedRegex(@"\bDateTime(?:Offset)?\.(?:Utc)?Now\b|\bDateTime\.Today\b|\bThread\.Sleep\b|\bTask\.Delay\b")]
    private static partial Regex Banned();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex LogEvent();
}
