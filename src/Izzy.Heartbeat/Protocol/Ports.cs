namespace Izzy.Heartbeat.Protocol;

/// <summary>The default UDP ports of the reference. Every one can be configured.</summary>
public static class Ports
{
    /// <summary>Mother to IZZY: HELLO and ESTOP. The reference's <c>UDP_TO_CLIENT_PORT</c>.</summary>
    public const int UdpToClient = 9001;

    /// <summary>IZZY to Mother: HERE, and what an IZZY says unasked. The reference's <c>UDP_FROM_CLIENT_PORT</c>.</summary>
    public const int UdpFromClient = 9000;

    /// <summary>Mother to IZZY, Open Sound Control. The reference's <c>OSC_TO_CLIENT_PORT</c>. Also a port that ETC Eos suggests for OSC.</summary>
    public const int OscToClient = 8001;

    /// <summary>IZZY to Mother, Open Sound Control. The reference's <c>OSC_FROM_CLIENT_PORT</c>. Also a port that ETC Eos suggests for OSC.</summary>
    public const int OscFromClient = 8000;
}
