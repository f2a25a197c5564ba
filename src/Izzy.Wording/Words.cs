using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Izzy.Wording;

/// <summary>The words of an enum as the wire, the events and the documents spell them: <c>ESTOP</c>, <c>stop-received</c>.</summary>
internal static class Words<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> s_words = typeof(TEnum)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToFrozenDictionary(
            field => (TEnum)field.GetValue(null)!,
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(field.Name));

    /// <summary>Every word, in the order of the values.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_words.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>The word of a value, or its number if it has none.</summary>
    public static string Of(TEnum value) => s_words.TryGetValue(value, out var word) ? word : value.ToString("D");

    /// <summary>Finds a value by its word, in any case.</summary>
    public static bool TryFind(string word, out TEnum value)
    {
        foreach (var (known, spelling) in s_words)
        {
            if (string.Equals(spelling, word, StringComparison.OrdinalIgnoreCase))
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>The same, where the type can be seen from the value.</summary>
internal static class Words
{
    /// <summary>The word of a value, or its number if it has none.</summary>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] TEnum>(TEnum value)
        where TEnum : struct, Enum => Words<TEnum>.Of(value);
}
