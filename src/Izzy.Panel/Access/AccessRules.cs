using System.Net;

namespace Izzy.Panel.Access;

/// <summary>All of a request that decides who may.</summary>
/// <param name="Remote">Where the connection comes from.</param>
/// <param name="IsForwarded">Whether a proxy says that it speaks for somebody else, who then is not on this machine.</param>
/// <param name="Host">The header Host.</param>
/// <param name="Origin">The header Origin, or null.</param>
/// <param name="FetchSite">The header Sec-Fetch-Site, or null.</param>
/// <param name="HasSession">Whether it brings a session that was made with the token.</param>
internal readonly record struct Caller(IPAddress? Remote, bool IsForwarded, string? Host, string? Origin, string? FetchSite, bool HasSession)
{
    /// <summary>Whether it comes from this machine.</summary>
    public bool IsLocal => Remote is { } address && !IsForwarded && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}

/// <summary>
/// Who may. Pure.
/// <code>
/// what it brings                                             open     view                     change
/// ---------------------------------------------------------  -------  -----------------------  -------------
/// a Host that is neither an address nor a name of this one   421      421                      421
/// an Origin or a Sec-Fetch-Site of another page              403      403                      403
/// from this machine, or with a session                       granted  granted                  granted
/// from elsewhere                                             granted  granted if that is open  401
/// </code>
/// </summary>
/// <param name="names">The names by which browsers may know this machine.</param>
/// <param name="opensViewing">Whether everyone may look on.</param>
internal sealed class AccessRules(IEnumerable<string> names, bool opensViewing)
{
    private readonly HashSet<string> _names = new(names, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of this machine, and the one that somebody gave the panel.</summary>
    public static AccessRules For(string host, bool opensViewing)
    {
        var machine = Environment.MachineName;
        return new([host, "localhost", machine, $"{machine}.local"], opensViewing);
    }

    public Verdict Decide(Act act, in Caller caller)
    {
        if (!IsOurs(caller.Host))
            return Verdict.Misdirected;
        if (IsForeign(caller))
            return Verdict.Foreign;
        return MayDo(act, caller) ? Verdict.Granted : Verdict.NeedsSession;
    }

    /// <summary>The same without a look at the headers, to tell the page what it may offer.</summary>
    public bool MayDo(Act act, in Caller caller) => act == Act.Open || caller.IsLocal || caller.HasSession || (act == Act.View && opensViewing);

    private bool IsOurs(string? host)
    {
        if (string.IsNullOrEmpty(host) || !Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
            return false;
        return uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || _names.Contains(uri.IdnHost.TrimEnd('.'));
    }

    private static bool IsForeign(in Caller caller)
    {
        if (caller.FetchSite is { } site && site is not ("same-origin" or "none"))
            return true;
        return caller.Origin is { } origin
            && !string.Equals(origin, $"http://{caller.Host}", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(origin, $"https://{caller.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
