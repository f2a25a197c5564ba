using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Transport;

/// <summary>What a <see cref="UdpTransport"/> is told. IPv4 only, as the reference is.</summary>
internal sealed record UdpTransportOptions
{
    /// <summary>
    /// The address to receive at. Default: all of this machine's. A socket bound to one address receives no broadcast
    /// (measured on Linux), so an IZZY that is to hear broadcast beats needs the default.
    /// </summary>
    public IPAddress LocalAddress { get; init; } = IPAddress.Any;

    /// <summary>The UDP port to receive at, 0 to 65535; 0 takes any that is free. Default: 0.</summary>
    public int LocalPort { get; init; }

    /// <summary>The UDP port that broadcasts go to, 1 to 65535. Default: 9001, where IZZYs listen.</summary>
    public int BroadcastPort { get; init; } = Ports.UdpToClient;

    /// <summary>
    /// Whether <see cref="IDatagramTransport.Broadcast"/> does anything. Default: no, as on the IZZY's side; then interfaces
    /// are neither watched nor sent to.
    /// </summary>
    public bool Broadcasts { get; init; }

    /// <summary>
    /// The names of the interfaces to broadcast from. Default: none named, which means every one that is up, but loopback only
    /// when there is no other. A name that does not exist (yet) is reported in <see cref="WaysOut.Problems"/>, and used once
    /// it does.
    /// </summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>
    /// Where broadcasts go instead, when not empty: to each of these addresses, from the receiving socket. Default: empty.
    /// </summary>
    public IReadOnlyList<IPEndPoint> Targets { get; init; } = [];

    /// <summary>
    /// The receive buffer to ask the system for, in bytes; 0 leaves the system's default, which on Linux keeps some 256 small
    /// datagrams. Default: 1 MiB, some 2,500 of them, so that a burst of answers outlasts a pause of this process; it costs memory
    /// only while it is filled. What was granted is <see cref="UdpTransport.ReceiveBufferSize"/>.
    /// </summary>
    public int ReceiveBufferWish { get; init; } = 1 << 20;

    /// <exception cref="ArgumentException">A value is outside its range; the message names it.</exception>
    public void Check()
    {
        if (LocalAddress.AddressFamily != AddressFamily.InterNetwork)
            throw new ArgumentException($"The local address must be an IPv4 address, but was {LocalAddress}.", nameof(LocalAddress));
        if (LocalPort is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw new ArgumentOutOfRangeException(nameof(LocalPort), LocalPort, "The local port must be 0 to 65535.");
        if (BroadcastPort is < 1 or > IPEndPoint.MaxPort)
            throw new ArgumentOutOfRangeException(nameof(BroadcastPort), BroadcastPort, "The broadcast port must be 1 to 65535.");
        if (ReceiveBufferWish < 0)
            throw new ArgumentOutOfRangeException(nameof(ReceiveBufferWish), ReceiveBufferWish, "The receive buffer must not be negative.");
        foreach (var target in Targets)
        {
            if (target.AddressFamily != AddressFamily.InterNetwork || target.Port == 0)
                throw new ArgumentException($"A target must be an IPv4 address with a port of 1 to 65535, but one was {target}.", nameof(Targets));
        }
    }
}
