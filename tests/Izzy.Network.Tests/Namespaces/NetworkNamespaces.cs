using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// Hosts of a test's own, without a default route and without any way to the outside: two joined by one cable (a veth pair),
/// more by a switch (a bridge in a namespace of its own). They are named after this process, so that what a killed run left
/// behind is known by its dead owner and swept.
/// </summary>
internal sealed partial class NetworkNamespaces : IDisposable
{
    /// <summary>A switch with more ports than this takes the kernel longer to build than any test is worth.</summary>
    public const int MostHosts = 60;

    // The same in each host; not eth0, for a look into /sys shows the machine's own interfaces.
    public const string Cable = "izt0";

    public const string SecondCable = "izt1";

    private static int s_count;

    private readonly string _id = $"izt-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
    private readonly string? _switch;
    private readonly bool _isHub;

    /// <param name="hosts">How many.</param>
    /// <param name="isHub">Whether each host can hear what is sent to another, as on the Wi-Fi.</param>
    public NetworkNamespaces(int hosts = 2, bool isHub = false)
    {
        if (WhyNot is { } reason)
            Assert.Skip(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hosts, MostHosts);
        Hosts = [.. Enumerable.Range(1, hosts).Select(number => $"{_id}-{number}")];
        _isHub = isHub;
        _switch = hosts == 2 ? null : $"{_id}-switch";
        try
        {
            Build();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why namespaces cannot be made here, or null.</summary>
    public static string? WhyNot { get; } = FindWhyNot();

    public IReadOnlyList<string> Hosts { get; }

    public string A => Hosts[0];

    public string B => Hosts[1];

    /// <summary>The first host is 10.77.0.1.</summary>
    public static IPAddress AddressOf(int host) => new([10, 77, 0, (byte)(host + 1)]);

    public static void Ip(string arguments) => Commands.Run("ip", arguments);

    public static void SetCable(string host, bool up, string cable = Cable) => Ip($"-n {host} link set {cable} {(up ? "up" : "down")}");

    /// <summary>A second cable from the first host, to one of other namespaces: 10.78.0.1 and 10.78.0.2.</summary>
    public void AddCableTo(string other)
    {
        Ip($"link add {SecondCable} netns {A} type veth peer name {SecondCable} netns {other}");
        PlugIn(A, SecondCable, "10.78.0.1");
        PlugIn(other, SecondCable, "10.78.0.2");
    }

    public void Dispose()
    {
        var strays = InsideHost.StrayWorkers().ToList();
        foreach (var host in Hosts)
            Commands.Try("ip", $"netns del {host}");
        if (_switch is not null)
            Commands.Try("ip", $"netns del {_switch}");
        // Whatever ran on one later would fail, and nobody would know why.
        Assert.Empty(strays);
    }

    private void Build()
    {
        var make = new StringBuilder();
        foreach (var host in _switch is null ? Hosts : Hosts.Append(_switch))
            make.AppendLine($"netns add {host}");
        if (_switch is null)
            make.AppendLine($"link add {Cable} netns {A} type veth peer name {Cable} netns {B}");
        for (var port = 0; _switch is not null && port < Hosts.Count; port++)
            make.AppendLine($"link add {Cable} netns {Hosts[port]} type veth peer name port{port} netns {_switch}");
        Commands.Run("ip", "-batch -", make.ToString());

        if (_switch is not null)
        {
            var ports = Enumerable.Range(0, Hosts.Count).Select(port => $"link set port{port} master bridge up\n");
            Commands.Run("ip", $"-n {_switch} -batch -", $"link add bridge type bridge{(_isHub ? " ageing_time 0" : "")}\nlink set bridge up\n{string.Concat(ports)}");
        }

        for (var host = 0; host < Hosts.Count; host++)
            PlugIn(Hosts[host], Cable, $"{AddressOf(host)}");
    }

    private static void PlugIn(string host, string cable, string address) =>
        Commands.Run("ip", $"-n {host} -batch -", $"link set lo up\naddr add {address}/24 brd + dev {cable}\nlink set {cable} up\n");

    private static string? FindWhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "Network namespaces are Linux's.";
        var name = $"izt-{Environment.ProcessId}-try";
        if (Commands.Try("ip", $"netns add {name}") is { } error)
            return $"Network namespaces cannot be made here: that needs root and Debian's package iproute2. {error}";
        Commands.Try("ip", $"netns del {name}");
        Sweep(owner => !Directory.Exists($"/proc/{owner}"));
        // And of this run, whatever a test left that failed before it could be disposed of.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Sweep(owner => owner == $"{Environment.ProcessId}");
        return null;
    }

    /// <summary>Removes all namespaces of such owners. Of a run that was killed nobody else ever would.</summary>
    private static void Sweep(Predicate<string> ofOwner)
    {
        if (!Directory.Exists(InsideHost.Folder))
            return;
        foreach (var path in Directory.GetFiles(InsideHost.Folder))
        {
            if (OursBy().Match(Path.GetFileName(path)) is { Success: true } match && ofOwner(match.Groups[1].Value))
                Commands.Try("ip", $"netns del {Path.GetFileName(path)}");
        }
    }

    [GeneratedRegex("^izt-([0-9]+)-")]
    private static partial Regex OursBy();
}
