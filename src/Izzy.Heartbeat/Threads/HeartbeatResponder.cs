using System.Net;
using System.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// An IZZY's voice: answers what was heard, and after a trip says so unasked (rule S9). While the IZZY is not permitted, every
/// report says ESTOP, whatever the robot's program reports.
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

    private IzzyState _state = new(IzzyStatus.Available);
    private int _first;
    private int _count;
    private Guid? _owner;
    private int _urgentLeft;
    private TimeSpan _nextAnnouncement = StepThread.WhenWoken;

    /// <param name="id">The IZZY's id.</param>
    /// <param name="name">The IZZY's name.</param>
    /// <param name="port">The port at which a Mother listens; her address is where she was heard from.</param>
    /// <param name="lease">Whether the IZZY is permitted.</param>
    /// <param name="transport">The way out.</param>
    /// <param name="clock">The time.</param>
    public HeartbeatResponder(Guid id, string name, int port, PermitLease lease, IDatagramTransport transport, Clock clock)
    {
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

    /// <summary>Where the owner was heard from.</summary>
    public void OwnerIs(Guid owner, SocketAddress from)
    {
        lock (_gate)
        {
            _owner = owner;
            from.CopyTo(_ownerAddress);
            _ownerAddress.SetPort(_port);
        }
    }

    /// <summary>Takes an answer to be sent by <see cref="Step"/>. Never blocks.</summary>
    public void Add(SocketAddress heardFrom, MessageType type, Guid receiver)
    {
        lock (_gate)
        {
            if (_count == QueueLength)
            {
                _first = (_first + 1) % QueueLength;
                _count--;
            }

            var pending = _queue[(_first + _count++) % QueueLength];
            heardFrom.CopyTo(pending.To);
            pending.To.SetPort(_port);
            pending.Type = type;
            pending.Receiver = receiver;
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
        while (TakeAnswer(out var type, out var receiver, out var state))
            Send(type, receiver, state);
        return Announcement();
    }

    private bool TakeAnswer(out MessageType type, out Guid receiver, out IzzyState state)
    {
        lock (_gate)
        {
            state = _state;
            if (_count == 0)
            {
                (type, receiver) = (default, default);
                return false;
            }

            var pending = _queue[_first];
            _first = (_first + 1) % QueueLength;
            _count--;
            pending.To.CopyTo(_to);
            (type, receiver) = (pending.Type, pending.Receiver);
            return true;
        }
    }

    private TimeSpan Announcement()
    {
        Guid receiver;
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
            (receiver, state) = (owner, _state);
            _ownerAddress.CopyTo(_to);
        }

        Send(MessageType.Estop, receiver, state);
        return next;
    }

    private void Send(MessageType type, Guid receiver, IzzyState state)
    {
        if (!_lease.IsValid(_lease.Number, _clock.Moment.Now))
            state = state with { Status = IzzyStatus.Estop };
        var length = HeartbeatMessage.Encode(_packet, type, _id, receiver, _nameUtf8, state);
        _transport.Send(_packet.AsSpan(0, length), _to);
    }

    private sealed class Pending
    {
        public readonly SocketAddress To = SocketAddresses.New();
        public MessageType Type;
        public Guid Receiver;
    }
}
