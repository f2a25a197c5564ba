using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Transport;

/// <summary>A Mother and two IZZYs on a network in fake time.</summary>
internal sealed class InMemoryFixture
{
    public static readonly IPAddress MotherAddress = IPAddress.Parse("10.0.0.1");
    public static readonly IPAddress IzzyAddress = IPAddress.Parse("10.0.0.2");
    public static readonly IPAddress OtherAddress = IPAddress.Parse("10.0.0.3");

    public InMemoryFixture(int seed = 1)
    {
        Network = new InMemoryNetwork(seed, Clock);
        Mother = Network.Attach(MotherAddress, 9000, 9001);
        Izzy = Network.Attach(IzzyAddress, 9001, 9000);
        Other = Network.Attach(OtherAddress, 9001, 9000);
    }

    public FakeClock Clock { get; } = new();

    public InMemoryNetwork Network { get; }

    public IDatagramTransport Mother { get; }

    public IDatagramTransport Izzy { get; }

    public IDatagramTransport Other { get; }

    public static SocketAddress To(IDatagramTransport transport) => transport.LocalEndPoint.Serialize();

    /// <summary>Everything that can be received now, each as its bytes.</summary>
    public static List<byte[]> Drain(IDatagramTransport transport)
    {
        var all = new List<byte[]>();
        var buffer = new byte[256];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        while (transport.TryReceive(buffer, from, out var length))
            all.Add(buffer[..length]);
        return all;
    }

    public static int Count(IDatagramTransport transport) => Drain(transport).Count;
}
