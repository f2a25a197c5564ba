using Izzy.Capture.Analysis;
using Izzy.Capture.Layers;
using Izzy.Capture.Live;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Doctor;

/// <summary>Who beats on this network, as far as broadcasts reach this machine.</summary>
internal sealed class MotherCheck
{
    private const string Check = "mother";

    private readonly Dictionary<Guid, HeardMother> _mothers = [];
    private readonly HashSet<string> _dialects = [];

    /// <summary>Listens: beside whoever runs, if this user may; else at the IZZYs' port, which it holds meanwhile.</summary>
    public static Finding Listen(HeartbeatPorts ports, TimeSpan span)
    {
        ITap tap;
        try
        {
            tap = Open(ports);
        }
        catch (TapRefusedException refused)
        {
            return JudgeDeaf(refused.Message);
        }

        using (tap)
        {
            var (check, clock) = (new MotherCheck(), SystemClock.Instance);
            // One look at the clock for each datagram, so that a flood of them does not keep the doctor.
            for (var until = clock.Moment.Now + span; until - clock.Moment.Now is var left && left > TimeSpan.Zero;)
            {
                if (!tap.TryRead(left, out var frame, out var now))
                    continue;
                var passed = FrameParser.Parse(frame);
                // Without the port: beats leave by sockets of their own, which are opened anew when an interface comes back.
                if (passed.Kind == PassedKind.Datagram)
                    check.Hear(passed.Datagram, Passed.AddressOf(passed.SourceHost).ToString(), now);
            }

            return check.Judge(span);
        }
    }

    /// <summary>What to say where nothing can be heard. Pure.</summary>
    public static Finding JudgeDeaf(string why) =>
        Finding.Warning(Check, $"not listened for: {why}", $"Stop the client that has it and run this again; or listen beside it: {Superuser.Doctor}, or izzy monitor.");

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
        if (packet.Type is not (MessageType.Hello or MessageType.Estop) || (_mothers.Count >= 8 && !_mothers.ContainsKey(packet.SenderId)))
            return;
        if (!_mothers.TryGetValue(packet.SenderId, out var mother))
            _mothers[packet.SenderId] = mother = new HeardMother();
        mother.Hear(from, VerificationTrailer.TryFind(packet.Payload, out _, out _), now);
    }

    /// <summary>What to say. Pure.</summary>
    public Finding Judge(TimeSpan span)
    {
        var heard = string.Join("; ", _mothers.Select(mother => $"Mother {mother.Key} at {mother.Value}"));
        if (_mothers.Count > 1)
            return Finding.Fault(Check, $"{_mothers.Count} Mothers beat on this network: {heard}", "Only one may: leave the others, or give each her own ports.");
        if (_mothers.FirstOrDefault(mother => mother.Value.Apart.Count > 1) is { Value: { } shared, Key: var id })
            return Finding.Fault(Check, $"Mothers at {string.Join(" and ", shared.Apart)} beat with one id, {id}", "Only one may: leave the others. A copied disk or state directory has the same id: give each her own by --id.");
        if (_dialects.Count > 0)
            return Finding.Warning(Check, $"Somebody speaks an old dialect here: {string.Join(" ", _dialects)}", "Such a Mother or robot and this one do not understand each other: bring its software up to date, or give it 'izzy client --attach'.");
        return _mothers.Count == 1
            ? Finding.Ok(Check, $"{heard}; start no second one")
            : Finding.Ok(Check, FormattableString.Invariant($"none was heard in {span.TotalSeconds:0.#} s"));
    }

    private static ITap Open(HeartbeatPorts ports)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return PacketTap.Open(ports, []);
        }
        catch (TapRefusedException)
        {
            // Then as an IZZY does.
        }

        return PortTap.Open(ports.ToClient);
    }
}
