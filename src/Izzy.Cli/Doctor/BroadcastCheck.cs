using System.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>Whether a broadcast leaves by an interface and comes back to this machine. To a port of its own, where no IZZY and no Mother hears it.</summary>
internal static class BroadcastCheck
{
    // Long, for a busy machine: one that comes back does so at once, and only one that does not costs this time.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static IEnumerable<Finding> Look() =>
        InterfaceSelection.Choose(InterfaceAddress.ReadAll(), []) is { WaysOut.NoInterface: false } chosen
            ? chosen.WaysOut.InUse.Select(way => way.Name).Distinct().Select(Try)
            : [];

    /// <summary>What to say of it. Pure.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="port">The port that was tried. A firewall may treat the IZZYs' port differently.</param>
    /// <param name="left">Whether the system took it.</param>
    /// <param name="cameBack">Whether this machine heard it.</param>
    /// <param name="asRoot">Whether 'firewall' saw the rules themselves, which tell more than this trial.</param>
    public static Finding Judge(string name, int port, bool left, bool cameBack, bool asRoot) => (left, cameBack, asRoot) switch
    {
        (false, _, _) => Finding.Fault("broadcast", $"The system refuses a broadcast by {name}", $"Check that {name} is up and has an address; or give Mother the robots' addresses by --to."),
        // A firewall that opens the heartbeat's ports alone is as it should be.
        (_, false, true) => Finding.Ok("broadcast", $"A broadcast by {name} leaves; to UDP {port}, the port of this trial, it does not come back: for the heartbeat's ports see 'firewall'"),
        (_, false, _) => Finding.Warning("broadcast", $"A broadcast left by {name} and was not heard back on this machine, at UDP {port}, the port of this trial", $"A firewall may drop it, and may treat the heartbeat's ports differently; root sees whether it does: {Superuser.Doctor}."),
        _ => Finding.Ok("broadcast", $"A broadcast by {name} to UDP {port}, the port of this trial, leaves and comes back; a firewall may treat the heartbeat's ports differently"),
    };

    private static Finding Try(string name)
    {
        using var ear = new UdpTransport(new UdpTransportOptions());
        var port = ear.LocalEndPoint.Port;
        using var mouth = new UdpTransport(new UdpTransportOptions { Broadcasts = true, BroadcastPort = port, Interfaces = [name] });
        var word = Encoding.ASCII.GetBytes($"izzy doctor {Guid.NewGuid()}");
        var left = mouth.Broadcast(word) > 0;
        return Judge(name, port, left, left && Hears(ear, word), Superuser.IsMe);
    }

    private static bool Hears(UdpTransport ear, byte[] word)
    {
        var (heard, from, clock) = (new byte[512], SocketAddresses.New(), SystemClock.Instance);
        for (var until = clock.Moment.Now + s_patience; until - clock.Moment.Now is var left && left > TimeSpan.Zero;)
        {
            ear.Wait(left);
            if (ear.TryReceive(heard, from, out var length) && heard.AsSpan(0, length).SequenceEqual(word))
                return true;
        }

        return false;
    }
}
