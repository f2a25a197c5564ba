using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// Notes when its IZZY took each HELLO out of the socket: not before it arrived, and not after the IZZY stamped it itself. So a
/// stop sooner than T after this moment is a stop too early, however busy the machine is.
/// </summary>
internal sealed class WatchingTransport(IDatagramTransport inner) : IDatagramTransport
{
    private readonly Lock _gate = new();
    private TimeSpan? _lastBeat;
    private TimeSpan _longestSpacing;
    private TimeSpan _longestGap;

    // The look before the last one, and whether the last one found a beat.
    private TimeSpan? _lookBefore;
    private TimeSpan? _lastLook;
    private bool _lastWasBeat;

    /// <summary>Whose HELLOs alone are beats; null where there is but one Mother.</summary>
    public Guid? Mother { get; set; }

    public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <summary>
    /// The last HELLO that was read; the longest time between two of them, and the longest that the listener took from the look
    /// before a HELLO to the one after it, since <see cref="Forget"/>.
    /// </summary>
    public (TimeSpan? LastBeat, TimeSpan LongestSpacing, TimeSpan LongestGap) Seen
    {
        get
        {
            lock (_gate)
                return (_lastBeat, _longestSpacing, Max(_longestGap, GapRoundBeat(SystemClock.Instance.Moment.Now)));
        }
    }

    public void Forget()
    {
        lock (_gate)
            (_longestSpacing, _longestGap) = (TimeSpan.Zero, TimeSpan.Zero);
    }

    public bool TryReceive(Span<byte> buffer, SocketAddress from, out int length)
    {
        var lookedAt = SystemClock.Instance.Moment.Now;
        var received = inner.TryReceive(buffer, from, out length);
        var isBeat = received && IsBeat(buffer[..length]);
        var now = SystemClock.Instance.Moment.Now;
        lock (_gate)
        {
            _longestGap = Max(_longestGap, GapRoundBeat(lookedAt));
            (_lookBefore, _lastLook, _lastWasBeat) = (_lastLook, lookedAt, isBeat);
            if (!isBeat)
                return received;
            _longestSpacing = Max(_longestSpacing, now - (_lastBeat ?? now));
            _lastBeat = now;
        }

        return received;
    }

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress destination) => inner.Send(datagram, destination);

    public int Broadcast(ReadOnlySpan<byte> datagram) => inner.Broadcast(datagram);

    public void Dispose() => inner.Dispose();

    private bool IsBeat(ReadOnlySpan<byte> datagram) =>
        HeartbeatPacket.TryRead(datagram, out var packet, out _)
        && packet.Type == MessageType.Hello
        && packet.ReceiverId == Guid.Empty
        && (Mother is null || packet.SenderId == Mother);

    private TimeSpan GapRoundBeat(TimeSpan lookedAt) => _lastWasBeat ? lookedAt - (_lookBefore ?? lookedAt) : TimeSpan.Zero;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
