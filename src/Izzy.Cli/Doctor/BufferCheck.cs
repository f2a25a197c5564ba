using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>Whether the system gives Mother a receive buffer that holds what her fleet says at once.</summary>
internal static class BufferCheck
{
    public static Finding Look(int izzies)
    {
        var need = izzies * ReceiveRoom.BytesPerAnswer * ReceiveRoom.Rounds;
        using var socket = new UdpTransport(new UdpTransportOptions { ReceiveBufferWish = Math.Max(need, new UdpTransportOptions().ReceiveBufferWish) });
        return Judge(izzies, need, socket.ReceiveBufferSize);
    }

    /// <summary>What to say of it. Pure.</summary>
    public static Finding Judge(int izzies, int need, int have) => have >= need
        ? Finding.Ok("buffer", $"The receive buffer holds {have} bytes, and {izzies} IZZYs need {need}")
        : Finding.Warning("buffer", $"The receive buffer holds {have} bytes, and {izzies} IZZYs need {need}: answers may be lost", $"sudo sysctl -w net.core.rmem_max={need}; in /etc/sysctl.d to keep it.");
}
