using Microsoft.Extensions.Configuration;

namespace Izzy.Hosting.Tests.Settings;

/// <summary>A section of a configuration, as a file or the environment would give it.</summary>
internal static class Section
{
    public static IConfigurationSection Of(string name, params (string Key, string? Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(each => KeyValuePair.Create($"{name}:{each.Key}", each.Value)))
        .Build()
        .GetSection(name);
}
