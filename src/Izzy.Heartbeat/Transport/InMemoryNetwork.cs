using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// A network without a network, for tests: endpoints in one process that broadcast and send to each other, with loss,
/// duplication, damage, delay, reordering and partitions as wanted. IPv4, one link: a broadcast reaches every endpoint at its port.
/// </summary>
/// <remarks>
/// <para>
/// Chance comes from a seed. Where one thread does all the sending, the same calls meet the same faults; with several threads,
/// their order decides.
/// </para>
/// <para>Every member may be called from any thread. Faults apply to what is sent from then on: what is on its way arrives.</para>
/// </remarks>
/// <example>
/// <code>
/// var network = new InMemoryNetwork(seed: 1) { Faults = new NetworkFaults { Loss = 0.05 } };
/// using var mother = network.Attach(IPAddress.Parse("10.0.0.1"), Ports.UdpFromClient, Ports.UdpToClient);
/// using var izzy = network.Attach(IPAddress.Parse("10.0.0.2"), Ports.UdpToClient, Ports.UdpFromClient);
/// </code>
/// </example>
public sealed class InMemoryNetwork
{
    private readonly Lock _gate = new();
    private readonly Clock _clock;
    private readonly TimeSpan _start;
    private readonly InMemoryWeather _weather;
    private readonly Dictionary<(uint Address, int Port), InMemoryEndpoint> _endpoints = [];
    private readonly Dictionary<int, List<InMemoryEndpoint>> _byPort = [];
    private readonly HashSet<IPAddress> _down = [];
    private long _overflowed;

    /// <summary>A perfect network in real time.</summary>
    /// <param name="seed">Where its chances start; any number.</param>
    public InMemoryNetwork(int seed)
        : this(seed, SystemClock.Instance)
    {
    }

    /// <summary>On a clock of the test's own, <see cref="IDatagramTransport.Wait"/> never blocks: it tells whether something is due.</summary>
    internal InMemoryNetwork(int seed, Clock clock)
    {
        _weather = new InMemoryWeather(seed);
        _clock = clock;
        _start = clock.Moment.Now;
    }

    /// <summary>Sees one datagram at the moment it is sent, before anything happens to it.</summary>
    /// <param name="time">When, since the network was made.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">The destination; 255.255.255.255 for a broadcast.</param>
    /// <param name="datagram">Its bytes, valid during the call only.</param>
    public delegate void Sniffer(TimeSpan time, IPEndPoint from, IPEndPoint to, ReadOnlySpan<byte> datagram);

    /// <summary>
    /// Sees every datagram that is sent, also those that get lost, once each and before the sending call returns, on the sender's
    /// thread. Not those that an interface taken down refused. What it throws, the sending call throws.
    /// </summary>
    public Sniffer? OnSent { get; set; }

    /// <summary>The faults on every way that has none of its own. Default: none.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public NetworkFaults Faults
    {
        get
        {
            lock (_gate)
                return _weather.Faults;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
                _weather.Faults = value;
        }
    }

    /// <summary>
    /// How many datagrams found their receiver's buffer full, in all. It holds 4,096; as in a real socket the oldest stay and the newcomer
    /// is discarded.
    /// </summary>
    public long Overflowed
    {
        get
        {
            lock (_gate)
                return _overflowed + _endpoints.Values.Sum(endpoint => endpoint.Overflowed);
        }
    }

    internal TimeSpan Now => _clock.Moment.Now;

    internal bool TimePasses => _clock is SystemClock;

    /// <summary>Puts an endpoint on the network.</summary>
    /// <param name="address">Its IPv4 address: one of a host's, neither 0.0.0.0 nor a broadcast address.</param>
    /// <param name="port">The UDP port it receives at, 1 to 65535.</param>
    /// <param name="broadcastPort">The UDP port its broadcasts go to, 1 to 65535.</param>
    /// <returns>The endpoint; disposing it takes it off the network.</returns>
    /// <exception cref="HeartbeatStartException">The port is taken at this address.</exception>
    /// <exception cref="ArgumentException">The address is not a host's IPv4 address, or a port is out of range.</exception>
    public IDatagramTransport Attach(IPAddress address, int port, int broadcastPort)
    {
        CheckAddress(address);
        if (port is < 1 or > IPEndPoint.MaxPort)
            throw new ArgumentOutOfRangeException(nameof(port), port, "The port must be 1 to 65535.");
        if (broadcastPort is < 1 or > IPEndPoint.MaxPort)
            throw new ArgumentOutOfRangeException(nameof(broadcastPort), broadcastPort, "The broadcast port must be 1 to 65535.");
        var endpoint = new InMemoryEndpoint(this, new IPEndPoint(address, port), broadcastPort);
        lock (_gate)
        {
            if (!_endpoints.TryAdd(Key(endpoint.LocalEndPoint), endpoint))
            {
                throw new HeartbeatStartException(
                    $"UDP port {port} is taken at {address} on this in-memory network.",
                    "Dispose the endpoint that has it, or choose another port or address.");
            }

            if (!_byPort.TryGetValue(port, out var list))
                _byPort[port] = list = [];
            list.Add(endpoint);
        }

        return endpoint;
    }

    /// <summary>Sets the faults of one direction between two addresses, instead of <see cref="Faults"/>.</summary>
    /// <param name="from">The sender's address.</param>
    /// <param name="to">The receiver's address.</param>
    /// <param name="faults">The faults; null to have <see cref="Faults"/> apply again.</param>
    /// <exception cref="ArgumentException">An address is not a host's IPv4 address.</exception>
    public void SetFaults(IPAddress from, IPAddress to, NetworkFaults? faults)
    {
        CheckAddress(from);
        CheckAddress(to);
        lock (_gate)
            _weather.SetFaults(from, to, faults);
    }

    /// <summary>Cuts two addresses off from each other, both ways. Neither notices: sends succeed and nothing arrives.</summary>
    /// <param name="a">One address.</param>
    /// <param name="b">The other.</param>
    /// <exception cref="ArgumentException">An address is not a host's IPv4 address.</exception>
    public void Partition(IPAddress a, IPAddress b)
    {
        CheckAddress(a);
        CheckAddress(b);
        lock (_gate)
            _weather.Partition(a, b);
    }

    /// <summary>Cuts an address off from all others, both ways. It does not notice: sends succeed and nothing arrives.</summary>
    /// <param name="address">The address; it need not be attached yet.</param>
    /// <exception cref="ArgumentException">It is not a host's IPv4 address.</exception>
    public void Isolate(IPAddress address)
    {
        CheckAddress(address);
        lock (_gate)
            _weather.Isolate(address);
    }

    /// <summary>
    /// Takes an address's interface down: as <see cref="Isolate"/>, but it notices, because its sends are refused (false from
    /// <see cref="IDatagramTransport.Send"/>, 0 from <see cref="IDatagramTransport.Broadcast"/>).
    /// </summary>
    /// <param name="address">The address; it need not be attached yet.</param>
    /// <exception cref="ArgumentException">It is not a host's IPv4 address.</exception>
    public void TakeDown(IPAddress address)
    {
        CheckAddress(address);
        lock (_gate)
            _ = _down.Add(address);
    }

    /// <summary>Undoes every <see cref="Partition"/>, <see cref="Isolate"/> and <see cref="TakeDown"/>. Faults stay as they are.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _weather.Heal();
            _down.Clear();
        }
    }

    internal bool Send(InMemoryEndpoint from, ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        if (destination.Family != AddressFamily.InterNetwork || destination.Size < 8)
            return false;
        // Read in place rather than by an IPEndPoint, which would be allocated.
        var (port, address) = (destination.Port(), destination.Host());
        if (address == uint.MaxValue)
            return Broadcast(from, datagram, new IPEndPoint(IPAddress.Broadcast, port));
        InMemoryEndpoint? to;
        TimeSpan now;
        lock (_gate)
        {
            if (!CanSend(from, datagram))
                return false;
            now = Now;
            if (_endpoints.TryGetValue((address, port), out to))
                Carry(from, to, datagram, now);
        }

        OnSent?.Invoke(now - _start, from.LocalEndPoint, to?.LocalEndPoint ?? (IPEndPoint)from.LocalEndPoint.Create(destination), datagram);
        return true;
    }

    internal bool Broadcast(InMemoryEndpoint from, ReadOnlySpan<byte> datagram, IPEndPoint to)
    {
        TimeSpan now;
        lock (_gate)
        {
            if (!CanSend(from, datagram))
                return false;
            now = Now;
            if (_byPort.TryGetValue(to.Port, out var receivers))
            {
                foreach (var receiver in receivers)
                {
                    if (receiver != from)
                        Carry(from, receiver, datagram, now);
                }
            }
        }

        OnSent?.Invoke(now - _start, from.LocalEndPoint, to, datagram);
        return true;
    }

    internal void Detach(InMemoryEndpoint endpoint)
    {
        lock (_gate)
        {
            if (!IsAttached(endpoint))
                return;
            _overflowed += endpoint.Overflowed;
            _ = _endpoints.Remove(Key(endpoint.LocalEndPoint));
            _ = _byPort[endpoint.LocalEndPoint.Port].Remove(endpoint);
        }
    }

    // 65,507 bytes is what fits an IPv4 packet; a real socket refuses more.
    private bool CanSend(InMemoryEndpoint from, ReadOnlySpan<byte> datagram) =>
        datagram.Length <= 65_507 && IsAttached(from) && !_down.Contains(from.LocalEndPoint.Address);

    private bool IsAttached(InMemoryEndpoint endpoint) =>
        _endpoints.TryGetValue(Key(endpoint.LocalEndPoint), out var there) && there == endpoint;

    private void Carry(InMemoryEndpoint from, InMemoryEndpoint to, ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        if (!_down.Contains(to.LocalEndPoint.Address))
            _weather.Carry(from, to, datagram, now);
    }

    private static (uint Address, int Port) Key(IPEndPoint at)
    {
        Span<byte> bytes = stackalloc byte[4];
        _ = at.Address.TryWriteBytes(bytes, out _);
        return (BinaryPrimitives.ReadUInt32BigEndian(bytes), at.Port);
    }

    private static void CheckAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetwork || address.Equals(IPAddress.Any) || address.GetAddressBytes()[0] >= 224)
            throw new ArgumentException($"An endpoint's address must be a host's IPv4 address, but was {address}.", nameof(address));
    }
}
