using System.ComponentModel;
using System.Diagnostics;

namespace Izzy.Cli.Doctor;

/// <summary>Whether a firewall on this machine may keep the heartbeat out. A hint: rules can be anything.</summary>
internal static class FirewallCheck
{
    private const string Check = "firewall";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static Finding Look(int toClient, int fromClient) => Judge(
        File.Exists("/etc/ufw/ufw.conf") && File.ReadLines("/etc/ufw/ufw.conf").Any(line => line.Trim().Equals("ENABLED=yes", StringComparison.OrdinalIgnoreCase)),
        Directory.Exists("/run/firewalld"),
        Run("nft", "list", "ruleset") ?? Run("iptables", "-S", "INPUT"),
        toClient,
        fromClient);

    /// <summary>What to say of it. Pure.</summary>
    /// <param name="ufw">Whether ufw is on.</param>
    /// <param name="firewalld">Whether firewalld runs.</param>
    /// <param name="rules">The rules as nft or iptables print them; null where they cannot be read.</param>
    /// <param name="toClient">The port at which IZZYs listen.</param>
    /// <param name="fromClient">The port at which Mother listens.</param>
    public static Finding Judge(bool ufw, bool firewalld, string? rules, int toClient, int fromClient)
    {
        if (ufw)
            return Finding.Warning(Check, "ufw is on", $"On a robot: sudo ufw allow {toClient}/udp; for Mother: sudo ufw allow {fromClient}/udp.");
        if (firewalld)
            return Finding.Warning(Check, "firewalld is on", $"On a robot: sudo firewall-cmd --add-port={toClient}/udp; for Mother: sudo firewall-cmd --add-port={fromClient}/udp; with --permanent to keep it.");
        if (rules is null)
            return Finding.Ok(Check, "neither ufw nor firewalld is on; other rules can be read by root only (sudo izzy doctor)");
        var drops = rules.Contains("policy drop", StringComparison.OrdinalIgnoreCase)
            || rules.Contains("-P INPUT DROP", StringComparison.Ordinal)
            || rules.Split('\n').Any(line => line.Contains("INPUT", StringComparison.Ordinal) && (line.Contains("-j DROP", StringComparison.Ordinal) || line.Contains("-j REJECT", StringComparison.Ordinal)));
        return drops && !(Names(rules, toClient) && Names(rules, fromClient))
            ? Finding.Warning(Check, $"Rules of the packet filter drop what comes in, and not both of the ports {toClient} and {fromClient} are named", $"Let UDP {toClient} in on a robot, and UDP {fromClient} at Mother: sudo iptables -I INPUT -p udp --dport PORT -j ACCEPT.")
            : Finding.Ok(Check, "no rule was seen that keeps the heartbeat out");
    }

    private static bool Names(string rules, int port) => rules.Contains($"dport {port}", StringComparison.Ordinal);

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
                return null;
            var output = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : null;
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
