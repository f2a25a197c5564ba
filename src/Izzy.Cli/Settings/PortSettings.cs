using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Settings;

/// <summary>The two ports, the same on both sides.</summary>
internal sealed class PortSettings
{
    public Setting<int> ToClient { get; } = Setting.Port("--to-client-port", "The UDP port at which IZZYs listen.", Ports.UdpToClient);

    public Setting<int> FromClient { get; } = Setting.Port("--from-client-port", "The UDP port at which Mother listens.", Ports.UdpFromClient);
}
