using System.Net;
using System.Net.Sockets;

namespace Izzy.Cli.Doctor;

/// <summary>Whether a port is free, or who has it.</summary>
internal static class PortCheck
{
    private const string Check = "ports";

    /// <param name="tcp">TCP, or else UDP.</param>
    /// <param name="port">The port.</param>
    /// <param name="who">Who needs it: <c>an IZZY</c>.</param>
    /// <param name="setting">How another one is chosen.</param>
    public static Finding Look(bool tcp, int port, string who, string setting)
    {
        var name = $"{(tcp ? "TCP" : "UDP")} {port}";
        return Refusal(tcp, port) switch
        {
            null => Finding.Ok(Check, $"{name} is free, for {who}"),
            { SocketErrorCode: SocketError.AddressAlreadyInUse } => JudgeTaken(name, OperatingSystem.IsLinux() ? PortHolder.Find(tcp, port) : null, who, setting, tcp, Superuser.IsMe),
            var refused => JudgeRefused(name, refused.Message, who, setting, tcp),
        };
    }

    /// <summary>What to say of a port that somebody has. Pure.</summary>
    /// <param name="port">Which.</param>
    /// <param name="by">Who has it; null if that cannot be seen.</param>
    /// <param name="who">Who needs it.</param>
    /// <param name="setting">How another one is chosen.</param>
    /// <param name="canDoWithout">Whether a heartbeat works without it.</param>
    /// <param name="asRoot">Whether there is nobody who sees more.</param>
    public static Finding JudgeTaken(string port, PortHolder? by, string who, string setting, bool canDoWithout, bool asRoot)
    {
        if (by is { IsIzzy: true })
            return Finding.Ok(Check, $"{port} is taken by {by}, which is as it should be if that is {who}");
        var whom = by?.ToString() ?? (asRoot ? "a program that cannot be seen from here, in a container perhaps" : $"another user's program, which only root can see ({Superuser.Doctor})");
        return Bad($"{port}, which {who} needs, is taken by {whom}", "Stop that program, or choose", setting, canDoWithout);
    }

    /// <summary>What to say of a port that the system refuses for another reason. Pure.</summary>
    /// <param name="port">Which.</param>
    /// <param name="message">What the system says.</param>
    /// <param name="who">Who needs it.</param>
    /// <param name="setting">How another one is chosen.</param>
    /// <param name="canDoWithout">Whether a heartbeat works without it.</param>
    public static Finding JudgeRefused(string port, string message, string who, string setting, bool canDoWithout) =>
        Bad($"{port}, which {who} needs, cannot be opened: {message}", "Nobody has it, but the system refuses it: mend that, or choose", setting, canDoWithout);

    private static Finding Bad(string what, string toDo, string setting, bool canDoWithout) => canDoWithout
        ? Finding.Warning(Check, what, $"{toDo} another port by {setting}.")
        : Finding.Fault(Check, what, $"{toDo} another port by {setting}, on every machine alike.");

    /// <summary>What the system has against this port; null for nothing.</summary>
    private static SocketException? Refusal(bool tcp, int port)
    {
        try
        {
            // IPv4 as Mother, IZZYs and the panel: a machine without IPv6 has them all the same.
            using var socket = new Socket(AddressFamily.InterNetwork, tcp ? SocketType.Stream : SocketType.Dgram, tcp ? ProtocolType.Tcp : ProtocolType.Udp);
            // Of TCP what is left of closed connections hinders nobody who listens, but would hinder an exclusive one.
            socket.ExclusiveAddressUse = !tcp;
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            if (tcp)
                socket.Listen();
            return null;
        }
        catch (SocketException refused)
        {
            return refused;
        }
    }
}
