using System.Globalization;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>Whether the system gives Mother a receive buffer that holds what her fleet says at once.</summary>
internal static class BufferCheck
{
    private const string LimitFile = "/proc/sys/net/core/rmem_max";

    public static Finding Look(int izzies)
    {
        var need = izzies * ReceiveRoom.BytesPerAnswer * ReceiveRoom.Rounds;
        using var socket = new UdpTransport(new UdpTransportOptions { ReceiveBufferWish = Math.Max(need, new UdpTransportOptions().ReceiveBufferWish) });
        return Judge(izzies, need, socket.ReceiveBufferSize, ReadLimit());
    }

    /// <summary>What to say of it. Pure.</summary>
    /// <param name="izzies">How many IZZYs there are to be.</param>
    /// <param name="need">What they need, in bytes.</param>
    /// <param name="granted">What the system granted.</param>
    /// <param name="limit">What it grants to whoever has no privilege; null where it does not say.</param>
    public static Finding Judge(int izzies, int need, int granted, int? limit)
    {
        // Root is granted any: that says nothing of a Mother who is not.
        var (have, privileged) = limit < granted ? (limit.Value, $" by net.core.rmem_max (as root {granted})") : (granted, "");
        return have >= need
            ? Finding.Ok("buffer", $"The receive buffer holds {have} bytes{privileged}, and {izzies} IZZYs need {need}")
            : Finding.Warning("buffer", $"The receive buffer holds {have} bytes{privileged}, and {izzies} IZZYs need {need}: answers may be lost", $"sudo sysctl -w net.core.rmem_max={need}; in /etc/sysctl.d to keep it.");
    }

    private static int? ReadLimit() =>
        File.Exists(LimitFile) && int.TryParse(File.ReadAllText(LimitFile), CultureInfo.InvariantCulture, out var limit) ? limit : null;
}
