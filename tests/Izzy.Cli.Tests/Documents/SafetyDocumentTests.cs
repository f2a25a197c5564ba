using System.Text.RegularExpressions;

namespace Izzy.Cli.Tests.Documents;

/// <summary>
/// <c>docs/safety.md</c> names the tests that prove each rule. A rule without an existing test on either side, or a test that is
/// named and does not exist or is skipped, is a promise without proof.
/// </summary>
public sealed partial class SafetyDocumentTests
{
    private static readonly string s_document = Repository.Read("docs/safety.md");

    private static readonly HashSet<string> s_tests = [.. Repository.Files("tests", "*.cs").SelectMany(file => TestMethod().Matches(File.ReadAllText(file))).Select(test => test.Groups["name"].Value)];

    public static TheoryData<string> Rules => [.. Enumerable.Range(1, 20).Select(number => $"S{number}")];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_has_existing_tests_on_either_side(string rule)
    {
        var row = Assert.Single(s_document.Split('\n'), line => line.StartsWith($"| {rule} |", StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal(6, cells.Length);
        Assert.NotEmpty(cells[2]);
        foreach (var cell in cells[3..5])
        {
            var named = TestName().Matches(cell).Select(name => name.Groups[1].Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, s_tests));
        }
    }

    [Fact]
    public void There_is_no_other_rule_and_none_twice() =>
        Assert.Equal(Rules.Count, RuleRow().Count(s_document));

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
        var chapter = s_document[s_document.IndexOf("## Errors of communication", StringComparison.Ordinal)..];
        var row = chapter.Split('\n').First(line => line.StartsWith($"| {error} |", StringComparison.Ordinal));
        var cells = row.Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal(8, cells.Length);
        foreach (var cell in (string[])[cells[3], cells[6]])
            Assert.Contains(TestName().Matches(cell), name => s_tests.Contains(name.Groups[1].Value));
    }

    [Theory]
    [InlineData("docs/safety.md")]
    [InlineData("docs/architecture.md")]
    public void Every_test_that_a_document_names_exists_and_is_run(string path)
    {
        var named = TestName().Matches(Repository.Read(path)).Select(name => name.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, s_tests));
    }

    /// <summary>Names of tests are sentences: nothing else in a document has two underscores.</summary>
    [GeneratedRegex("`([A-Za-z0-9]+(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| S\d+ \|", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    /// <summary>A test that is not skipped always: an attribute that runs it, perhaps others, and its method.</summary>
    [GeneratedRegex(@"\[(?:Fact|Theory)(?:\((?![^\]]*Skip *=)[^\]]*\))?\]\s*(?:\[[^\n]*\]\s*)*public (?:async )?(?:void|Task) (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
