using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>Who beats on this network, as far as broadcasts reach this machine.</summary>
internal sealed class MotherCheck
{
    private const string Check = "mother";

    private readonly Dictionary<Guid, Heard> _mothers = [];
    private readonly HashSet<string> _dialects = [];

    /// <summary>Listens at the IZZYs' port, if it is free.</summary>
    public static Finding Listen(int port, TimeSpan span)
    {
        UdpTransport ear;
        try
        {
            ear = new UdpTransport(new UdpTransportOptions { LocalPort = port });
        }
        catch (Heartbeat.HeartbeatStartException)
        {
            return Finding.Ok(Check, $"not listened for: port {port} is taken; 'izzy monitor' listens beside what runs");
        }

        using (ear)
        {
            var check = new MotherCheck();
            var (datagram, from, clock) = (new byte[512], SocketAddresses.New(), SystemClock.Instance);
            for (var until = clock.Moment.Now + span; until - clock.Moment.Now is var left && left > TimeSpan.Zero;)
            {
                ear.Wait(left);
                while (ear.TryReceive(datagram, from, out var length))
                    check.Hear(datagram.AsSpan(0, length), from.ToText(), clock.Moment.Now);
            }

            return check.Judge(span);
        }
    }

    /// <summary>A datagram came. Pure.</summary>
    public void Hear(ReadOnlySpan<byte> datagram, string from, TimeSpan now)
    {
        if (!HeartbeatPacket.TryRead(datagram, out var packet, out var reason))
        {
            if (reason is RejectReason.JavaDialect or RejectReason.EarlyPyIzzyDialect && _dialects.Count < 8)
                _dialects.Add($"{RejectExplanation.Of(datagram, reason)} From {from}.");
            return;
        }

        // More are a flood of made-up ids, and two are enough to be told.
        if (packet.Type is MessageType.Hello or MessageType.Estop && (_mothers.Count < 8 || _mothers.ContainsKey(packet.SenderId)))
        {
            var before = _mothers.GetValueOrDefault(packet.SenderId) ?? new Heard(from, 0, now, now);
            _mothers[packet.SenderId] = before with { Beats = before.Beats + 1, Last = now };
        }
    }

    /// <summary>What to say. Pure.</summary>
    public Finding Judge(TimeSpan span)
    {
        var heard = string.Join("; ", _mothers.Select(mother => $"Mother {mother.Key} at {mother.Value.From}{mother.Value.Period}"));
        if (_mothers.Count > 1)
            return Finding.Fault(Check, $"{_mothers.Count} Mothers beat on this network: {heard}", "Only one may: leave the others, or give each her own ports.");
        if (_dialects.Count > 0)
            return Finding.Warning(Check, $"Somebody speaks an old dialect here: {string.Join(" ", _dialects)}", "Such a Mother or robot and this one do not understand each other: bring its software up to date, or give it 'izzy client --attach'.");
        return _mothers.Count == 1
            ? Finding.Ok(Check, $"{heard}; start no second one")
            : Finding.Ok(Check, FormattableString.Invariant($"none was heard in {span.TotalSeconds:0.#} s"));
    }

    private sealed record Heard(string From, int Beats, TimeSpan First, TimeSpan Last)
    {
        public string Period => Beats > 1 ? FormattableString.Invariant($" every {(Last - First).TotalMilliseconds / (Beats - 1):0} ms") : "";
    }
}
