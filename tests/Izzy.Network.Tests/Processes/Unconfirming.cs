using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Network.Tests.Processes;

/// <summary>An IZZY as the reference client is: it says HERE, stands still, and never confirms a stop.</summary>
internal sealed class Unconfirming : IDisposable
{
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _thread;

    public Unconfirming(int motherPort, string name)
    {
        var here = new HeartbeatMessage(MessageType.Here, Guid.NewGuid(), Guid.Empty, new StatusReport(name, new IzzyState(IzzyStatus.Available))).ToBytes();
        _thread = new Thread(() =>
        {
            using var socket = new UdpClient();
            while (!_ending.Wait(50))
                socket.Send(here, new IPEndPoint(IPAddress.Loopback, motherPort));
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
        _ending.Dispose();
    }
}
