using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Izzy.Panel;

/// <summary>Where the panel is to listen, as somebody wrote it. What a name stands for is asked only when it is to listen: that may take long.</summary>
/// <param name="Host">The host as it was written, which browsers may name.</param>
/// <param name="Port">The TCP port; 0 for any free one.</param>
public sealed record PanelAddress(string Host, int Port)
{
    /// <summary>What is to be written.</summary>
    public const string Example = "Write such as http://127.0.0.1:5170 for this machine alone, or http://0.0.0.0:5170 for every network.";

    /// <summary>Reads an address. Nothing is looked up: whether a name stands for this machine is not said.</summary>
    /// <param name="url">What was written.</param>
    /// <param name="address">What it means.</param>
    /// <param name="problem">What is wrong with it, in a sentence.</param>
    public static bool TryParse(string url, [NotNullWhen(true)] out PanelAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(url);
        address = null;
        problem = null;
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            problem = "It is no address of a page.";
        else if (uri.Scheme != Uri.UriSchemeHttp)
            problem = "It does not begin with http://, and nothing else is spoken here.";
        else if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            problem = "It has more than an address and a port.";
        if (problem is not null)
            return false;
        address = new PanelAddress(uri!.IdnHost, uri.Port);
        return true;
    }

    /// <summary>What a person types into a browser to reach it: the first on this machine, the others elsewhere.</summary>
    /// <param name="bound">The address at which it listens.</param>
    /// <param name="port">The port at which it listens.</param>
    internal IReadOnlyList<string> Urls(IPAddress bound, int port)
    {
        if (!bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            return [Url(Host == "localhost" ? Host : bound.ToString(), port)];
        return [Url("127.0.0.1", port), .. Elsewhere().Select(host => Url(host, port))];
    }

    /// <summary>
    /// The address that it means here; null for a name that is none of this machine's. A slip of the pen must not open the panel to every
    /// network. A name is looked up, which may take many seconds: never on a thread that something waits for.
    /// </summary>
    internal IPAddress? Bound()
    {
        if (IPAddress.TryParse(Host, out var address))
            return address;
        if (Host == "localhost")
            return IPAddress.Loopback;
        try
        {
            return Dns.GetHostAddresses(Host).FirstOrDefault(IsOwn);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsOwn(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return true;
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces().SelectMany(each => each.GetIPProperties().UnicastAddresses).Any(each => each.Address.Equals(address));
        }
        catch (NetworkInformationException)
        {
            return false;
        }
    }

    private static string Url(string host, int port) => $"http://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";

    private static IEnumerable<string> Elsewhere()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(each => each.OperationalStatus == OperationalStatus.Up)
                .SelectMany(each => each.GetIPProperties().UnicastAddresses)
                .Select(each => each.Address)
                .Where(each => each.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(each))
                .Select(each => each.ToString())];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
