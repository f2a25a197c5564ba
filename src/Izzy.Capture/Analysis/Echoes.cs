using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Analysis;

/// <summary>
/// When each challenge was first seen, so that the age of an echo can be told. Pure: time is an argument. A challenge counts from its first packet, as it
/// does for the side that sends it again. The oldest make room for new ones.
/// </summary>
internal sealed class Echoes
{
    /// <summary>Those of a thousand IZZYs and their Mother over five seconds.</summary>
    public const int Most = 65_536;

    private readonly Dictionary<Key, (TimeSpan At, uint Source)> _seen = [];
    private readonly Queue<Key> _order = [];

    /// <summary>A packet passes.</summary>
    /// <param name="trailer">What it says.</param>
    /// <param name="on">Where it was seen.</param>
    /// <param name="source">Who sent it: an address as a number.</param>
    /// <param name="now">The time.</param>
    public void See(in VerificationTrailer trailer, string? on, uint source, TimeSpan now)
    {
        var key = new Key(on, trailer.Role, trailer.Challenge);
        if (trailer.Challenge == 0 || !_seen.TryAdd(key, (now, source)))
            return;
        _order.Enqueue(key);
        if (_order.Count > Most)
            _seen.Remove(_order.Dequeue());
    }

    /// <summary>When the challenge that a packet echoes was first seen, which was one of the other side; null if it was not, or is forgotten.</summary>
    public TimeSpan? SeenAt(in VerificationTrailer trailer, string? on) => Find(trailer, on)?.At;

    /// <summary>The same, if it came from this address.</summary>
    public TimeSpan? SeenAt(in VerificationTrailer trailer, string? on, uint source) => Find(trailer, on) is { } seen && seen.Source == source ? seen.At : null;

    private (TimeSpan At, uint Source)? Find(in VerificationTrailer trailer, string? on)
    {
        var other = trailer.Role == VerifiedRole.Mother ? VerifiedRole.Izzy : VerifiedRole.Mother;
        return _seen.TryGetValue(new Key(on, other, trailer.Echo), out var seen) ? seen : null;
    }

    private readonly record struct Key(string? Interface, VerifiedRole Role, ulong Challenge);
}
