using System.Net;
using System.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// An IZZY's voice: answers what was heard, and after a trip says so unasked (rule S9). While the IZZY is not permitted, every
/// report says ESTOP, whatever the robot's program reports. Of a spread, each IZZY takes its own fixed share: so its answers keep the period
/// of the beats, and nobody is found silent later for it. What says ESTOP never waits.
/// </summary>
internal sealed class HeartbeatResponder
{
    // More than can come in between two turns of this thread; a flood loses the oldest answers, which the next HELLO makes good.
    private const int QueueLength = 64;

    private const int UrgentAnnouncements = 3;

    // Three within 100 ms.
    private static readonly TimeSpan s_urgentSpacing = TimeSpan.FromMilliseconds(45);
    private static readonly TimeSpan s_patientSpacing = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Pending[] _queue = new Pending[QueueLength];
    private readonly SocketAddress _to = SocketAddresses.New();
    private readonly SocketAddress _ownerAddress = SocketAddresses.New();
    private readonly byte[] _packet = new byte[HeartbeatMessage.MaxLength];
    private readonly Guid _id;
    private readonly byte[] _nameUtf8;
    private readonly int _port;
    private readonly PermitLease _lease;
    private readonly IDatagramTransport _transport;
    private readonly Clock _clock;
    private readonly TimeSpan _share;
    private readonly VerifiedVoice? _voice;

    private IzzyState _state = new(IzzyStatus.Available);
    private int _first;
    private int _count;

    // So many of the oldest are due at once, whatever their time is: an ESTOP waits behind none of them.
    private int _nothingWaits;
    private Guid? _owner;
    private ulong _ownerChallenge;
    private int _urgentLeft;
    private TimeSpan _nextAnnouncement = StepThread.WhenWoken;

    /// <param name="id">The IZZY's id.</param>
    /// <param name="name">The IZZY's name.</param>
    /// <param name="port">The port at which a Mother listens; her address is where she was heard from.</param>
    /// <param name="lease">Whether the IZZY is permitted.</param>
    /// <param name="transport">The way out.</param>
    /// <param name="clock">The time.</param>
    /// <param name="spread">Over how long a fleet spreads its answers to one beat.</param>
    /// <param name="voice">What everything is signed with, or null in plain mode.</param>
    public HeartbeatResponder(
        Guid id, string name, int port, PermitLease lease, IDatagramTransport transport, Clock clock, TimeSpan spread = default, VerifiedVoice? voice = null)
    {
        _voice = voice;
        // With a key Mother's beats come spread already, and each answer's way counts as age.
        _share = voice is null ? spread * ShareOf(id) : TimeSpan.Zero;
        _id = id;
        _nameUtf8 = Encoding.UTF8.GetBytes(name);
        _port = port;
        _lease = lease;
        _transport = transport;
        _clock = clock;
        for (var i = 0; i < QueueLength; i++)
            _queue[i] = new Pending();
    }

    /// <summary>What the robot's program reports of it.</summary>
    public IzzyState State
    {
        get
        {
            lock (_gate)
                return _state;
        }

        set
        {
            lock (_gate)
                _state = value;
        }
    }

    /// <summary>Whether announcements of a stop are still urgent.</summary>
    public bool IsAnnouncing
    {
        get
        {
            lock (_gate)
                return _urgentLeft > 0;
        }
    }

    /// <summary>Where the owner was heard from, and her challenge if she gave one.</summary>
    public void OwnerIs(Guid owner, SocketAddress from, ulong challenge)
    {
        lock (_gate)
        {
            _owner = owner;
            _ownerChallenge = challenge;
            from.CopyTo(_ownerAddress);
            _ownerAddress.SetPort(_port);
        }
    }

    /// <summary>Takes an answer to be sent by <see cref="Step"/>. Never blocks.</summary>
    public void Add(SocketAddress heardFrom, MessageType type, Guid receiver, ulong challenge)
    {
        lock (_gate)
        {
            if (_count == QueueLength)
            {
                DropOldest();
            }

            var pending = _queue[(_first + _count++) % QueueLength];
            heardFrom.CopyTo(pending.To);
            pending.To.SetPort(_port);
            pending.Type = type;
            pending.Receiver = receiver;
            pending.Challenge = challenge;
            pending.Due = _clock.Moment.Now + _share;
            if (type == MessageType.Estop)
                _nothingWaits = _count;
        }
    }

    /// <summary>
    /// Another Mother was heard: the owner learns of her by a report that is for the other one, as the other learns of the owner (rules S10, S18).
    /// Not where the other one took the owner's place: she would take it for an answer to her.
    /// </summary>
    public void TellOwnerOf(Guid stranger, SocketAddress heardFrom)
    {
        lock (_gate)
        {
            if (_owner is not null && heardFrom.Host() != _ownerAddress.Host())
                Add(_ownerAddress, MessageType.Here, stranger, challenge: 0);
        }
    }

    /// <summary>The IZZY tripped: say so at once, then again while no beat comes.</summary>
    public void Announce()
    {
        lock (_gate)
        {
            _urgentLeft = UrgentAnnouncements;
            _nextAnnouncement = TimeSpan.MinValue;
        }
    }

    /// <summary>A beat came: the answer to it says what there is to say, and announcing waits until beats cease again.</summary>
    public void BeatCame()
    {
        lock (_gate)
        {
            if (_urgentLeft == 0 && _nextAnnouncement != StepThread.WhenWoken)
                _nextAnnouncement = _clock.Moment.Now + s_patientSpacing;
        }
    }

    /// <summary>Sends what is waiting and what is due.</summary>
    /// <returns>When the next announcement is due.</returns>
    public TimeSpan Step()
    {
        while (TakeAnswer(out var type, out var receiver, out var challenge, out var state))
            Send(type, receiver, challenge, state);
        var announcement = Announcement();
        lock (_gate)
            return _count > 0 && _queue[_first].Due < announcement ? _queue[_first].Due : announcement;
    }

    /// <summary>The part of a spread that is this IZZY's, from 0 to 1: always the same, and another one for nearly each.</summary>
    private static double ShareOf(Guid id)
    {
        // Ids may count upwards; the multiplication by 2^64 divided by the golden ratio spreads these, too.
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes);
        var mixed = (BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..])) * 0x9E3779B97F4A7C15;
        return (mixed >> 11) / (double)(1UL << 53);
    }

    private bool IsDue(Pending pending) => _nothingWaits > 0 || pending.Due <= _clock.Moment.Now;

    private void DropOldest()
    {
        _first = (_first + 1) % QueueLength;
        _count--;
        _nothingWaits = Math.Max(0, _nothingWaits - 1);
    }

    private bool TakeAnswer(out MessageType type, out Guid receiver, out ulong challenge, out IzzyState state)
    {
        lock (_gate)
        {
            state = _state;
            if (_count == 0 || !IsDue(_queue[_first]))
            {
                (type, receiver, challenge) = (default, default, default);
                return false;
            }

            var pending = _queue[_first];
            DropOldest();
            pending.To.CopyTo(_to);
            (type, receiver, challenge) = (pending.Type, pending.Receiver, pending.Challenge);
            return true;
        }
    }

    private TimeSpan Announcement()
    {
        Guid receiver;
        ulong challenge;
        IzzyState state;
        TimeSpan next;
        var now = _clock.Moment.Now;
        lock (_gate)
        {
            if (_owner is not { } owner)
                return StepThread.WhenWoken;
            if (_lease.IsValid(_lease.Number, now))
            {
                // Reset before the next beat could say so.
                _urgentLeft = 0;
                _nextAnnouncement = StepThread.WhenWoken;
            }

            if (now < _nextAnnouncement)
                return _nextAnnouncement;
            if (_urgentLeft > 0)
                _urgentLeft--;
            next = _nextAnnouncement = now + (_urgentLeft > 0 ? s_urgentSpacing : s_patientSpacing);
            (receiver, challenge, state) = (owner, _ownerChallenge, _state);
            _ownerAddress.CopyTo(_to);
        }

        Send(MessageType.Estop, receiver, challenge, state);
        return next;
    }

    private void Send(MessageType type, Guid receiver, ulong echo, IzzyState state)
    {
        var now = _clock.Moment.Now;
        if (!_lease.IsValid(_lease.Number, now))
            state = state with { Status = IzzyStatus.Estop };
        var length = HeartbeatMessage.Encode(_packet, type, _id, receiver, _nameUtf8, state);
        if (_voice is not null)
            length = _voice.Sign(_packet, length, _voice.Next(now), echo);
        _transport.Send(_packet.AsSpan(0, length), _to);
    }

    private sealed class Pending
    {
        public readonly SocketAddress To = SocketAddresses.New();
        public MessageType Type;
        public Guid Receiver;
        public ulong Challenge;
        public TimeSpan Due;
    }
}
