using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Threads;

/// <summary>Turns the tally of rejected datagrams into events, in the measure that the tally allows.</summary>
internal sealed class RejectTeller(EventStream events)
{
    private static readonly RejectReason[] s_reasons = Enum.GetValues<RejectReason>();

    private readonly RejectTally _tally = new();

    public void Add(RejectReason reason, ReadOnlySpan<byte> datagram, SocketAddress from, TimeSpan now)
    {
        if (_tally.Add(reason, from, now) is > 0 and var count)
            events.Publish(new HeartbeatEvent.Rejected(reason, count, from.ToText(), HeartbeatMessage.Explain(datagram, reason)));
    }

    /// <summary>Tells what was held back and is due now.</summary>
    public void TellDue(TimeSpan now)
    {
        foreach (var reason in s_reasons)
        {
            if (_tally.Due(reason, now) is > 0 and var count)
                events.Publish(new HeartbeatEvent.Rejected(reason, count, _tally.LastFrom(reason)!.ToText()));
        }
    }
}
