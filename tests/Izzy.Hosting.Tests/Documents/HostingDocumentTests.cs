using System.Text.RegularExpressions;
using Izzy.Cli.Tests.Documents;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Hosting.Settings;

namespace Izzy.Hosting.Tests.Documents;

/// <summary><c>docs/hosting.md</c> says of settings, checks and log events what the code says, and of nothing else.</summary>
public sealed partial class HostingDocumentTests
{
    private static readonly string s_document = Repository.Read("docs/hosting.md");

    [Fact]
    public void Every_log_event_stands_in_the_table_with_its_number_and_level()
    {
        var real = EventLog.Numbers.Select(pair => (pair.Value.Id, KindOf(pair.Key), pair.Value.Level.ToString())).Append((401, "not-started", "Critical"));
        var documented = LogRow().Matches(s_document).Select(row => (int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), row.Groups[2].Value, row.Groups[3].Value));
        Assert.Equal(real.Order(), documented.Order());
    }

    [Theory]
    [InlineData("### Settings of Mother", true)]
    [InlineData("### Settings of an IZZY", false)]
    public void Every_setting_stands_in_its_table_and_no_other(string chapter, bool ofMother)
    {
        var text = s_document[s_document.IndexOf(chapter, StringComparison.Ordinal)..];
        var end = text.IndexOf("\n#", chapter.Length, StringComparison.Ordinal);
        var documented = SettingRow().Matches(end < 0 ? text : text[..end]).Select(row => row.Groups[1].Value);
        Assert.Equal((ofMother ? Tables.Mother.Keys : Tables.IzzyClient.Keys).Order(), documented.Order());
    }

    [Fact]
    public void Every_health_check_is_documented() => Assert.All(
        [HeartbeatHealth.MotherBeat, HeartbeatHealth.MotherSockets, HeartbeatHealth.MotherFleet, HeartbeatHealth.IzzyThreads, HeartbeatHealth.IzzyConnection],
        name => Assert.Contains($"| `{name}` |", s_document, StringComparison.Ordinal));

    [Theory]
    [InlineData("HostedMother/Program.cs")]
    [InlineData("HostedMother/appsettings.json")]
    [InlineData("HostedRobot/Program.cs")]
    [InlineData("HostedRobot/appsettings.json")]
    public void The_document_shows_the_sample_that_is_compiled(string sample) =>
        Assert.Contains(Repository.Read($"samples/{sample}").Trim(), s_document, StringComparison.Ordinal);

    private static string KindOf(Type type) => ((HeartbeatEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Kind;

    [GeneratedRegex(@"^\| (\d{3}) \| `([a-z-]+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();
}
