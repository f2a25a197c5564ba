using System.Diagnostics;
using System.Net;
using System.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Doctor;

/// <summary>Whether a broadcast leaves by an interface and comes back to this machine. To a port of its own, where no IZZY and no Mother hears it.</summary>
internal static class BroadcastCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    public static IEnumerable<Finding> Look() =>
        InterfaceSelection.Choose(InterfaceAddress.ReadAll(), []) is { WaysOut.NoInterface: false } chosen
            ? chosen.WaysOut.InUse.Select(way => way.Name).Distinct().Select(Try)
            : [];

    /// <summary>What to say of it. Pure.</summary>
    public static Finding Judge(string name, bool left, bool cameBack) => (left, cameBack) switch
    {
        (false, _) => Finding.Fault("broadcast", $"The system refuses a broadcast by {name}", $"Check that {name} is up and has an address; or give Mother the robots' addresses by --to."),
        (_, false) => Finding.Warning("broadcast", $"A broadcast left by {name} and was not heard back on this machine", "A firewall here may drop broadcasts: an IZZY on this machine would not hear Mother. Allow UDP, or use --to."),
        _ => Finding.Ok("broadcast", $"A broadcast by {name} leaves and comes back"),
    };

    private static Finding Try(string name)
    {
        using var ear = new UdpTransport(new UdpTransportOptions());
        using var mouth = new UdpTransport(new UdpTransportOptions { Broadcasts = true, BroadcastPort = ear.LocalEndPoint.Port, Interfaces = [name] });
        var word = Encoding.ASCII.GetBytes($"izzy doctor {Guid.NewGuid()}");
        var left = mouth.Broadcast(word) > 0;
        return Judge(name, left, left && Hears(ear, word));
    }

    private static bool Hears(UdpTransport ear, byte[] word)
    {
        var (heard, from, since) = (new byte[512], SocketAddresses.New(), Stopwatch.StartNew());
        while (s_patience - since.Elapsed is var left && left > TimeSpan.Zero)
        {
            ear.Wait(left);
            while (ear.TryReceive(heard, from, out var length))
            {
                if (heard.AsSpan(0, length).SequenceEqual(word))
                    return true;
            }
        }

        return false;
    }
}
