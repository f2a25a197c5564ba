using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Network.Tests.Loopback;

namespace Izzy.Network.Tests.Processes;

/// <summary>
/// A pipe that nobody reads fills up, and whoever writes to it stands. That may be the printing of events and nothing else, on
/// either side: it takes a real pipe to show it.
/// </summary>
public sealed class StalledOutputTests
{
    // Some 120 bytes of output each, and a pipe holds 64 KiB.
    private const int Refusals = 3000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_Mother_whose_output_nobody_reads_beats_on_and_stops_all_when_told()
    {
        using var rig = new Rig();
        using var izzy = new WatchedIzzy(s_limit, answerTo: rig.FromClient);
        using var mother = rig.Mother("--to", $"127.0.0.1:{izzy.EndPoint.Port}");
        izzy.Permit();
        FillPipe(mother);
        Thread.Sleep(1.5 * s_limit);
        Assert.True(izzy.MayMove);
        Assert.Null(izzy.Stopped);

        mother.Type("stop");
        izzy.WaitForStop();
        Assert.Equal(StopCause.StopReceived, izzy.Stopped!.Value.Cause);
    }

    [Fact]
    public void A_client_whose_output_nobody_reads_answers_on_and_stops_by_silence_and_says_so()
    {
        using var rig = new Rig();
        using var ears = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        ears.Bind(new IPEndPoint(IPAddress.Loopback, rig.FromClient));
        using var client = rig.Client("sofa");
        client.WaitFor("waiting");
        using var mother = new Beater(TimeSpan.FromMilliseconds(180), [new IPEndPoint(IPAddress.Loopback, rig.ToClient)]);
        client.WaitFor("connected");
        client.Permit();
        Hear(ears, MessageType.Here, IzzyStatus.Available);
        FillPipe(client);
        Thread.Sleep(1.5 * s_limit);
        Drain(ears);
        Hear(ears, MessageType.Here, IzzyStatus.Available);

        mother.Cease(0);
        Hear(ears, MessageType.Estop, IzzyStatus.Estop);
    }

    private static void FillPipe(IzzyProcess izzy)
    {
        izzy.StallOutput();
        for (var i = 0; i < Refusals; i++)
            izzy.Type("reset");
    }

    private static void Drain(Socket ears)
    {
        while (ears.Poll(0, SelectMode.SelectRead))
            ears.Receive(new byte[256]);
    }

    private static void Hear(Socket ears, MessageType type, IzzyStatus status) => WatchedIzzy.Until(
        () =>
        {
            var buffer = new byte[256];
            return ears.Poll(0, SelectMode.SelectRead)
                && HeartbeatMessage.TryDecode(buffer.AsSpan(0, ears.Receive(buffer)), out var message, out _)
                && message.Type == type && message.Report?.State.Status == status;
        },
        $"No {type} that reports {status} was heard.");
}
