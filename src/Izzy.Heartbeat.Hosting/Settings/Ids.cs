namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>Ids as people write them, in settings and on the command line alike: <c>6ba7b810-9dad-41d1-80b4-00c04fd430c8</c>.</summary>
internal static class Ids
{
    /// <summary>How one looks, for whoever wrote another.</summary>
    public const string Example = "Write one such as 6ba7b810-9dad-41d1-80b4-00c04fd430c8, or leave it out.";

    /// <summary>Reads an id, which is never all zero.</summary>
    /// <param name="text">What was written, without spaces around it.</param>
    /// <param name="shown">The same as it may stand in a message.</param>
    /// <param name="value">What it means.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, string shown, out Guid value) =>
        // With hyphens only: braces and bare digits are how other things look.
        !Guid.TryParseExact(text, "D", out value) ? $"{shown} is no UUID."
        : value == Guid.Empty ? "The UUID is all zero, which on the wire means everyone."
        : null;
}
