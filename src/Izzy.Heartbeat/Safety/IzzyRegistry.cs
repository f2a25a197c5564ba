using System.Net;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>What is to be told after an IZZY was heard.</summary>
internal struct Sighting
{
    public IzzyEntry? Izzy;
    public bool Found;
    public bool Returned;
    public TimeSpan Silence;
    public bool StatusChanged;
    public SocketAddress? DuplicateAddress;
    public IzzyEntry? SameName;
    public TimeSpan? ConfirmedAfter;

    /// <summary>Why it counts for nothing, where verified IZZYs are concerned.</summary>
    public RejectReason Rejected;
}

/// <summary>
/// Who is present (rules S15, S17 and S18). Pure: time is an argument, and the caller holds a lock round every call but
/// <see cref="Expected"/>.
/// <code>
/// presence  input                                              becomes   tells
/// --------  -------------------------------------------------  --------  ----------------------
/// (none)    heard                                              Present   izzy-found
/// Missing   heard (expected by name)                           Present   izzy-found
/// Present   silent for more than 2.5 times the cadence         Late      izzy-late
/// Late      silent for more than 5 times the cadence           Lost      izzy-lost
/// Late      heard                                              Present   izzy-returned
/// Lost      heard                                              Present   izzy-returned
/// any       another status or name                             the same  izzy-status
/// any       heard from another address twice within 5 times
///           the cadence, or by the name of a live one          the same  duplicate-izzy
/// any       a stop, and then a report with status ESTOP,
///           or the type ESTOP without a report                 the same  stop-confirmed
/// any       that it moves, 30 ms or more after it confirmed    the same  (no longer confirmed)
/// any       forgotten                                          (none)
/// </code>
/// Of a verified IZZY only what its gate lets pass is heard, and counts from when the challenge that it echoes was sent, so that it is late and lost one
/// cadence later; it confirms a stop only by
/// an echo of what was sent since that stop. What tells nothing of its age tells its state, and that alone.
/// Silence counts from the last message, but never from before Mother's own last pause or change of cadence: a Mother who
/// was paused, or who asked less often, declares nobody dead for it.
/// </summary>
internal sealed class IzzyRegistry
{
    /// <summary>More than any stage holds; a flood of made-up senders stops here.</summary>
    public const int Capacity = 16_384;

    public const double LateAfter = 2.5;
    public const double LostAfter = 5;

    /// <summary>
    /// A HERE that says ESTOP proves that a stop was obeyed if the IZZY said something else before it. One that said ESTOP
    /// before, or was not heard before, may have sent this one before the stop; after this time, far longer than a datagram travels on a stage's
    /// network, it was sent after.
    /// </summary>
    public static readonly TimeSpan Ambiguous = TimeSpan.FromMilliseconds(30);

    private readonly Dictionary<Guid, IzzyEntry> _izzies = [];
    private readonly Dictionary<string, IzzyEntry> _byName = [];
    private readonly OncePer<Guid> _duplicates = new(TimeSpan.FromMinutes(1));
    private readonly bool _asksForProof;
    private TimeSpan _graceFrom = TimeSpan.MinValue;
    private int? _forgottenIn;

    /// <param name="expected">The names of the expected cast.</param>
    /// <param name="cadence">How often IZZYs are asked.</param>
    /// <param name="asksForProof">Whether only verified IZZYs can confirm a stop so that a reset need not wait.</param>
    public IzzyRegistry(IEnumerable<string> expected, TimeSpan cadence, bool asksForProof = false)
    {
        _asksForProof = asksForProof;
        Expected = [.. expected];
        Cadence = cadence;
    }

    public Dictionary<Guid, IzzyEntry>.ValueCollection Izzies => _izzies.Values;

    public int Count => _izzies.Count;

    /// <summary>Is told of one that was struck from the list.</summary>
    public Action<IzzyEntry>? Forgotten { get; set; }

    /// <summary>How often IZZYs are asked: the period of the beat, or of the repeated ESTOP while stopped.</summary>
    public TimeSpan Cadence { get; private set; }

    /// <summary>The names of the expected cast. Never changed in place, so that it may be read without the lock.</summary>
    public IReadOnlyList<string> Expected { get; private set; }

    /// <summary>Another cadence is in force: who was asked less often before is not late for it.</summary>
    public void SetCadence(TimeSpan cadence, TimeSpan now)
    {
        // The same again, as by each stop that is asked for while stopped: who is silent is no younger for it.
        if (cadence == Cadence)
            return;
        Cadence = cadence;
        ForgivePause(now);
    }

    /// <summary>Mother did not listen until now: nobody is late for it.</summary>
    public void ForgivePause(TimeSpan now) => _graceFrom = now;

    /// <summary>How long an IZZY has been silent as far as it can be held against it.</summary>
    public TimeSpan Silence(IzzyEntry izzy, TimeSpan now) => now - (izzy.LastHeard > _graceFrom ? izzy.LastHeard : _graceFrom);

    // The age of a verified one counts from the beat that it answered, which is one beat more than from its receipt.
    private TimeSpan Overdue(IzzyEntry izzy, TimeSpan now) => Silence(izzy, now) - (izzy.IsVerified ? Cadence : TimeSpan.Zero);

    /// <summary>A well-formed message of an IZZY was read just now.</summary>
    /// <param name="packet">The message.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">The stop in force, or null.</param>
    /// <param name="beat">The last beat that went out, or null.</param>
    /// <param name="verified">What its trailer says, if that is authentic; null in plain mode.</param>
    public Sighting Hear(in HeartbeatPacket packet, SocketAddress from, TimeSpan now, StopInForce? stop, SentBeat? beat = null, VerifiedPacket? verified = null)
    {
        var sighting = default(Sighting);
        // Where proof is asked for, made-up senders leave room for those who have it.
        var room = _asksForProof && verified is null ? Capacity / 2 : Capacity;
        if (!_izzies.TryGetValue(packet.SenderId, out var izzy) && _izzies.Count >= room)
            return sighting;
        var gate = izzy?.Gate;
        TimeSpan? asOf = now;
        if (verified is { } proof)
        {
            gate ??= new PeerGate(VerifiedRole.Izzy);
            var verdict = gate.Hear(proof, toEveryone: false);
            asOf = verdict.FreshAsOf;
            if (verdict.Standing is Standing.Replayed or Standing.Unproven)
                sighting.Rejected = RejectReason.Replayed;
        }
        else if (gate is not null)
        {
            sighting.Rejected = RejectReason.Unverified;
        }

        if (sighting.Rejected != RejectReason.None)
            return sighting;
        if (izzy is null)
        {
            izzy = new IzzyEntry(packet.SenderId, from.Copy(), _asksForProof) { FoundAt = now, LastHeard = asOf ?? now };
            _izzies.Add(izzy.Id, izzy);
            sighting.Found = true;
        }

        sighting.Izzy = izzy;
        sighting.Silence = now - izzy.LastHeard;
        if (gate is not null && !izzy.IsVerified)
        {
            izzy.Prove(gate);
            sighting.StatusChanged = true;
        }

        if (asOf is { } fresh)
            Freshen(izzy, packet.Type, fresh, now, beat, ref sighting);
        if (!izzy.Address.Equals(from))
            Move(izzy, from, now, ref sighting);

        var before = izzy.State.Status;
        var isReport = packet.TryReadReport(out var nameUtf8, out var state);
        IzzyStatus? said = isReport ? state.Status : StatusOf(packet.Type);
        if (!isReport)
            state = izzy.State with { Status = said ?? before };
        else if (izzy.Rename(nameUtf8))
            TakeName(izzy, ref sighting);
        izzy.State = state;
        sighting.StatusChanged |= state.Status != before;
        var saidSo = sighting.Found || before == IzzyStatus.Estop;
        // A message that says nothing of the status confirms nothing, whatever was said before the stop.
        if (said == IzzyStatus.Estop)
            Confirm(izzy, packet.Type, saidSo, now, asOf, stop, ref sighting);
        else if (said is IzzyStatus.Moving or IzzyStatus.Following)
            TakeBack(izzy, now, stop);
        return sighting;
    }

    /// <summary>Brings one presence up to date.</summary>
    /// <returns>True if it became late or lost just now.</returns>
    public bool Sweep(IzzyEntry izzy, TimeSpan now)
    {
        var silence = Overdue(izzy, now);
        var presence = silence > LostAfter * Cadence ? Presence.Lost : silence > LateAfter * Cadence ? Presence.Late : Presence.Present;
        if (presence <= izzy.Presence)
            return false;
        izzy.Presence = presence;
        return true;
    }

    /// <summary>
    /// How many IZZYs were known at the stop, and how many have not confirmed it. One that is found only after the stop was
    /// there all the same if it does not confirm: its answers had been lost.
    /// </summary>
    public (int Known, int Unconfirmed) CountStop(StopInForce stop)
    {
        var known = 0;
        var unconfirmed = 0;
        foreach (var izzy in _izzies.Values)
        {
            known += izzy.FoundAt <= stop.At ? 1 : 0;
            unconfirmed += HasConfirmed(izzy, stop) ? 0 : 1;
        }

        // One that was struck from the list may move all the same.
        unconfirmed += _forgottenIn == stop.Number ? 1 : 0;
        return (known, unconfirmed);
    }

    private bool HasConfirmed(IzzyEntry izzy, StopInForce stop) => izzy.ConfirmedStop == stop.Number && (izzy.IsVerified || !_asksForProof);

    /// <summary>Strikes one from the list, by name or by id; if it is heard again, it is found anew.</summary>
    /// <param name="nameOrId">Which.</param>
    /// <param name="stop">The stop in force, or null: that one who did not confirm it is forgotten, confirms nothing.</param>
    /// <returns>Null if done, otherwise what is wrong.</returns>
    public string? Forget(string nameOrId, StopInForce? stop = null)
    {
        if (Guid.TryParse(nameOrId, out var id))
            return Remove(id, stop) ? null : $"No IZZY has the id {id}.";
        var named = _izzies.Values.Where(izzy => izzy.Name == nameOrId).Select(izzy => izzy.Id).ToList();
        if (named.Count > 1)
            return $"{named.Count} IZZYs are called '{nameOrId}'. Forget one by its id: {string.Join(", ", named)}.";
        var expected = Dismiss(nameOrId);
        return (named.Count == 1 && Remove(named[0], stop)) || expected ? null : $"No IZZY is called '{nameOrId}'.";
    }

    /// <summary>It was made at this time, or later: so long ago it was alive.</summary>
    private void Freshen(IzzyEntry izzy, MessageType type, TimeSpan asOf, TimeSpan now, SentBeat? beat, ref Sighting sighting)
    {
        izzy.LastHeard = asOf > izzy.LastHeard ? asOf : izzy.LastHeard;
        if (izzy.Presence is Presence.Late or Presence.Lost && Overdue(izzy, now) <= LateAfter * Cadence)
        {
            sighting.Returned = true;
            izzy.Presence = Presence.Present;
        }

        if (type == MessageType.Estop)
            return;
        izzy.LastHere = asOf;
        if (izzy.IsVerified)
            izzy.RoundTrip.Answer(now - asOf);
        else
            izzy.RoundTrip.Answer(beat, now);
    }

    private bool Remove(Guid id, StopInForce? stop)
    {
        if (!_izzies.Remove(id, out var izzy))
            return false;
        if (stop is not null && !HasConfirmed(izzy, stop))
            _forgottenIn = stop.Number;
        Dismiss(izzy.Name);
        ReleaseName(izzy);
        // Whoever still holds the entry must not tell of it.
        izzy.Presence = Presence.Missing;
        Forgotten?.Invoke(izzy);
        return true;
    }

    private bool Dismiss(string name)
    {
        var isExpected = Expected.Contains(name);
        Expected = [.. Expected.Where(other => other != name)];
        return isExpected;
    }

    private void ReleaseName(IzzyEntry izzy)
    {
        if (izzy.HeldName is { } name)
            _byName.Remove(name);
        izzy.HeldName = null;
    }

    private void Move(IzzyEntry izzy, SocketAddress from, TimeSpan now, ref Sighting sighting)
    {
        // Twice within the time of a loss: two or more live senders, not one that moved.
        var again = now - izzy.MovedAt <= LostAfter * Cadence;
        izzy.MoveTo(from, now);
        if (again && _duplicates.Allows(izzy.Id, now))
            sighting.DuplicateAddress = izzy.FormerAddress;
    }

    private void TakeName(IzzyEntry izzy, ref Sighting sighting)
    {
        ReleaseName(izzy);
        sighting.StatusChanged = true;
        if (_byName.TryGetValue(izzy.Name, out var holder) && holder.Presence == Presence.Lost && (izzy.IsVerified || !holder.IsVerified))
            ReleaseName(holder);
        if (_byName.TryAdd(izzy.Name, izzy))
            izzy.HeldName = izzy.Name;
        else if (_duplicates.Allows(izzy.Id, izzy.LastHeard))
            sighting.SameName = _byName[izzy.Name];
    }

    private static void Confirm(IzzyEntry izzy, MessageType type, bool saidSo, TimeSpan now, TimeSpan? asOf, StopInForce? stop, ref Sighting sighting)
    {
        if (stop is null || izzy.ConfirmedStop == stop.Number)
            return;
        var after = now - stop.At;
        // A verified one says HERE to a beat alone, and none went out since the stop: on a coarse clock its challenge may be of the same moment.
        var isOlder = izzy.IsVerified ? type != MessageType.Estop || !(asOf >= stop.At) : type != MessageType.Estop && saidSo && after < Ambiguous;
        if (isOlder)
            return;
        izzy.ConfirmedStop = stop.Number;
        izzy.ConfirmedAt = now;
        sighting.ConfirmedAfter = after;
    }

    private static void TakeBack(IzzyEntry izzy, TimeSpan now, StopInForce? stop)
    {
        // Sooner, it may have been sent before the confirmation, and overtaken by it; unless its number says that it was not.
        if (izzy.ConfirmedStop != stop?.Number || (!izzy.IsVerified && now - izzy.ConfirmedAt < Ambiguous))
            return;
        izzy.ConfirmedStop = 0;
        izzy.ToldUnconfirmed = 0;
    }

    private static IzzyStatus? StatusOf(MessageType type) => type switch
    {
        MessageType.Moving => IzzyStatus.Moving,
        MessageType.Following => IzzyStatus.Following,
        MessageType.Estop => IzzyStatus.Estop,
        _ => null,
    };
}
