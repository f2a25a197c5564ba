using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>
/// Joins the real network and the one inside: what arrives at the one real socket is heard by every simulated robot as if it had come to its own
/// (what is for one alone, by that one), and what they answer goes out by that socket. Each real sender stands on the network inside under its own address, where answers find it.
/// </summary>
internal sealed class Gateway(IDatagramTransport air, InMemoryNetwork inside, (int ToClient, int FromClient) ports, Clock clock) : IDisposable
{
    /// <summary>More are not Mothers but a flood of made-up addresses.</summary>
    public const int MostSenders = 64;

    // Longer than any Mother is silent, who beats at least once a minute.
    private static readonly TimeSpan s_forgotten = TimeSpan.FromMinutes(2);

    // As the listener of an IZZY reads: under a flood the robots inside still have their turn.
    private const int MostAtOnce = 1024;

    private readonly Dictionary<IPAddress, Sender> _senders = [];
    private readonly Dictionary<IPEndPoint, Guid> _ids = [];
    private readonly Dictionary<Guid, SocketAddress> _robots = [];
    private readonly byte[] _datagram = new byte[512];
    private readonly SocketAddress _from = SocketAddresses.New();

    /// <summary>Tells of a sender that is heard for the first time, so that its ways can be given faults of their own.</summary>
    public Action<IPAddress>? Met { get; set; }

    /// <summary>How many datagrams came from senders beyond the most.</summary>
    public long Ignored { get; private set; }

    /// <summary>A robot has another id from now on.</summary>
    public void Lives(Guid id, IPEndPoint at)
    {
        if (_ids.Remove(at, out var before))
            _robots.Remove(before);
        _ids[at] = id;
        _robots[id] = at.Serialize();
    }

    public void CarryIn()
    {
        for (var read = 0; read < MostAtOnce && air.TryReceive(_datagram, _from, out var length); read++)
        {
            var datagram = _datagram.AsSpan(0, length);
            if (SenderAt(_from.ToEndPoint().Address) is not { } sender)
                Ignored++;
            else if (HeartbeatPacket.TryRead(datagram, out var packet, out _) && _robots.TryGetValue(packet.ReceiverId, out var robot))
                sender.Send(datagram, robot);
            else
                sender.Broadcast(datagram);
        }
    }

    public void CarryOut()
    {
        foreach (var sender in _senders.Values)
        {
            while (sender.Stand.TryReceive(_datagram, _from, out var length))
                air.Send(_datagram.AsSpan(0, length), sender.Outside);
        }
    }

    public void Dispose()
    {
        foreach (var sender in _senders.Values)
            sender.Stand.Dispose();
        air.Dispose();
    }

    private IDatagramTransport? SenderAt(IPAddress address)
    {
        var now = clock.Moment.Now;
        if (_senders.TryGetValue(address, out var known))
        {
            known.Last = now;
            return known.Stand;
        }

        ForgetOne(now);
        // Nobody can be answered at such an address, and the network inside has no place for it.
        if (_senders.Count == MostSenders || address.Equals(IPAddress.Any) || address.GetAddressBytes()[0] >= 224)
            return null;
        var stand = inside.Attach(address, ports.FromClient, ports.ToClient);
        _senders.Add(address, new Sender(stand, new IPEndPoint(address, ports.FromClient).Serialize()) { Last = now });
        Met?.Invoke(address);
        return stand;
    }

    // So that a flood does not keep out for ever a Mother who comes after it.
    private void ForgetOne(TimeSpan now)
    {
        if (_senders.Count < MostSenders)
            return;
        var (address, oldest) = _senders.MinBy(sender => sender.Value.Last);
        if (now - oldest.Last < s_forgotten)
            return;
        oldest.Stand.Dispose();
        _senders.Remove(address);
    }

    private sealed record Sender(IDatagramTransport Stand, SocketAddress Outside)
    {
        public TimeSpan Last { get; set; }
    }
}
