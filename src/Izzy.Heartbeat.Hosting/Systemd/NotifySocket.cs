using System.Net.Sockets;
using System.Text;

namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>Tells the service manager one thing at a time, and never waits for it: what it does not take at once is lost, and the next comes soon.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _manager;

    /// <param name="address">A path, or a name of the abstract kind, which begins with <c>@</c> here and with a zero in truth.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than an address can be.</exception>
    public NotifySocket(string address) => _manager = new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address);

    /// <summary>Tells.</summary>
    /// <param name="state">One assignment, such as <c>READY=1</c>.</param>
    /// <returns>False if it was not taken: nobody is there, or too much waits there already.</returns>
    public bool Tell(string state)
    {
        try
        {
            return _socket.SendTo(Encoding.UTF8.GetBytes(state), _manager) > 0;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
