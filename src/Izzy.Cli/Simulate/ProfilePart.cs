using System.Text.Json;
using Izzy.Cli.Text;
using Izzy.Wording;

namespace Izzy.Cli.Simulate;

/// <summary>Something in a profile is wrong.</summary>
internal sealed class ProfileException(Problem problem) : Exception(problem.What)
{
    public Problem Problem { get; } = problem;
}

/// <summary>An object of a profile, with the place where it stands. What was asked for is known; whatever else is there is an error.</summary>
internal sealed class ProfilePart
{
    private readonly JsonElement _element;
    private readonly string _place;
    private readonly HashSet<string> _known = [];

    /// <param name="element">What stands there.</param>
    /// <param name="place">Where: the names of the objects it is in.</param>
    /// <exception cref="ProfileException">It is no object.</exception>
    public ProfilePart(JsonElement element, string place)
    {
        _element = element;
        _place = place;
        if (element.ValueKind != JsonValueKind.Object)
            throw new ProfileException(new Problem($"{(place.Length == 0 ? "The profile" : place)} is no object.", "Write { } with settings in it."));
    }

    public TimeSpan? Duration(string name, TimeSpan? most = null)
    {
        if (Find(name, JsonValueKind.String, "a duration such as \"2s\"") is not { } found)
            return null;
        if (!Durations.TryParse(found.GetString()!, out var value, out var problem))
            throw new ProfileException(problem.At(At(name)));
        return value <= (most ?? value) ? value : throw Wrong(name, "is too long.", $"Write at most {Durations.Format(most!.Value)}.");
    }

    public double? Number(string name, double least, double most)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } found)
            return null;
        return found.TryGetDouble(out var value) && value >= least && value <= most
            ? value
            : throw Wrong(name, "is out of its range.", FormattableString.Invariant($"Write a number from {least} to {most}."));
    }

    public string? Text(string name) => Find(name, JsonValueKind.String, "a text")?.GetString();

    public bool Flag(string name)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out var found) && found.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, "is neither true nor false.", "Write true or false."),
        };
    }

    public T? Choice<T>(string name, (string Word, T Value)[] choices)
        where T : struct
    {
        var words = $"Write {string.Join(" or ", choices.Select(choice => $"\"{choice.Word}\""))}.";
        if (Text(name) is not { } text)
            return null;
        foreach (var (word, value) in choices)
        {
            if (word == text)
                return value;
        }

        throw Wrong(name, $"is {Cells.Quote(text)}, which is none of its values.", words);
    }

    public ProfilePart? Part(string name)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out var found) ? new ProfilePart(found, At(name)) : null;
    }

    public IEnumerable<ProfilePart> Parts(string name) =>
        Find(name, JsonValueKind.Array, "a list")?.EnumerateArray().Select((item, i) => new ProfilePart(item, $"{At(name)}[{i}]")) ?? [];

    public IEnumerable<(int X, int Y)> Points(string name)
    {
        if (Find(name, JsonValueKind.Array, "a list of points") is not { } found)
            yield break;
        foreach (var point in found.EnumerateArray())
        {
            if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() != 2 || !Whole(point[0], out var x) || !Whole(point[1], out var y))
                throw Wrong(name, "has something in it that is no point.", "Write points in whole millimetres within a kilometre, such as [[0, 0], [3500, 600]].");
            yield return (x, y);
        }

        // Nothing on a stage is a kilometre away, and sums of ways stay far from the end of the numbers.
        static bool Whole(JsonElement number, out int value)
        {
            value = 0;
            return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out value) && value is >= -1_000_000 and <= 1_000_000;
        }
    }

    /// <summary>A slip in a name must not leave the default in force without a word.</summary>
    public void RefuseUnknown()
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                var advice = Spelling.Nearest(property.Name, _known) is { } near ? $"Did you mean {near}?" : $"Take it out; known are {string.Join(", ", _known)}.";
                throw Wrong(Escape.ForTerminal(property.Name), "means nothing here.", advice);
            }
        }
    }

    public ProfileException Wrong(string name, string what, string remedy) => new(new Problem($"{At(name)} {what}", remedy));

    private string At(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    private JsonElement? Find(string name, JsonValueKind kind, string what)
    {
        _known.Add(name);
        if (!_element.TryGetProperty(name, out var found))
            return null;
        return found.ValueKind == kind ? found : throw Wrong(name, $"is not {what}.", $"Write {what}, or leave it out.");
    }
}
