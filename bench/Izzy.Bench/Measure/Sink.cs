using System.Net;
using System.Net.Sockets;

namespace Izzy.Bench.Measure;

/// <summary>An address on loopback where datagrams arrive and nobody reads them.</summary>
internal sealed class Sink : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public Sink() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose() => _socket.Dispose();
}
