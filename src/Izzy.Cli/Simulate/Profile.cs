using Izzy.Cli.Actors;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>What a simulated fleet is like. <see cref="ProfileFile"/> reads one from a file.</summary>
internal sealed record Profile
{
    /// <summary>A fleet on a good network: nothing is lost, nothing breaks.</summary>
    public static readonly Profile Calm = new();

    /// <summary>A bad evening: loss, delays, doubles, robots that freeze and restart, an old robot and one of another dialect.</summary>
    public static readonly Profile Rough = new()
    {
        Network = new NetworkFaults
        {
            Loss = 0.05,
            Duplication = 0.02,
            Corruption = 0.002,
            Delay = TimeSpan.FromMilliseconds(2),
            Jitter = TimeSpan.FromMilliseconds(40),
            Reordering = 0.02,
        },
        Freeze = new(Every: TimeSpan.FromSeconds(60), For: TimeSpan.FromSeconds(3)),
        Restart = new(Every: TimeSpan.FromSeconds(120), For: TimeSpan.FromSeconds(4)),
        // Of the least fleet that has room for them.
        Strangers = [(5, SimulatedKind.Reference), (6, SimulatedKind.EarlyPyIzzy)],
    };

    /// <summary>The limit of each IZZY: how long it tolerates silence.</summary>
    public TimeSpan Limit { get; init; } = Heartbeat.HeartbeatPreset.Rehearsal.Limit;

    /// <summary>Who resets them. By default they do themselves, so that a fleet without a person goes on.</summary>
    public ResetPolicy Reset { get; init; } = ResetPolicy.Auto;

    /// <summary>What happens to datagrams, both ways.</summary>
    public NetworkFaults Network { get; init; } = NetworkFaults.None;

    /// <summary>An IZZY's program stops running and goes on later, with beats waiting in its socket; null for never.</summary>
    public SimulatedFault? Freeze { get; init; }

    /// <summary>An IZZY loses power and comes back with a new id; null for never.</summary>
    public SimulatedFault? Restart { get; init; }

    /// <summary>The robots that are described one by one; the others are like those of the demo.</summary>
    public IReadOnlyList<SimulatedRole> Izzies { get; init; } = [];

    /// <summary>Which robot of an undescribed fleet, counted from 1, is of another kind.</summary>
    public IReadOnlyList<(int Number, SimulatedKind Kind)> Strangers { get; init; } = [];

    /// <summary>Who plays in a fleet of so many: those described first, then others as in the demo, under names that nobody has yet.</summary>
    public IReadOnlyList<(Actor Actor, SimulatedKind Kind, NetworkFaults? Network)> Cast(int count)
    {
        // So many that enough are left when every described one has a name of the demo's.
        var demo = Actors.Cast.Of(count + Izzies.Count);
        var taken = Izzies.Select(izzy => izzy.Name).ToHashSet();
        var spare = new Queue<Actor>(demo.Where(actor => !taken.Contains(actor.Name)));
        var fleet = new List<(Actor, SimulatedKind, NetworkFaults?)>();
        for (var i = 0; i < count; i++)
        {
            fleet.Add(i < Izzies.Count
                ? (Izzies[i].Play(i, Izzies[i].Name ?? spare.Dequeue().Name), Izzies[i].Kind, Izzies[i].Network)
                : (spare.Dequeue(), Strangers.FirstOrDefault(stranger => stranger.Number == i + 1).Kind, null));
        }

        return fleet;
    }
}

/// <summary>A fault that comes again and again: at first after 0 to <paramref name="Every"/>, then each half to one and a half times that.</summary>
/// <param name="Every">How far apart on average.</param>
/// <param name="For">How long it lasts.</param>
internal sealed record SimulatedFault(TimeSpan Every, TimeSpan For);

/// <summary>What software a simulated robot runs.</summary>
internal enum SimulatedKind
{
    /// <summary>This one.</summary>
    Izzy,

    /// <summary>The reference in Python: answers HERE after 0.1 s, never stops, ignores ESTOP.</summary>
    Reference,

    /// <summary>javaIZZY-2018: answers with a two-byte length, which no Mother of today understands.</summary>
    Java,

    /// <summary>Early pyIzzy: answers with another message id.</summary>
    EarlyPyIzzy,
}

/// <summary>One robot of a fleet.</summary>
internal sealed record SimulatedRole
{
    /// <summary>Its name; null for one of the demo's.</summary>
    public string? Name { get; init; }

    /// <summary>What software it runs.</summary>
    public SimulatedKind Kind { get; init; }

    /// <summary>Where it drives, round and round, in millimetres; empty for a path of the demo's, a single point to stand there.</summary>
    public IReadOnlyList<(int X, int Y)> Path { get; init; } = [];

    /// <summary>How fast, in millimetres per second.</summary>
    public double Speed { get; init; } = 350;

    /// <summary>How long it stands at each point.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether it follows a line instead of its path.</summary>
    public bool Follows { get; init; }

    /// <summary>When it is BROKEN: for the last part of each period of driving; null for never.</summary>
    public SimulatedFault? Breaks { get; init; }

    /// <summary>Its own network; null for that of the fleet.</summary>
    public NetworkFaults? Network { get; init; }

    /// <summary>How it moves.</summary>
    /// <param name="number">Its number, for a path where it has none of its own.</param>
    /// <param name="name">Its name.</param>
    public Actor Play(int number, string name)
    {
        Actor actor = Follows ? new LineFollower(name)
            : Path.Count > 0 ? new Walker(name, Speed, Pause, [.. Path])
            : Actors.Cast.Walk(number, name);
        return Breaks is { } breaks ? new Fragile(actor, breaks.Every, breaks.For) : actor;
    }
}
