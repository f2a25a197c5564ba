using System.Diagnostics;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// Two hosts of a test's own, joined by one cable (a veth pair), without a default route and without any way to the outside.
/// </summary>
internal sealed class NetworkNamespaces : IDisposable
{
    private static int s_count;

    private readonly string _id = $"{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";

    public NetworkNamespaces()
    {
        if (WhyNot is { } reason)
            Assert.Skip(reason);
        try
        {
            Ip($"netns add {A}");
            Ip($"netns add {B}");
            Ip($"link add {CableA} netns {A} type veth peer name {CableB} netns {B}");
            foreach (var (host, cable, address) in new[] { (A, CableA, "10.77.0.1/24"), (B, CableB, "10.77.0.2/24") })
            {
                Ip($"-n {host} link set lo up");
                Ip($"-n {host} addr add {address} brd + dev {cable}");
                Ip($"-n {host} link set {cable} up");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why namespaces cannot be made here, or null.</summary>
    public static string? WhyNot { get; } = FindWhyNot();

    public string A => $"izt-{_id}-a";

    public string B => $"izt-{_id}-b";

    // At most 15 characters.
    public string CableA => $"v{_id}a";

    public string CableB => $"v{_id}b";

    public static void Ip(string arguments)
    {
        var (code, error) = Run(arguments);
        if (code != 0)
            throw new InvalidOperationException($"ip {arguments}: {error}");
    }

    public void Dispose()
    {
        Run($"netns del {A}");
        Run($"netns del {B}");
    }

    private static string? FindWhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "Network namespaces are Linux's.";
        try
        {
            var name = $"izt-try-{Environment.ProcessId}";
            var (code, error) = Run($"netns add {name}");
            if (code != 0)
                return $"This user may not make network namespaces (needs root): {error}";
            Run($"netns del {name}");
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "The command ip is missing (Debian's package iproute2).";
        }
    }

    private static (int Code, string Error) Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.Trim());
    }
}
