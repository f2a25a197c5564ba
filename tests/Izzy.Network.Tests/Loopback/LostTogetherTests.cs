using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// The access point loses power: a hundred IZZYs that answered over the real socket are silent at once. They are one socket here,
/// for what is asked is what Mother makes of it.
/// </summary>
public sealed class LostTogetherTests
{
    private const int Izzies = 100;

    [Fact]
    public void A_hundred_that_fall_silent_at_once_are_one_alarm_that_names_each_of_them()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var mother = new Mother(new MotherOptions
        {
            Interval = TimeSpan.FromMilliseconds(90),
            Targets = [(IPEndPoint)socket.LocalEndPoint!],
            FromClientPort = 0,
            StateDirectory = null,
        });
        var names = Enumerable.Range(0, Izzies).Select(i => $"izzy-{i}").ToList();
        var state = new IzzyState(IzzyStatus.Available);
        var answers = names.ConvertAll(name => new HeartbeatMessage(MessageType.Here, Guid.NewGuid(), mother.Id, new StatusReport(name, state)).ToBytes());
        var events = mother.Subscribe(TestContext.Current.CancellationToken);
        mother.Start();

        // Ten beats: long enough for a receive buffer that was too small for so many to have grown.
        for (var beat = 0; beat < 10; beat++)
        {
            socket.Receive(new byte[256]);
            foreach (var answer in answers)
                socket.SendTo(answer, new IPEndPoint(IPAddress.Loopback, mother.LocalEndPoint.Port));
        }

        var told = new List<HeartbeatEvent>();
        WatchedIzzy.Until(
            () => Read() && told.Exists(happened => happened is HeartbeatEvent.IzziesLost or HeartbeatEvent.IzzyLost), "Nobody was told as lost.");
        // A second alarm would follow within a beat.
        Thread.Sleep(500);
        Read();
        var alarm = Assert.Single(told.OfType<HeartbeatEvent.IzziesLost>());
        Assert.Equal(names.Order(), alarm.Izzies.Select(izzy => izzy.Name).Order());
        Assert.Empty(told.OfType<HeartbeatEvent.IzzyLost>());

        bool Read()
        {
            while (events.TryRead(out var happened))
                told.Add(happened);
            return true;
        }
    }
}
