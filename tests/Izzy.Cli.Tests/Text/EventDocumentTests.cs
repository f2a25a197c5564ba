using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Text;

/// <summary><c>docs/events.md</c> says of every event what the code says, and of nothing else.</summary>
public partial class EventDocumentTests
{
    private static readonly Dictionary<string, string> s_chapters = HeadingOfEvent()
        .Split(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Text", "events.md")))
        .Skip(1)
        .Chunk(2)
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public static TheoryData<Type> Types => [.. Samples.Types];

    [Fact]
    public void Every_event_is_documented_and_every_documented_event_exists() =>
        Assert.Equal(Samples.Types.Select(KindOf).Order(), s_chapters.Keys.Order());

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_field_is_documented_and_every_documented_field_exists(Type type)
    {
        var documented = FieldCell().Matches(s_chapters[KindOf(type)]).SelectMany(row => Name().Matches(row.Groups[1].Value)).Select(name => name.Groups[1].Value);

        Assert.Equal(FieldsOf(type).Order(), documented.Order());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_example_is_such_an_event(Type type)
    {
        var line = Example().Match(s_chapters[KindOf(type)]).Groups[1].Value;
        using var example = JsonDocument.Parse(line);
        var names = example.RootElement.EnumerateObject().Select(property => property.Name).ToList();

        Assert.Equal(["time", "event"], names[..2]);
        Assert.Equal(KindOf(type), example.RootElement.GetProperty("event").GetString());
        Assert.Subset(FieldsOf(type).ToHashSet(), names[2..].ToHashSet());
        // What the library writes has no other fields than those that the document names.
        using var real = JsonDocument.Parse(Samples.Events.Single(happened => happened.GetType() == type).ToJson());
        Assert.Subset(FieldsOf(type).ToHashSet(), real.RootElement.EnumerateObject().Select(property => property.Name).Skip(2).ToHashSet());
    }

    private static string KindOf(Type type) => ((HeartbeatEvent)RuntimeHelpers.GetUninitializedObject(type)).Kind;

    private static IEnumerable<string> FieldsOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name))
        .Where(name => name is not ("time" or "event"));

    [GeneratedRegex(@"^### `([a-z-]+)`$", RegexOptions.Multiline)]
    private static partial Regex HeadingOfEvent();

    [GeneratedRegex(@"^\| (`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex FieldCell();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("```json\n(.*)\n```")]
    private static partial Regex Example();
}
