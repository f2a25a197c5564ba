using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat;

/// <summary>
/// Leave to move, which expires (rule S12). Take it with a command, and ask <see cref="IsValid"/> each time before the motors
/// are driven: the clock is compared on the asking thread, so that a dead listener or a frozen watchdog cannot keep it true.
/// </summary>
public readonly struct Permit : IEquatable<Permit>
{
    private readonly PermitLease? _lease;
    private readonly Clock? _clock;

    internal Permit(PermitLease lease, Clock clock)
    {
        _lease = lease;
        _clock = clock;
        Number = lease.Number;
    }

    /// <summary>
    /// The number of this permit. A stop ends it for good: the next one has a higher number, and a command given under an
    /// earlier number is void. 0 before the first permit, and then never valid.
    /// </summary>
    public long Number { get; }

    /// <summary>Whether the IZZY may move at this very moment under this permit. Costs some 100 ns, takes no lock.</summary>
    public bool IsValid => Number > 0 && _lease is not null && _lease.IsValid(Number, _clock!.Moment.Now);

    /// <inheritdoc/>
    public bool Equals(Permit other) => Number == other.Number && ReferenceEquals(_lease, other._lease);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Permit other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>Whether both are the same permit of the same IZZY.</summary>
    public static bool operator ==(Permit left, Permit right) => left.Equals(right);

    /// <summary>Whether they are not the same.</summary>
    public static bool operator !=(Permit left, Permit right) => !left.Equals(right);
}
