using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <content>What comes with a trailer.</content>
internal sealed partial class SwitchPair
{
    // The newest number of each session. One wraps at once, the next begins behind it, and one half the circle away.
    private readonly Dictionary<ulong, uint> _sequences = [];

    private void Do(SwitchAct.Signed signed)
    {
        if (signed.FoundEmpty)
            Empty(_now);
        Signed(signed.Type, signed.From, signed.To, Trailer(signed.From, signed.Session, signed.Step, signed.Role), SentAt(signed.Echo, signed.Ago));
    }

    private void Do(SwitchAct.SignedBeats beats)
    {
        for (var beat = 0; beat < beats.Count; beat++)
        {
            Pass(Ms(120), Way.Running);
            var trailer = Trailer(beats.From, beats.Session, 1, VerifiedRole.Mother);
            Signed(MessageType.Hello, beats.From, Guid.Empty, trailer, null);
            Signed(MessageType.Hello, beats.From, Self, trailer, _now - beats.Age);
            Empty(_now);
        }
    }

    private TimeSpan? SentAt(EchoOf echo, TimeSpan ago)
    {
        var from = echo switch
        {
            EchoOf.Now => _now,
            EchoOf.LastStop => _history.LastBreak,
            EchoOf.Newest => _history.NewestEcho,
            _ => null,
        };
        return from - ago is not { } sentAt ? null : sentAt < _now ? sentAt : _now;
    }

    private VerificationTrailer Trailer(Guid from, int number, uint step, VerifiedRole role)
    {
        // No two senders ever draw the same session.
        var session = (ulong)number + (from == Owner ? 0UL : from == Stranger ? 100UL : 200UL);
        var newest = _sequences.GetValueOrDefault(session, number switch { 1 => uint.MaxValue - 2, 2 => 5, _ => 0x8000_0000 });
        var sequence = unchecked(newest + step);
        _sequences[session] = step is > 0 and < 3 ? sequence : newest;
        return new(role, session, sequence, 120, 5, 7);
    }

    private void Signed(MessageType type, Guid from, Guid to, VerificationTrailer trailer, TimeSpan? sentAt)
    {
        var packet = new VerifiedPacket(trailer, sentAt);
        Same(_switch.Read(At), _history.Read(At));
        Same(_switch.Hear(type, from, to, At, packet), _history.Hear(type, from, to, At, packet));
    }
}
