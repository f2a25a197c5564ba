namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>Presets as people write them, in settings and on the command line alike: by name, in any case.</summary>
internal static class Presets
{
    /// <summary>Which there are, for whoever wrote another.</summary>
    public static readonly string Example = $"Write one of {string.Join(", ", HeartbeatPreset.All.Select(each => each.Name))}.";

    /// <summary>Reads a preset.</summary>
    /// <param name="text">What was written, without spaces around it.</param>
    /// <param name="shown">The same as it may stand in a message.</param>
    /// <param name="value">What it means.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, string shown, out HeartbeatPreset value)
    {
        var known = HeartbeatPreset.TryFind(text.ToLowerInvariant(), out var preset);
        value = preset ?? HeartbeatPreset.Rehearsal;
        return known ? null : $"{shown} is no preset.";
    }
}
