using System.Net;
using Izzy.Capture.Files;
using Izzy.Capture.Layers;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Analysis;

/// <summary>
/// What passes at the ports of a heartbeat: who, how regularly, what answers what, and where a client would have stopped. Pure:
/// frames and their time are arguments. Its tables are bounded, whoever makes up how many senders.
/// </summary>
/// <param name="ports">The ports.</param>
/// <param name="limit">The limit of the client that listens along.</param>
/// <param name="keys">What the MACs of verified mode are checked with; null for not at all: then each trailer is taken at its word.</param>
internal sealed class Traffic(HeartbeatPorts ports, TimeSpan limit, VerificationKeys? keys = null)
{
    /// <summary>The most senders of either side that are told apart.</summary>
    public const int MostTracks = 1024;

    /// <summary>Each stands for a destination that beats go to one by one.</summary>
    public const int MostListeners = 64;

    private const uint Everyone = 0xFFFFFFFF;

    private readonly Dictionary<MotherKey, MotherTrack> _mothers = [];
    private readonly Dictionary<IzzyKey, IzzyTrack> _izzies = [];
    private readonly Dictionary<(string? Interface, uint Destination), Listener> _listeners = [];
    private readonly Dictionary<(string? Interface, uint Destination), Listener> _verifiedListeners = [];
    private readonly Echoes _echoes = new();

    /// <summary>The ports.</summary>
    public HeartbeatPorts Ports => ports;

    /// <summary>The limit of the client that listens along.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Whether there is a key to check MACs with.</summary>
    public bool HasKeys => keys is not null;

    /// <summary>How many of what.</summary>
    public Counts Counts { get; } = new();

    /// <summary>Every stream of beats, in the order of their first one.</summary>
    public IEnumerable<MotherTrack> Mothers => _mothers.Values;

    /// <summary>Every IZZY, in the order of their first word.</summary>
    public IEnumerable<IzzyTrack> Izzies => _izzies.Values;

    /// <summary>The sessions of verified mode.</summary>
    public Sessions Sessions { get; } = new();

    /// <summary>
    /// Clients that listen along, one for each destination that beats go to; then verified ones, one for each IZZY whose challenges are seen and echoed.
    /// </summary>
    public IEnumerable<KeyValuePair<(string? Interface, uint Destination), Listener>> Listeners => _listeners.Concat(_verifiedListeners);

    /// <summary>A frame passes. Never throws, whatever it holds.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The time; it never goes back.</param>
    /// <param name="time">The same as the wall clock had it, for showing.</param>
    /// <returns>What it is; null if it is none of this heartbeat's business.</returns>
    public Observation? See(in CapturedFrame frame, TimeSpan now, DateTimeOffset? time)
    {
        Counts.Frames++;
        var passed = FrameParser.Parse(frame);
        switch (passed.Kind)
        {
            case PassedKind.UnknownLink:
                Counts.SeeUnknownLink(frame.Link);
                return null;
            case PassedKind.Malformed:
                Counts.Malformed++;
                return null;
            case PassedKind.LaterFragment:
                Counts.Fragments++;
                return null;
            case PassedKind.Other:
                Counts.Other++;
                return null;
        }

        if (passed.DestinationPort == ports.ToClient || passed.DestinationPort == ports.FromClient)
            return Judge(passed, now, time);
        Counts.Other++;
        if (HeartbeatPacket.TryRead(passed.Datagram, out _, out _))
            Counts.SeeElsewhere(passed.DestinationPort);
        return null;
    }

    /// <summary>Time passes without a frame: the clients that listen along may stop.</summary>
    public void Advance(TimeSpan now)
    {
        foreach (var (_, listener) in Listeners)
            listener.Advance(now);
    }

    private Observation Judge(in Passed passed, TimeSpan now, DateTimeOffset? time)
    {
        var seen = new Observation
        {
            Kind = ObservationKind.Packet,
            Time = time,
            Interface = passed.Interface,
            Direction = passed.Direction,
            Source = new IPEndPoint(Passed.AddressOf(passed.SourceHost), passed.SourcePort),
            Destination = new IPEndPoint(Passed.AddressOf(passed.DestinationHost), passed.DestinationPort),
        };
        switch (passed.Kind)
        {
            case PassedKind.FirstFragment:
                Counts.Fragments++;
                return seen with { Kind = ObservationKind.Fragment, Explanation = $"The first part of a datagram of {passed.Length} bytes that was sent in several; no heartbeat is that long." };
            case PassedKind.Cut:
                Counts.Cut++;
                return seen with { Kind = ObservationKind.Cut, Explanation = $"The capture kept {passed.Datagram.Length} of {passed.Length} bytes; capture whole packets (snap length 0)." };
        }

        var valid = HeartbeatMessage.TryDecode(passed.Datagram, out var message, out var reason);
        if (valid)
        {
            seen = seen with { Message = message, Signature = Signature.Of(message!, keys) };
            reason = ReasonAgainst(message!.Type, passed.DestinationPort);
        }

        if (reason != RejectReason.None)
        {
            Counts.Reject(reason, seen.Source);
            return seen with { Kind = ObservationKind.Rejected, Reason = reason, Explanation = HeartbeatMessage.Explain(passed.Datagram, reason) };
        }

        seen = seen.Signature?.Mac == MacCheck.Wrong ? RejectMac(seen, passed) : Follow(seen, passed, now);
        return passed.DestinationPort == ports.ToClient ? HearMother(seen, passed, now) : HearIzzy(seen, passed, now);
    }

    /// <summary>As each side does that has the key. Whose it would have been is counted all the same.</summary>
    private Observation RejectMac(Observation seen, in Passed passed)
    {
        Counts.Reject(RejectReason.WrongMac, seen.Source);
        return seen with { Kind = ObservationKind.Rejected, Reason = RejectReason.WrongMac, Explanation = HeartbeatMessage.Explain(passed.Datagram, RejectReason.WrongMac) };
    }

    /// <summary>How its trailer stands to those before it.</summary>
    private Observation Follow(Observation seen, in Passed passed, TimeSpan now)
    {
        Counts.Packets++;
        if (seen.Signature is not { Trailer: var trailer } signature)
            return seen;
        signature = signature with { EchoAge = now - _echoes.SeenAt(trailer, passed.Interface), WentBack = Sessions.GoesBack(seen.Message!, trailer, passed.Interface) };
        _echoes.See(trailer, passed.Interface, passed.SourceHost, now);
        return seen with { Signature = signature };
    }

    /// <summary>As each side does: an IZZY has a use for HELLO and ESTOP, Mother for all but HELLO.</summary>
    private RejectReason ReasonAgainst(MessageType type, int port) =>
        (port == ports.ToClient && type is MessageType.Hello or MessageType.Estop) || (port == ports.FromClient && type != MessageType.Hello)
            ? RejectReason.None
            : RejectReason.UnexpectedType;

    private Observation HearMother(Observation seen, in Passed passed, TimeSpan now)
    {
        var message = seen.Message!;
        var isHello = message.Type == MessageType.Hello;
        var destination = passed.IsBroadcast ? Everyone : passed.DestinationHost;
        TellListeners(message, passed, destination, now);
        if (seen is { Kind: ObservationKind.Packet })
            TellVerifiedListeners(message, seen.Signature, passed, destination, now);
        var key = new MotherKey(message.SenderId, passed.SourceHost, destination, passed.Interface);
        if (!_mothers.TryGetValue(key, out var mother))
        {
            if (_mothers.Count == MostTracks)
            {
                Counts.Untracked++;
                return seen;
            }

            _mothers.Add(key, mother = new MotherTrack(key, seen.Destination.Address));
        }

        mother.Signatures.Count(seen.Signature);
        if (seen.Kind == ObservationKind.Rejected)
            return seen;
        if (!isHello)
        {
            mother.Estops++;
            return seen;
        }

        var (gap, lateness) = mother.Beats.Hear(now);
        return seen with { Gap = gap, Lateness = lateness };
    }

    private Observation HearIzzy(Observation seen, in Passed passed, TimeSpan now)
    {
        var message = seen.Message!;
        var key = new IzzyKey(message.SenderId, passed.SourceHost, passed.Interface);
        if (!_izzies.TryGetValue(key, out var izzy))
        {
            if (_izzies.Count == MostTracks)
            {
                Counts.Untracked++;
                return seen;
            }

            _izzies.Add(key, izzy = new IzzyTrack(key));
        }

        izzy.Signatures.Count(seen.Signature);
        if (seen.Kind == ObservationKind.Rejected)
            return seen;

        var answer = izzy.Hear(message, BeatsFor(message.ReceiverId, passed), now);
        var (gap, lateness) = izzy.Heard.Hear(now);
        return seen with { Gap = gap, Lateness = lateness, Answer = answer };
    }

    /// <summary>The beats of the Mother whom an answer names, to this IZZY alone or to everyone, whichever came last.</summary>
    private MotherTrack? BeatsFor(Guid mother, in Passed passed)
    {
        _mothers.TryGetValue(new MotherKey(mother, passed.DestinationHost, Everyone, passed.Interface), out var toAll);
        _mothers.TryGetValue(new MotherKey(mother, passed.DestinationHost, passed.SourceHost, passed.Interface), out var toOne);
        return toOne is null || toOne.Beats.Count == 0 || (toAll is not null && toAll.Beats.Last > toOne.Beats.Last) ? toAll : toOne;
    }

    /// <summary>What goes to everyone is heard by each that listens there; what goes to one, by that one.</summary>
    private void TellListeners(HeartbeatMessage message, in Passed passed, uint destination, TimeSpan now)
    {
        var place = (passed.Interface, destination);
        if (!_listeners.ContainsKey(place) && message.Type == MessageType.Hello && _listeners.Count < MostListeners)
            _listeners.Add(place, new Listener(limit, now));
        foreach (var ((on, at), listener) in _listeners)
        {
            if (on != passed.Interface || (destination != Everyone && at != destination))
                continue;
            // What was sent to it alone names it by an id that it does not have here.
            var receiver = destination == Everyone ? message.ReceiverId : HeartbeatMessage.Everyone;
            listener.Hear(message.Type, message.SenderId, receiver, now);
        }
    }

    /// <summary>The same for a verified client, from the first echo of a challenge that its IZZY was seen to send: without those, nothing can be told.</summary>
    private void TellVerifiedListeners(HeartbeatMessage message, Signature? signature, in Passed passed, uint destination, TimeSpan now)
    {
        if (signature is not { Trailer: var trailer })
            return;
        var place = (passed.Interface, destination);
        var echoed = destination == Everyone ? null : _echoes.SeenAt(trailer, passed.Interface, destination);
        if (echoed is not null && !_verifiedListeners.ContainsKey(place) && message.Type == MessageType.Hello && _verifiedListeners.Count < MostListeners)
            _verifiedListeners.Add(place, new Listener(limit, now, isVerified: true));
        foreach (var ((on, at), listener) in _verifiedListeners)
        {
            if (on != passed.Interface || (destination != Everyone && at != destination))
                continue;
            // What is for its IZZY alone has a floor of its own there, and so it must here.
            var receiver = destination == Everyone || message.ReceiverId == HeartbeatMessage.Everyone ? message.ReceiverId : Listener.Self;
            listener.Hear(message.Type, message.SenderId, receiver, now, new VerifiedPacket(trailer, echoed));
        }
    }
}
