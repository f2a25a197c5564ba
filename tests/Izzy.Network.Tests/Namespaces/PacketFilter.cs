using System.Net;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>Losses on the way into a host, made by the kernel's packet filter.</summary>
internal static class PacketFilter
{
    // Twenty bytes of IP header at least, then eight of UDP; the type is byte 45 of the packet (docs/protocol.md).
    private const string EstopToIzzy = "-p udp --dport 9001 -m u32 --u32 0>>22&0x3C@50&0xFF=0x06";

    private static readonly string? s_tool = Find();

    /// <summary>Skips the test, with the reason, where there is no such filter.</summary>
    public static void Need()
    {
        if (s_tool is null)
            Assert.Skip(NetworkNamespaces.WhyNot ?? "The packet filter is missing or lacks the matches statistic and u32 (Debian's package iptables).");
    }

    /// <summary>Each datagram that comes to this host is lost with this probability.</summary>
    public static void Lose(string host, double probability) =>
        Run(host, Timings.Invariant($"-A INPUT -p udp -m statistic --mode random --probability {probability:0.###} -j DROP"));

    /// <summary>Every ESTOP for an IZZY on this host is lost, and nothing else.</summary>
    public static void LoseEstops(string host) => Run(host, $"-A INPUT {EstopToIzzy} -j DROP");

    /// <summary>Every datagram to this port of the host is lost.</summary>
    public static void Drop(string host, int port) => Run(host, $"-A INPUT -p udp --dport {port} -j DROP");

    /// <summary>Every datagram in the name of this address is lost.</summary>
    public static void DropFrom(string host, IPAddress address) => Run(host, $"-A INPUT -p udp -s {address} -j DROP");

    /// <summary>Every datagram to this port of the host comes in, whatever other rules say.</summary>
    public static void Accept(string host, int port) => Run(host, $"-I INPUT -p udp --dport {port} -j ACCEPT");

    public static void LoseNothing(string host) => Run(host, "-F INPUT");

    private static void Run(string host, string rule) => Commands.Run("ip", $"netns exec {host} {s_tool} {rule}");

    // On some kernels only one of the filter's two back ends knows these matches.
    private static string? Find()
    {
        if (NetworkNamespaces.WhyNot is not null)
            return null;
        var host = $"izt-{Environment.ProcessId}-filter";
        Commands.Run("ip", $"netns add {host}");
        try
        {
            return new[] { "iptables", "iptables-legacy" }.FirstOrDefault(tool =>
                Commands.Try("ip", $"netns exec {host} {tool} -A INPUT -p udp -m statistic --mode random --probability 0.3 -j DROP") is null
                && Commands.Try("ip", $"netns exec {host} {tool} -A INPUT {EstopToIzzy} -j DROP") is null);
        }
        finally
        {
            Commands.Run("ip", $"netns del {host}");
        }
    }
}
