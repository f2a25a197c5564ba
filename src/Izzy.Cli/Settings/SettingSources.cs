using System.CommandLine;
using Izzy.Cli.Text;
using Izzy.Wording;
using Microsoft.Extensions.Configuration;

namespace Izzy.Cli.Settings;

/// <summary>
/// Where settings come from: flags over the environment (<c>IZZY_TO_CLIENT_PORT</c>) over the file <c>appsettings.json</c> in the
/// current directory (<c>{"Izzy": {"to-client-port": 9101}}</c>). What is wrong names the place where it stands.
/// </summary>
internal sealed class SettingSources
{
    /// <summary>What every variable begins with.</summary>
    public const string Prefix = "IZZY_";

    /// <summary>The file's name.</summary>
    public const string FileName = "appsettings.json";

    private const string Section = "Izzy";

    private readonly ParseResult _flags;
    private readonly IConfiguration _environment;
    private readonly IConfiguration _file;

    /// <param name="flags">What was typed.</param>
    /// <param name="environment">Variables without their prefix.</param>
    /// <param name="file">The whole file.</param>
    /// <exception cref="CommandException">The file has a setting that no command knows.</exception>
    internal SettingSources(ParseResult flags, IConfiguration environment, IConfiguration file)
    {
        _flags = flags;
        _environment = environment;
        _file = file.GetSection(Section);
        RefuseUnknown();
    }

    /// <summary>Reads the environment of this process, and the file in a directory if it is there.</summary>
    /// <exception cref="CommandException">The file cannot be read or understood.</exception>
    public static SettingSources Load(ParseResult flags, string? directory) => new(
        flags,
        new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build(),
        directory is null ? new ConfigurationBuilder().Build() : LoadFile(Path.Combine(directory, FileName)));

    /// <summary>The value of a setting.</summary>
    /// <exception cref="CommandException">What was written for it is wrong.</exception>
    public T Get<T>(Setting<T> setting)
    {
        if (Find(setting) is not { } found)
            return setting.DefaultValue;
        return setting.Reader(found.Texts, out var value) is { } problem ? throw new CommandException(problem.At(found.Source)) : value;
    }

    /// <summary>Whether anybody said anything about a setting, so that it is not left at its default.</summary>
    public bool IsGiven<T>(Setting<T> setting) => Find(setting) is not null;

    /// <summary>Whether a setting's value comes from a variable or the file, and not from what was typed.</summary>
    public bool IsFromElsewhere<T>(Setting<T> setting) => Find(setting) is { } found && found.Source != setting.Name;

    /// <summary>What was written for a setting, wherever it was, or null where nothing was.</summary>
    public IReadOnlyList<string>? TextsOf(ISetting setting) => Find(setting)?.Texts;

    /// <summary>Which flag, variable or key a setting's value comes from, for a message; its flag if it was not given.</summary>
    public string SourceOf<T>(Setting<T> setting) => Find(setting)?.Source ?? setting.Name;

    private static string VariableOf(string key) => key.Replace('-', '_').ToUpperInvariant();

    private static string CamelCase(string key) =>
        string.Concat(key.Split('-').Select((word, i) => i == 0 ? word : string.Concat(word[..1].ToUpperInvariant(), word.AsSpan(1))));

    private static IConfiguration LoadFile(string path)
    {
        if (!File.Exists(path))
            return new ConfigurationBuilder().Build();
        try
        {
            using var file = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(file).Build();
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or IOException)
        {
            throw new CommandException(new Problem($"{path} cannot be read: {unreadable.Message}", "Make it readable for this user, or start elsewhere."));
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new CommandException(new Problem(
                $"{path} is no JSON as it should be: {(wrong.InnerException ?? wrong).Message}",
                "Mend it, such as {\"Izzy\": {\"to-client-port\": 9101}}, or move it away."));
        }
    }

    private Found? Find(ISetting setting)
    {
        if (_flags.GetResult((Option)setting) is { Implicit: false } result)
            return new(setting.IsFlag ? ["true"] : [.. result.Tokens.Select(token => token.Value)], setting.Name);
        // An empty variable is how many shells unset one.
        if (_environment[VariableOf(setting.Key)] is { Length: > 0 } variable)
        {
            return new(
                setting.IsList ? variable.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [variable],
                Prefix + VariableOf(setting.Key));
        }

        foreach (var key in new[] { setting.Key, CamelCase(setting.Key) })
        {
            var section = _file.GetSection(key);
            var source = $"{FileName}, {Section}:{key}";
            if (section.Value is { } value)
                return new([value], source);
            if (section.GetChildren().ToList() is { Count: > 0 } children)
                return new(Items(children, source), source);
        }

        return null;
    }

    private static List<string> Items(List<IConfigurationSection> children, string source)
    {
        // An array has its numbers as keys; an object, or an array in an array, is nothing that a setting can be.
        if (children.Any(child => child.Value is null || !int.TryParse(child.Key, out _)))
            throw new CommandException(new Problem($"{source}: It is neither a value nor a list of values.", "Write a value, or several in [ ] where it is a list."));
        return [.. children.Select(child => child.Value!)];
    }

    private void RefuseUnknown()
    {
        if (_file is IConfigurationSection { Value: { Length: > 0 } value })
            throw new CommandException(new Problem($"{FileName}, {Section}: {Cells.Quote(value)} is no object with settings.", "Write such as {\"Izzy\": {\"to-client-port\": 9101}}."));
        var known = Options(_flags.RootCommandResult.Command).OfType<ISetting>().Select(setting => setting.Key).Distinct().ToList();
        foreach (var child in _file.GetChildren())
        {
            // What has names in it belongs to somebody else, such as a host that keeps its own settings there.
            if (child.GetChildren().Any(item => !int.TryParse(item.Key, out _)))
                continue;
            // A slip in the name of a limit must not leave the default in force without a word.
            if (!known.Any(key => Same(child.Key, key) || Same(child.Key, CamelCase(key))))
                throw new CommandException(new Problem($"{FileName}, {Section}:{Escape.ForTerminal(child.Key)}: No command has a setting of this name.", Advice(child.Key, known)));
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Advice(string key, List<string> known) =>
        Spelling.Nearest(key, known) is { } near ? $"Did you mean {near}?" : "Take it out, or write the name of a flag without its hyphens in front.";

    private static IEnumerable<Option> Options(Command command) => command.Options.Concat(command.Subcommands.SelectMany(Options));

    private sealed record Found(IReadOnlyList<string> Texts, string Source);
}
