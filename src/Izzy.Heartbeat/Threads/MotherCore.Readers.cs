using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <content>
/// What others ask of her, on their own threads. Whoever is held up here must not hold up the listener, so the gate is not taken but
/// for the count of a stop.
/// </content>
internal sealed partial class MotherCore
{
    /// <summary>Addresses of the IZZYs that have not confirmed the stop and that beats do not reach by address already.</summary>
    public IReadOnlyList<SocketAddress> Unconfirmed()
    {
        if (_latch.Current is not { } stop)
            return [];
        var addresses = new List<SocketAddress>();
        Func<IzzyEntry, SocketAddress?> look = izzy => Unconfirmed(izzy, stop);
        foreach (var izzy in _roster.All)
        {
            if (_changes.Read(izzy, look) is not { } address || IsTarget(address))
                continue;
            address.SetPort(_options.ToClientPort);
            addresses.Add(address);
        }

        return addresses;
    }

    /// <summary>How many IZZYs were known at the stop, and how many, of these and of those found since, have not confirmed it.</summary>
    public (int Known, int Unconfirmed) CountStop() => CountStop(_latch.Current);

    /// <summary>What a reset would be answered.</summary>
    public ResetOutlook Outlook()
    {
        var stop = _latch.Current;
        var (known, unconfirmed) = CountStop(stop);
        return _latch.Foresee(stop, _clock.Moment.Now, known, unconfirmed);
    }

    /// <summary>
    /// A copy of what is known, for whoever shows it. Takes no lock: each IZZY is seen whole, as of now or a moment later, and the
    /// listener goes on meanwhile.
    /// </summary>
    public IReadOnlyList<IzzyInfo> Snapshot()
    {
        var now = _clock.Moment.Now;
        var stop = _latch.Current;
        var roster = _roster.All;
        // After the roster: one that is forgotten in between is neither here nor missing.
        var cast = _registry.Expected;
        var expected = cast.ToHashSet();
        var izzies = new List<IzzyInfo>(roster.Length + cast.Count);
        var heard = new HashSet<string>();
        Func<IzzyEntry, IzzyInfo> describe = izzy => Describe(izzy, now, stop, expected);
        foreach (var izzy in roster)
        {
            var info = _changes.Read(izzy, describe);
            heard.Add(info.Name);
            // Forgotten meanwhile.
            if (info.Presence != Presence.Missing)
                izzies.Add(info);
        }

        foreach (var name in cast)
        {
            if (!heard.Contains(name))
                izzies.Add(new IzzyInfo { Name = name, Presence = Presence.Missing, IsExpected = true, State = new(IzzyStatus.Unverified) });
        }

        return izzies;
    }

    private static IzzyInfo Describe(IzzyEntry izzy, TimeSpan now, StopInForce? stop, HashSet<string> expected)
    {
        // Read once: it changes by itself, too, when nothing is heard.
        var presence = izzy.Presence;
        return new()
        {
            Id = izzy.Id,
            Name = izzy.Name,
            Address = izzy.AddressText,
            State = izzy.State,
            Presence = presence,
            Age = Age(izzy.LastHeard, now),
            IsExpected = expected.Contains(izzy.Name),
            HereAge = izzy.LastHere is { } here ? Age(here, now) : null,
            RoundTrip = stop is null && presence == Presence.Present ? izzy.RoundTrip.Time : null,
            StopConfirmedAfter = izzy.ConfirmedStop == stop?.Number ? izzy.ConfirmedAt - stop.At : null,
            IsVerified = izzy.Verified,
        };
    }

    // One that was heard since the snapshot began is not younger than that. By ticks, for a half-written time must not throw.
    private static TimeSpan Age(TimeSpan at, TimeSpan now) => TimeSpan.FromTicks(Math.Max(0, now.Ticks - at.Ticks));

    // Verified ones are told anyway, each with its echo.
    private static SocketAddress? Unconfirmed(IzzyEntry izzy, StopInForce stop) =>
        izzy.ConfirmedStop == stop.Number || izzy.IsVerified || izzy.Presence == Presence.Missing ? null : izzy.Address.Copy();

    // Under the lock, for it decides on a reset; it is taken only while she is stopped.
    private (int Known, int Unconfirmed) CountStop(StopInForce? stop)
    {
        if (stop is null)
            return default;
        lock (_gate)
            return _registry.CountStop(stop);
    }

    private bool IsTarget(SocketAddress address)
    {
        foreach (var target in _options.Targets)
        {
            if (target.Address.Equals(address.ToEndPoint().Address))
                return true;
        }

        return false;
    }
}
