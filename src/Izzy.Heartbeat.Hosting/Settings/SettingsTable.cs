using Microsoft.Extensions.Configuration;

namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>
/// What may stand in a section, and how it is read. A key that is not here is wrong: a slip in the name of a limit must not leave the
/// default in force without a word.
/// </summary>
internal sealed class SettingsTable<T>
{
    private readonly Dictionary<string, Func<IConfigurationSection, T, string?>> _rows = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys.</summary>
    public IEnumerable<string> Keys => _rows.Keys;

    /// <summary>A single value.</summary>
    public SettingsTable<T> One<TValue>(string key, TextReader<TValue> read, Action<T, TValue> set)
    {
        _rows.Add(key, (section, settings) =>
        {
            if (section.GetChildren().Any())
                return "It can have one value only. Write that alone.";
            // Null in a file is as good as nothing written.
            if (section.Value is not { } text)
                return null;
            if (read(text.Trim(), out var value) is { } problem)
                return problem;
            set(settings, value);
            return null;
        });
        return this;
    }

    /// <summary>Several values: an array in a file, separated by commas elsewhere.</summary>
    public SettingsTable<T> Many<TValue>(string key, TextReader<TValue> read, Func<T, IList<TValue>> list)
    {
        _rows.Add(key, (section, settings) =>
        {
            var children = section.GetChildren().ToList();
            if (children.Any(child => child.Value is null))
                return "It is no list of values. Write them in [ ], each by itself.";
            var texts = children.Count > 0
                ? children.Select(child => child.Value!)
                : (section.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var text in texts)
            {
                if (read(text.Trim(), out var value) is { } problem)
                    return problem;
                list(settings).Add(value);
            }

            return null;
        });
        return this;
    }

    /// <summary>Reads all that stands in a section into settings.</summary>
    /// <returns>What is wrong, each with the place where it stands.</returns>
    public IEnumerable<string> Read(IConfiguration configuration, T settings)
    {
        if (configuration is IConfigurationSection section && !section.Exists())
            return [$"{section.Path}: There is no such section in the configuration. Write it, or correct its name where it is given."];
        return configuration.GetChildren().Select(child => Read(child, settings)).OfType<string>().ToList();
    }

    private string? Read(IConfigurationSection child, T settings)
    {
        var problem = _rows.TryGetValue(child.Key, out var read)
            ? read(child, settings)
            : $"There is no setting of this name. Choose among {string.Join(", ", Keys)}, or take it out.";
        return problem is null ? null : $"{child.Path}: {problem}";
    }
}
