using System.Buffers;
using System.Net;

namespace Izzy.Heartbeat.Transport;

/// <summary>What happens to a datagram between two endpoints of an <see cref="InMemoryNetwork"/>. The caller holds the network's lock.</summary>
/// <param name="seed">Where the chances start.</param>
internal sealed class InMemoryWeather(int seed)
{
    // Seeded, so that the algorithm is the documented one that stays the same from version to version.
    private readonly Random _random = new(seed);
    private readonly Dictionary<(IPAddress From, IPAddress To), NetworkFaults> _faults = [];
    private readonly HashSet<(IPAddress From, IPAddress To)> _partitions = [];
    private readonly HashSet<IPAddress> _isolated = [];
    // By address rather than by endpoint: one that leaves and comes back finds its own entry, so there is nothing to clear up.
    private readonly Dictionary<(IPEndPoint From, IPEndPoint To), TimeSpan> _lastDue = [];

    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    public void SetFaults(IPAddress from, IPAddress to, NetworkFaults? faults)
    {
        if (faults is null)
            _ = _faults.Remove((from, to));
        else
            _faults[(from, to)] = faults;
    }

    public void Partition(IPAddress a, IPAddress b)
    {
        _ = _partitions.Add((a, b));
        _ = _partitions.Add((b, a));
    }

    public void Isolate(IPAddress address) => _isolated.Add(address);

    public void Heal()
    {
        _partitions.Clear();
        _isolated.Clear();
    }

    public void Carry(InMemoryEndpoint from, InMemoryEndpoint to, ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        var way = (from.LocalEndPoint.Address, to.LocalEndPoint.Address);
        if (IsCut(way))
            return;
        var faults = _faults.Count > 0 && _faults.TryGetValue(way, out var own) ? own : Faults;
        if (Happens(faults.Loss))
            return;
        var copies = Happens(faults.Duplication) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var due = Due((from.LocalEndPoint, to.LocalEndPoint), faults, now);
            if (datagram.Length > 0 && Happens(faults.Corruption))
                Damage(from, to, datagram, due, now);
            else
                to.Take(datagram, from, due, now);
        }
    }

    private bool IsCut((IPAddress From, IPAddress To) way) =>
        // Two endpoints on one address are one machine, which still reaches itself.
        (_isolated.Count > 0 && !way.From.Equals(way.To) && (_isolated.Contains(way.From) || _isolated.Contains(way.To)))
        || (_partitions.Count > 0 && _partitions.Contains(way));

    private TimeSpan Due((IPEndPoint From, IPEndPoint To) way, NetworkFaults faults, TimeSpan now)
    {
        var due = now + faults.Delay + Part(faults.Jitter);
        if (Happens(faults.Reordering))
            return due + Part(faults.ReorderingWindow);
        var before = _lastDue.GetValueOrDefault(way);
        if (due < before)
            due = before;
        // Without a delay the order of sending is the order of arrival: nothing to remember.
        if (due > now)
            _lastDue[way] = due;
        return due;
    }

    private void Damage(InMemoryEndpoint from, InMemoryEndpoint to, ReadOnlySpan<byte> datagram, TimeSpan due, TimeSpan now)
    {
        if (_random.Next(2) == 0)
        {
            to.Take(datagram[.._random.Next(datagram.Length)], from, due, now);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(datagram.Length);
        datagram.CopyTo(copy);
        // Never zero, so that the byte does change.
        copy[_random.Next(datagram.Length)] ^= (byte)_random.Next(1, 256);
        to.Take(copy.AsSpan(0, datagram.Length), from, due, now);
        ArrayPool<byte>.Shared.Return(copy);
    }

    private bool Happens(double share) => share > 0 && _random.NextDouble() < share;

    private TimeSpan Part(TimeSpan most) => most == TimeSpan.Zero ? most : most * _random.NextDouble();
}
