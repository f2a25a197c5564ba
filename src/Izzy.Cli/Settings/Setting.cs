using System.CommandLine;
using System.Globalization;
using System.Net;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Host = Izzy.Heartbeat.Hosting.Settings;

namespace Izzy.Cli.Settings;

/// <summary>Reads what was written for a setting, wherever it was written.</summary>
/// <param name="texts">What was written; more than one text for a list only.</param>
/// <param name="value">What it means.</param>
/// <returns>What is wrong, or null.</returns>
internal delegate Problem? SettingReader<T>(IReadOnlyList<string> texts, out T value);

/// <summary>What the settings of every type have in common.</summary>
internal interface ISetting
{
    /// <summary>Its name as a flag: <c>--to-client-port</c>.</summary>
    string Name { get; }

    /// <summary>Its name without the hyphens: <c>to-client-port</c>.</summary>
    string Key { get; }

    /// <summary>Whether it takes no value: it is there or not.</summary>
    bool IsFlag { get; }

    /// <summary>Whether it can be given more than once.</summary>
    bool IsList { get; }

    /// <summary>How the value is written that it has where nobody gives one; null where that is no text.</summary>
    string? DefaultText { get; }
}

/// <summary>
/// A setting that comes from a flag, else from a variable of the environment, else from the settings file, else is the default.
/// It is an option of System.CommandLine that takes any text: <see cref="SettingSources"/> reads all three places alike.
/// </summary>
internal sealed class Setting<T> : Option<string[]>, ISetting
{
    internal Setting(string flag, string description, string valueName, ArgumentArity arity, SettingReader<T> reader, T defaultValue, string? defaultText = null)
        : base(flag)
    {
        Description = defaultText is null ? description : $"{description} Default: {defaultText}.";
        HelpName = valueName;
        Arity = arity;
        AllowMultipleArgumentsPerToken = false;
        Reader = reader;
        DefaultValue = defaultValue;
        DefaultText = defaultText;
    }

    /// <inheritdoc/>
    public string Key => Name.TrimStart('-');

    /// <inheritdoc/>
    public bool IsFlag => Arity.MaximumNumberOfValues == 0;

    /// <inheritdoc/>
    public bool IsList => Arity.MaximumNumberOfValues > 1;

    /// <inheritdoc/>
    public string? DefaultText { get; }

    /// <summary>What it is where nobody says otherwise.</summary>
    public T DefaultValue { get; }

    internal SettingReader<T> Reader { get; }
}

/// <summary>Makes settings, so that the definition of a command reads as a list.</summary>
internal static class Setting
{
    /// <summary>There or not. Elsewhere: <c>true</c>, <c>yes</c>, <c>on</c>, <c>1</c>, or their opposites.</summary>
    public static Setting<bool> Flag(string flag, string description) => new(flag, description, "", ArgumentArity.Zero, One<bool>(TryReadFlag), false);

    /// <summary>A duration, as <see cref="Durations"/> reads it.</summary>
    public static Setting<TimeSpan> Duration(string flag, string description, TimeSpan defaultValue) =>
        new(flag, description, "DURATION", ArgumentArity.OneOrMore, One<TimeSpan>(Durations.TryParse), defaultValue, Durations.Format(defaultValue));

    /// <summary>A duration that need not be given.</summary>
    public static Setting<TimeSpan?> Duration(string flag, string description) =>
        new(flag, description, "DURATION", ArgumentArity.OneOrMore, Optional(One<TimeSpan>(Durations.TryParse)), null);

    /// <summary>A UDP port, from <paramref name="least"/> (0 for any free one, where that makes sense) to 65535.</summary>
    public static Setting<int> Port(string flag, string description, int defaultValue, int least = 1) =>
        Number(flag, description, "PORT", defaultValue, least, IPEndPoint.MaxPort);

    /// <summary>A whole number.</summary>
    public static Setting<int> Number(string flag, string description, string valueName, int defaultValue, int least, int most) =>
        new(flag, description, valueName, ArgumentArity.OneOrMore, Whole(least, most), defaultValue, defaultValue.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number that need not be given.</summary>
    public static Setting<int?> Number(string flag, string description, string valueName, int least, int most) =>
        new(flag, description, valueName, ArgumentArity.OneOrMore, Optional(Whole(least, most)), null);

    /// <summary>An id that need not be given.</summary>
    public static Setting<Guid?> Id(string flag, string description) =>
        new(flag, description, "UUID", ArgumentArity.OneOrMore, Optional(One<Guid>(As<Guid>(Host.Ids.Read, Host.Ids.Example))), null);

    /// <summary>A preset by its name.</summary>
    public static Setting<HeartbeatPreset> Preset(string flag, string description)
    {
        string[] names = [.. HeartbeatPreset.All.Select(preset => preset.Name)];
        return Completed(
            new Setting<HeartbeatPreset>(flag, description, string.Join('|', names), ArgumentArity.OneOrMore, One(As<HeartbeatPreset>(Host.Presets.Read, Host.Presets.Example)), HeartbeatPreset.Rehearsal, HeartbeatPreset.Rehearsal.Name),
            names);
    }

    /// <summary>One of some words, in any case.</summary>
    public static Setting<T> Choice<T>(string flag, string description, T defaultValue, params (string Word, T Value)[] choices)
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        return Completed(
            new Setting<T>(flag, description, string.Join('|', words), ArgumentArity.OneOrMore, Among(choices), defaultValue, choices.First(choice => Equals(choice.Value, defaultValue)).Word),
            words);
    }

    /// <summary>Any text that is not empty, and need not be given.</summary>
    public static Setting<string?> Text(string flag, string description, string valueName) =>
        new(flag, description, valueName, ArgumentArity.OneOrMore, One<string?>(TryReadText), null);

    /// <summary>Texts that are not empty: a flag for each; separated by commas in the environment; an array in the file.</summary>
    public static Setting<IReadOnlyList<string>> Texts(string flag, string description, string valueName) =>
        new(flag, description, valueName, ArgumentArity.OneOrMore, Each<string>(TryReadText), []);

    /// <summary>Addresses, as <see cref="Host.Addresses"/> reads them; their port is 0 if none was written.</summary>
    public static Setting<IReadOnlyList<IPEndPoint>> Addresses(string flag, string description) =>
        new(flag, description, "ADDRESS[:PORT]", ArgumentArity.OneOrMore, Each(As<IPEndPoint>(Host.Addresses.Read, Host.Addresses.Example)), []);

    /// <summary>Has a shell offer these words for a setting.</summary>
    public static Setting<T> Completed<T>(Setting<T> setting, params string[] words)
    {
        setting.CompletionSources.Add(words);
        return setting;
    }

    private delegate bool TextReader<T>(string text, out T value, out Problem? problem);

    private delegate string? SharedReader<T>(string text, string shown, out T value);

    /// <summary>As the settings of a host are read.</summary>
    private static TextReader<T> As<T>(SharedReader<T> read, string remedy) => (string text, out T value, out Problem? problem) =>
    {
        var written = text.Trim();
        problem = read(written, Cells.Quote(written), out value) is { } wrong ? new Problem(wrong, remedy) : null;
        return problem is null;
    };

    private static SettingReader<T> One<T>(TextReader<T> read) => (IReadOnlyList<string> texts, out T value) =>
    {
        value = default!;
        if (texts.Count != 1)
            return new Problem($"It is given {texts.Count} times, and can have one value only.", "Give it once.");
        return read(texts[0], out value, out var problem) ? null : problem;
    };

    private static SettingReader<T?> Optional<T>(SettingReader<T> read)
        where T : struct => (IReadOnlyList<string> texts, out T? value) =>
    {
        var problem = read(texts, out var known);
        value = known;
        return problem;
    };

    private static SettingReader<IReadOnlyList<T>> Each<T>(TextReader<T> read) => (IReadOnlyList<string> texts, out IReadOnlyList<T> value) =>
    {
        var values = new List<T>();
        value = values;
        foreach (var text in texts)
        {
            if (!read(text, out var item, out var problem))
                return problem;
            values.Add(item);
        }

        return null;
    };

    private static SettingReader<int> Whole(int least, int most) => One((string text, out int value, out Problem? problem) =>
    {
        var fine = int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
        problem = fine ? null : new Problem($"{Cells.Quote(text)} is no whole number from {least} to {most}.", $"Write one from {least} to {most}.");
        return fine;
    });

    private static SettingReader<T> Among<T>((string Word, T Value)[] choices) => One((string text, out T value, out Problem? problem) =>
    {
        problem = null;
        foreach (var (word, choice) in choices)
        {
            if (!string.Equals(word, text.Trim(), StringComparison.OrdinalIgnoreCase))
                continue;
            value = choice;
            return true;
        }

        value = default!;
        problem = new Problem($"{Cells.Quote(text)} is none of its values.", $"Write {Either(choices.Select(choice => choice.Word))}.");
        return false;
    });

    private static string Either(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    private static bool TryReadFlag(string text, out bool value, out Problem? problem)
    {
        problem = null;
        value = text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" or "1" => true,
            "FALSE" or "NO" or "OFF" or "0" => false,
            _ => Refuse(out problem),
        };
        return problem is null;

        bool Refuse(out Problem? because)
        {
            because = new Problem($"{Cells.Quote(text)} is neither true nor false.", "Write true or false.");
            return false;
        }
    }

    private static bool TryReadText(string text, out string value, out Problem? problem)
    {
        value = text;
        problem = text.Length > 0 ? null : new Problem("It is empty.", "Write something, or leave it out.");
        return problem is null;
    }
}
