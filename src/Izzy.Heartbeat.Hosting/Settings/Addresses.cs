using System.Globalization;
using System.Net;

namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>IPv4 addresses as people write them, in settings and on the command line alike: <c>192.0.2.7</c> or <c>192.0.2.7:9001</c>.</summary>
internal static class Addresses
{
    /// <summary>How one looks, for whoever wrote another.</summary>
    public const string Example = "Write an IPv4 address, with a port or without one, such as 192.0.2.7 or 192.0.2.7:9001.";

    /// <summary>Reads an address that something can be sent to.</summary>
    /// <param name="text">What was written, without spaces around it.</param>
    /// <param name="shown">The same as it may stand in a message.</param>
    /// <param name="value">The address; its port is 0 if none was written.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, string shown, out IPEndPoint value)
    {
        value = new IPEndPoint(IPAddress.None, 0);
        if (text.Length == 0)
            return "An address is empty.";
        if (text[0] == '[' || text.Count(c => c == ':') > 1)
            return $"{shown} is no IPv4 address, and IZZYs are reached by IPv4 only.";

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var host = colon < 0 ? text : text[..colon];
        var port = 0;
        if (colon >= 0 && !TryReadNumber(text[(colon + 1)..], IPEndPoint.MaxPort, out port))
            return $"The port of {shown} is no number from 1 to {IPEndPoint.MaxPort}.";
        if (colon >= 0 && port == 0)
            return $"The port of {shown} is 0, at which nobody can listen.";

        // Not IPAddress.TryParse, which takes 1.2 for 1.0.0.2 and 010 for 8.
        var parts = host.Split('.');
        var bytes = new byte[4];
        if (parts.Length != bytes.Length || !host.All(c => char.IsAsciiDigit(c) || c == '.'))
        {
            return host.Any(char.IsLetter)
                ? $"{shown} is no IPv4 address; names are not looked up, because a show network may have nobody to ask."
                : $"{shown} is no IPv4 address: it is not four numbers with dots between them.";
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if (!TryReadNumber(parts[i], byte.MaxValue, out var number))
                return $"{shown} is no IPv4 address: '{parts[i]}' is no number from 0 to 255 without leading zeros.";
            bytes[i] = (byte)number;
        }

        var address = new IPAddress(bytes);
        if (address.Equals(IPAddress.Any))
            return $"{shown} stands for every address of this machine, and nothing can be sent to it.";
        value = new IPEndPoint(address, port);
        return null;
    }

    private static bool TryReadNumber(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most && (text.Length == 1 || text[0] != '0');
}
