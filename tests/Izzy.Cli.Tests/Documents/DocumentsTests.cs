using Izzy.Cli.Simulate;

namespace Izzy.Cli.Tests.Documents;

/// <summary>Documents that a reader copies from must be what the code is.</summary>
public sealed class DocumentsTests
{
    [Theory]
    [InlineData("Robot")]
    [InlineData("Mother")]
    public void The_README_shows_the_sample_that_is_compiled(string sample) =>
        Assert.Contains(Repository.Read($"samples/{sample}/Program.cs").Trim(), Repository.Read("README.md"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Robot/Program.cs")]
    [InlineData("python/robot.py")]
    public void The_guide_shows_the_sample_that_is_compiled_or_run(string sample) =>
        Assert.Contains(Repository.Read($"samples/{sample}").Trim(), Repository.Read("docs/guide.md"), StringComparison.Ordinal);

    [Fact]
    public void Every_command_and_option_stands_in_its_document()
    {
        var document = Repository.Read("docs/cli.md");
        foreach (var command in Root.Create().Subcommands.Where(command => !command.Hidden))
        {
            Assert.Contains($"izzy {command.Name}", document, StringComparison.Ordinal);
            Assert.All(command.Options.Concat(command.Subcommands.SelectMany(each => each.Options)), option => Assert.Contains(option.Name, document, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_profile_of_a_simulated_fleet_that_is_shown_can_be_read()
    {
        var shown = System.Text.RegularExpressions.Regex.Matches(Repository.Read("docs/cli.md"), "```json\n(.*?)```", System.Text.RegularExpressions.RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value)
            .Single(block => block.Contains("\"izzies\"", StringComparison.Ordinal));
        Assert.Equal(5, ProfileFile.Parse(shown, "docs/cli.md").Izzies.Count);
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var root = Repository.Root;
        foreach (var document in Directory.GetFiles(root, "*.md").Concat(Directory.GetFiles(Path.Combine(root, "docs"), "*.md")))
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(document), @"\]\((?!http)([^)#]+)(#[^)]*)?\)"))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                Assert.True(Path.Exists(target), $"{document} links to {link.Groups[1].Value}");
                if (link.Groups[2].Length > 0)
                    Assert.True(Anchors(target).Contains(link.Groups[2].Value), $"{document} links to {link.Groups[1].Value}{link.Groups[2].Value}");
            }
        }
    }

    /// <summary>Those of the headings: lower case, hyphens for spaces, and nothing but letters, digits, hyphens and underscores.</summary>
    private static HashSet<string> Anchors(string document) => [.. File.ReadLines(document)
        .Where(line => line.StartsWith('#'))
        .Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c))
        .Select(letters => "#" + string.Concat(letters))];
}
