using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Input;

/// <summary>
/// The report that a program sends with <c>--attach</c>, with the names that <c>decode --json</c> uses:
/// <c>{"status":"MOVING","position":{"x":1,"y":2,"z":3},"heading":90,"speed":250,"following":{…}}</c>.
/// </summary>
internal static class ReportJson
{
    private const string Example = """Send such as report {"status":"MOVING","position":{"x":1,"y":2,"z":3},"heading":90,"speed":250}.""";

    private static readonly string[] s_properties = ["status", "position", "heading", "speed", "following"];
    private static readonly string[] s_axes = ["x", "y", "z"];
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads a report. The status must be there; a number that is not is 0.</summary>
    public static bool TryParse(string json, out IzzyState state, [NotNullWhen(false)] out Problem? problem)
    {
        state = default;
        problem = null;
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            state = Read(document.RootElement);
            return true;
        }
        catch (JsonException exception)
        {
            var where = exception.BytePositionInLine is { } position ? $" at byte {position + 1}" : "";
            problem = new Problem(json.Length == 0 ? "The report is missing." : $"The report {Cells.Quote(json)} is no JSON that can be read{where}.", Example);
        }
        catch (FormatException exception)
        {
            problem = new Problem(exception.Message, Example);
        }

        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair in it, which is found only when it is looked at.
            problem = new Problem($"The report {Cells.Quote(json)} has text that is no Unicode.", Example);
        }

        return false;
    }

    private static IzzyState Read(JsonElement report)
    {
        CheckNames(report, "The report", s_properties);
        var position = Find(report, "position");
        if (position is { } found)
            CheckNames(found, "position", s_axes);
        return new IzzyState(
            Status(report),
            Integer(position, "x", "position.x"),
            Integer(position, "y", "position.y"),
            Integer(position, "z", "position.z"),
            Integer(report, "heading", "heading"),
            Integer(report, "speed", "speed"),
            Find(report, "following") is { ValueKind: not JsonValueKind.Null } following ? Line(following) : null);
    }

    private static JsonElement? Find(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : null;

    private static void CheckNames(JsonElement element, string what, IReadOnlyList<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{what} is {Shown(element)}, and must be an object in {{ }}.");
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new FormatException($"{what} has a property {Cells.Quote(property.Name)}, and may have {string.Join(", ", known)}.");
        }
    }

    private static IzzyStatus Status(JsonElement report)
    {
        var known = string.Join(", ", Words<IzzyStatus>.All);
        if (Find(report, "status") is not { } value)
            throw new FormatException($"The report has no status, which is one of {known}.");
        return value.ValueKind == JsonValueKind.String && Words<IzzyStatus>.TryFind(value.GetString()!, out var status)
            ? status
            : throw new FormatException($"The status is {Shown(value)}, and must be one of {known}.");
    }

    private static int Integer(JsonElement? parent, string name, string what)
    {
        if (parent is null || Find(parent.Value, name) is not { } value)
            return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
            return number;
        var isWhole = value.ValueKind == JsonValueKind.Number && value.GetRawText().All(c => char.IsAsciiDigit(c) || c == '-');
        throw new FormatException(isWhole
            ? $"{what} is {Shown(value)}, and must be from {int.MinValue} to {int.MaxValue}."
            : $"{what} is {Shown(value)}, and must be a whole number without a decimal point.");
    }

    private static LineFollowing Line(JsonElement following)
    {
        CheckNames(following, "following", LineFields.Names);
        var values = new float[LineFields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var name = LineFields.Names[i];
            if (Find(following, name) is not { } value)
                throw new FormatException($"following has no {name}; it has all of {string.Join(", ", LineFields.Names)}, or is left out.");
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out values[i]) || !float.IsFinite(values[i]))
                throw new FormatException($"following.{name} is {Shown(value)}, and must be a number that a 32-bit float can hold.");
        }

        return LineFields.From(values);
    }

    private static string Shown(JsonElement value) => Cells.Quote(value.GetRawText());
}
