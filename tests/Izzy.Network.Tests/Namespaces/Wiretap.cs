using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// Sees what a host puts on its cable, in the very call that sends it: a packet socket of Linux. So when a send has returned,
/// the datagram is in here, or it never left; no scheduling lies between.
/// </summary>
internal sealed class Wiretap : IDisposable
{
    private const short AllProtocols = 3;

    // Of a frame: 14 bytes of Ethernet, 20 of IP as nobody here uses options, 8 of UDP.
    private const int UdpPayload = 42;

    private readonly Socket _socket;

    public Wiretap(string host)
    {
        _socket = InsideHost.Run(host, () => new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)IPAddress.HostToNetworkOrder(AllProtocols)));
        _socket.Blocking = false;
        _socket.ReceiveBufferSize = 1 << 20;
    }

    /// <summary>What went over the cable to IZZYs since the last call, in its order.</summary>
    public List<MessageType> Read()
    {
        var types = new List<MessageType>();
        var frame = new byte[2048];
        while (_socket.Poll(0, SelectMode.SelectRead))
        {
            var length = _socket.Receive(frame);
            if (length > UdpPayload && HeartbeatPacket.TryRead(frame.AsSpan(UdpPayload, length - UdpPayload), out var packet, out _)
                && IPAddress.NetworkToHostOrder(BitConverter.ToInt16(frame, 36)) == Ports.UdpToClient)
            {
                types.Add(packet.Type);
            }
        }

        return types;
    }

    public void Dispose() => _socket.Dispose();
}
