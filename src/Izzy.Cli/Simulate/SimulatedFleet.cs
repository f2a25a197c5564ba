using System.Net;
using Izzy.Cli.Actors;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>
/// A fleet of simulated robots behind one real socket, without its thread: <see cref="Step"/> does what is due. All chance comes from the seed: names,
/// ids, freezes and losses of power come again as they were. What the network does to each datagram comes again only with the same datagrams at the same times.
/// </summary>
internal sealed class SimulatedFleet : IDisposable
{
    /// <summary>More than a stage holds, and as many as one thread steps in time.</summary>
    public const int Most = 1000;

    private readonly Clock _clock;
    private readonly Gateway _gateway;
    private readonly List<ISimulated> _izzies = [];

    /// <param name="count">How many.</param>
    /// <param name="profile">What they are like.</param>
    /// <param name="seed">Where their chances start.</param>
    /// <param name="air">The one real way in and out; it is disposed of with the fleet.</param>
    /// <param name="ports">Where they listen, and where a Mother does.</param>
    /// <param name="clock">The time.</param>
    /// <param name="tell">Gets what happens, on the thread that steps.</param>
    /// <param name="keys">The venue's key for those who run this heartbeat, or null for plain mode.</param>
    public SimulatedFleet(
        int count, Profile profile, int seed, IDatagramTransport air, (int ToClient, int FromClient) ports, Clock clock, Action<SimulationEvent> tell, VerificationKeys? keys = null)
    {
        _clock = clock;
        var network = new InMemoryNetwork(seed, clock) { Faults = profile.Network };
        _gateway = new Gateway(air, network, ports, clock);
        var roles = profile.Cast(count);
        for (var i = 0; i < roles.Count; i++)
        {
            // Of the addresses that are set apart for tests of networks: none of them is a real Mother's.
            var address = new IPAddress([198, 18, (byte)((i + 1) / 256), (byte)((i + 1) % 256)]);
            var around = new Surroundings(_gateway, network, address, ports, clock, tell, keys);
            // Each robot has chances of its own, so that one more in the fleet changes no misfortune of the others.
            var random = new Random(unchecked((seed * 1_000_003) + i));
            _izzies.Add(roles[i].Kind == SimulatedKind.Izzy
                ? new SimulatedIzzy(roles[i].Actor, around, profile, random)
                : new SimulatedStranger(roles[i].Actor, roles[i].Kind, around, random));
            if (roles[i].Network is { } own)
            {
                _gateway.Met += mother =>
                {
                    network.SetFaults(mother, address, own);
                    network.SetFaults(address, mother, own);
                };
            }
        }
    }

    /// <summary>How many datagrams came from more senders than there can be Mothers.</summary>
    public long Ignored => _gateway.Ignored;

    public void Step()
    {
        _gateway.CarryIn();
        foreach (var izzy in _izzies)
            izzy.Step(_clock.Moment.Now);
        _gateway.CarryOut();
    }

    /// <summary>A person resets each of them.</summary>
    public void Reset() => _izzies.ForEach(izzy => izzy.Reset());

    /// <summary>A person stops each of them at the robot.</summary>
    public void Stop() => _izzies.ForEach(izzy => izzy.Stop());

    public void Dispose()
    {
        foreach (var izzy in _izzies)
            izzy.Dispose();
        _gateway.Dispose();
    }
}
