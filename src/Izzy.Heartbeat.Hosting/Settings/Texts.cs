using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>Reads a value of a configuration.</summary>
/// <returns>What is wrong and what to do, or null.</returns>
internal delegate string? TextReader<T>(string text, out T value);

/// <summary>Values of a configuration, as people write them.</summary>
internal static class Texts
{
    public static string? Any(string text, out string value)
    {
        value = text;
        return text.Length > 0 ? null : "It is empty. Write something, or leave it out.";
    }

    public static string? Duration(string text, out TimeSpan value)
    {
        // What .NET writes for a TimeSpan has colons, and is read as it stands.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value))
            return null;
        return Told(Durations.Read(text, Quote(text), out value), Durations.Example);
    }

    public static string? Id(string text, out Guid value) => Told(Ids.Read(text, Quote(text), out value), Ids.Example);

    public static string? Preset(string text, out HeartbeatPreset value) => Told(Presets.Read(text, Quote(text), out value), Presets.Example);

    public static string? Policy(string text, out ResetPolicy value) =>
        // Not by number: 1 would read as a policy, too.
        Enum.TryParse(text, ignoreCase: true, out value) && text.All(char.IsAsciiLetter) ? null : $"{Quote(text)} is no policy. Write manual or auto.";

    public static string? Port(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        ? null
        : $"{Quote(text)} is no port. Write a number up to {IPEndPoint.MaxPort}.";

    public static string? Address(string text, out IPAddress value)
    {
        // Written back as it was read, it is not one of the short forms, such as 1.2 for 1.0.0.2 or 010 for 8.
        var known = IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;
        value = known ? address! : IPAddress.None;
        return known ? null : $"{Quote(text)} is no IPv4 address. Write one such as 192.0.2.7.";
    }

    public static string? Target(string text, out IPEndPoint value) => Told(Addresses.Read(text, Quote(text), out value), Addresses.Example);

    /// <summary>As it may stand in a message: one line, of a readable length.</summary>
    public static string Quote(string text) =>
        $"'{string.Concat((text.Length > 60 ? text[..60] + "…" : text).Select(c => char.IsControl(c) ? '?' : c))}'";

    private static string? Told(string? problem, string remedy) => problem is null ? null : $"{problem} {remedy}";
}
