using System.Text.RegularExpressions;

namespace Izzy.Cli.Tests.Documents;

/// <summary>
/// <c>docs/safety.md</c> names the tests that prove each rule. A rule without an existing test on either side, or a test that is
/// named and does not exist, is skipped or may be one of two, is a promise without proof.
/// </summary>
public sealed partial class SafetyDocumentTests
{
    private static readonly string s_document = Repository.Read("docs/safety.md");

    // The classes of the tests of each name.
    private static readonly ILookup<string, string> s_tests =
        Repository.Files("tests", "*.cs").SelectMany(TestsOf).ToLookup(test => test.Name, test => test.Class);

    public static TheoryData<string> Rules => [.. Enumerable.Range(1, 20).Select(number => $"S{number}")];

    public static TheoryData<int> Items => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_has_existing_tests_on_either_side(string rule)
    {
        var row = Assert.Single(s_document.Split('\n'), line => line.StartsWith($"| {rule} |", StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal(6, cells.Length);
        Assert.NotEmpty(cells[2]);
        var (positive, negative) = (NamedIn(cells[3]), NamedIn(cells[4]));
        Assert.NotEmpty(positive);
        Assert.NotEmpty(negative);
        // What shows both shows neither by name.
        Assert.Equal(positive.Count + negative.Count, positive.Concat(negative).Distinct().Count());
        Assert.All(positive.Concat(negative), AssertIsOneTest);
    }

    [Fact]
    public void There_is_no_other_rule_and_none_twice() =>
        Assert.Equal(Rules.Count, RuleRow().Count(s_document));

    [Theory]
    [MemberData(nameof(Items))]
    public void Every_item_of_the_list_has_a_test_in_either_layer_or_says_why_it_has_none(int item)
    {
        var chapter = Chapter("## What was measured");
        var row = Assert.Single(chapter.Split('\n'), line => line.StartsWith($"| {item} |", StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal(6, cells.Length);
        foreach (var cell in cells[3..5])
            Assert.True(NamedIn(cell).Count > 0 || Reason().IsMatch(cell), $"Item {item} has neither a test nor a reason: '{cell}'");
        Assert.NotEmpty(NamedIn(cells[3] + cells[4]));
    }

    [Theory]
    [InlineData("corruption")]
    [InlineData("unintended repetition")]
    [InlineData("incorrect sequence")]
    [InlineData("loss")]
    [InlineData("unacceptable delay")]
    [InlineData("insertion")]
    [InlineData("masquerade")]
    [InlineData("addressing")]
    public void Every_error_of_communication_has_its_row_and_its_tests_in_either_mode(string error)
    {
        var rows = Chapter("## Errors of communication").Split('\n');
        var row = Assert.Single(rows, line => line.StartsWith($"| {error} |", StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal(8, cells.Length);
        foreach (var cell in (string[])[cells[3], cells[6]])
            Assert.NotEmpty(NamedIn(cell));
    }

    [Fact]
    public void Every_thread_stands_among_what_can_fail()
    {
        var chapter = Chapter("## What can fail");
        foreach (var file in Repository.Files("src", "*.cs"))
        {
            var code = File.ReadAllText(file);
            var named = ThreadName().Matches(code);
            Assert.All(named, thread => Assert.Contains($"`{thread.Groups["name"].Value}`", chapter, StringComparison.Ordinal));
            // The two shells are given a name by whoever makes one. A thread without a name would be missed here.
            if (Path.GetFileNameWithoutExtension(file) is not ("StepThread" or "EventPump"))
                Assert.True(named.Count == ThreadMade().Count(code), $"{file} makes a thread without a name.");
        }
    }

    [Theory]
    [InlineData("docs/safety.md")]
    [InlineData("docs/architecture.md")]
    public void Every_test_that_a_document_names_exists_once_and_is_run(string path)
    {
        var named = NamedIn(Repository.Read(path));

        Assert.NotEmpty(named);
        Assert.All(named.Distinct(), AssertIsOneTest);
    }

    /// <summary>Of two tests of one name, one may go and nobody would see it: such are named with their class.</summary>
    private static void AssertIsOneTest(string named)
    {
        var parts = named.Split('.');
        var classes = s_tests[parts[^1]].Where(name => parts.Length == 1 || name == parts[0]).ToList();
        Assert.True(classes.Count == 1, $"{named} is a test of {(classes.Count == 0 ? "nobody" : string.Join(", ", classes))}.");
    }

    private static List<string> NamedIn(string text) => [.. TestName().Matches(text).Select(name => name.Groups[1].Value)];

    /// <summary>From its heading to the next of the same kind.</summary>
    private static string Chapter(string heading)
    {
        var rest = s_document[s_document.IndexOf(heading, StringComparison.Ordinal)..];
        var end = rest.IndexOf("\n## ", StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }

    private static IEnumerable<(string Name, string Class)> TestsOf(string file)
    {
        var code = File.ReadAllText(file);
        var classes = ClassName().Matches(code);
        foreach (Match test in TestMethod().Matches(code))
            yield return (test.Groups["name"].Value, classes.Last(type => type.Index < test.Index).Groups["name"].Value);
    }

    /// <summary>
    /// Names of tests are sentences: nothing else in a document has two underscores. Where two have one name, the class stands before it.
    /// </summary>
    [GeneratedRegex(@"`((?:[A-Za-z0-9]+\.)?[A-Za-z0-9]+(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();

    /// <summary>A dash and some words: an empty cell is no reason.</summary>
    [GeneratedRegex("^— (?:[^ ]+ ?){5,}$")]
    private static partial Regex Reason();

    [GeneratedRegex(@"^\| S\d+ \|", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"^(?:public|internal) (?:\w+ )*class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex ClassName();

    /// <summary>A test that is not skipped always: an attribute that runs it, perhaps others, and its method.</summary>
    [GeneratedRegex(@"\[(?:Fact|Theory)(?:\((?![^\]]*Skip *=)[^\]]*\))?\]\s*(?:\[[^\n]*\]\s*)*public (?:async )?(?:void|Task) (?<name>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"new (?:Thread\(|StepThread\(|EventPump\()")]
    private static partial Regex ThreadMade();

    [GeneratedRegex(@"new (?:Thread\([^\n]*\bName = |StepThread\(|EventPump\()""(?<name>[^""]+)""")]
    private static partial Regex ThreadName();
}
