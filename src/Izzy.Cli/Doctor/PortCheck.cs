using System.Net;
using System.Net.Sockets;

namespace Izzy.Cli.Doctor;

/// <summary>Whether a port is free, or who has it.</summary>
internal static class PortCheck
{
    /// <param name="tcp">TCP, or else UDP.</param>
    /// <param name="port">The port.</param>
    /// <param name="who">Who needs it: <c>an IZZY</c>.</param>
    /// <param name="setting">How another one is chosen.</param>
    public static Finding Look(bool tcp, int port, string who, string setting)
    {
        var free = IsFree(tcp, port);
        return Judge($"{(tcp ? "TCP" : "UDP")} {port}", free, free || !OperatingSystem.IsLinux() ? null : PortHolder.Find(tcp, port).By, who, setting, tcp);
    }

    /// <summary>What to say of it. Pure.</summary>
    public static Finding Judge(string port, bool isFree, PortHolder? by, string who, string setting, bool canDoWithout)
    {
        const string check = "ports";
        if (isFree)
            return Finding.Ok(check, $"{port} is free, for {who}");
        if (by is { IsIzzy: true })
            return Finding.Ok(check, $"{port} is taken by {by}, which is as it should be if that is {who}");
        var what = $"{port}, which {who} needs, is taken by {by?.ToString() ?? "another user's program, which only root can see (sudo izzy doctor)"}";
        var toDo = $"Stop that program, or choose another port by {setting}, on every machine alike.";
        return canDoWithout ? Finding.Warning(check, what, $"Stop that program, or choose another port by {setting}.") : Finding.Fault(check, what, toDo);
    }

    private static bool IsFree(bool tcp, int port)
    {
        using var socket = tcp ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(tcp ? IPAddress.IPv6Any : IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
