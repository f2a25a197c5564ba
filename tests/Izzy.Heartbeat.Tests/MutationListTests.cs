using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Izzy.Heartbeat.Tests;

/// <summary>Holds the list of constants of <c>tools/mutation-check.sh</c> to the code, so that it does not rot between two runs.</summary>
public partial class MutationListTests
{
    private static readonly string s_safety = Path.Combine(Root(), "src", "Izzy.Heartbeat", "Safety");

    private static readonly List<Entry> s_list = Read();

    [Fact]
    public void What_is_to_be_changed_stands_in_its_file_once_and_becomes_something_else()
    {
        Assert.NotEmpty(s_list);
        var wrong = s_list.Where(entry => Text(entry.File).Split(entry.From).Length != 2 || entry.From == entry.To);
        Assert.Empty(wrong.Select(entry => $"{entry.File}: '{entry.From}'"));
    }

    [Fact]
    public void Nothing_is_listed_twice_and_what_is_not_tried_says_why()
    {
        Assert.Equal(s_list.Distinct(), s_list);
        Assert.All(s_list, entry => Assert.True(entry.Why is null or { Length: > 10 }, $"{entry.File}: '{entry.From}'"));
    }

    [Fact]
    public void Every_number_of_the_decision_is_on_the_list()
    {
        var missing = new List<string>();
        foreach (var file in Directory.EnumerateFiles(s_safety, "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)))
        {
            var code = Text(file);
            foreach (var entry in s_list.Where(entry => entry.File == file))
                code = code.Replace(entry.From, "", StringComparison.Ordinal);
            var lines = code.Split('\n').Where(line => Number().IsMatch(Harmless().Replace(line, "")));
            missing.AddRange(lines.Select(line => $"{file}: {line.Trim()}"));
        }

        Assert.Empty(missing);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(s_safety, $"{file}.cs"));

    private static List<Entry> Read()
    {
        var script = File.ReadAllLines(Path.Combine(Root(), "tools", "mutation-check.sh"));
        var list = script.SkipWhile(line => line != "constants='").Skip(1).TakeWhile(line => line != "'");
        return [.. list.Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(parts => new Entry(parts[0], parts[1], parts[2], parts.ElementAtOrDefault(3)))];
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"(?<![\w.])\d")]
    private static partial Regex Number();

    // Comments, nothing, and the counting of one: that there is 0 rather than something else is changed by Stryker.
    [GeneratedRegex(@"//.*|(?<![\w.])0(?![\w.])|\? 1 : 0|\? 0 : 1")]
    private static partial Regex Harmless();

    private sealed record Entry(string File, string From, string To, string? Why);
}
