using System.Net;
using System.Net.Sockets;
using System.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting.Systemd;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Services;

/// <summary>Real threads that are made to hang, and a real socket at which the signs of life must then cease.</summary>
public sealed class KeeperTests : IDisposable
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromMilliseconds(400);

    // A hang of one thread shows after 2 s, and of the beat's after 3 s; the rest is for a busy machine.
    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(4.5);

    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-test-").FullName;
    private readonly InMemoryNetwork _network = new(seed: 3);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Address => Path.Combine(_directory, "notify");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_a_thread_of_Mothers_hangs_the_signs_of_life_cease_and_come_again_when_it_goes_on(bool inTheBeat)
    {
        using var manager = new Manager(Address);
        using var hanging = new HangingTransport(_network.Attach(IPAddress.Parse("10.0.0.1"), Ports.UdpFromClient, Ports.UdpToClient));
        using var mother = new Heartbeat.Mother(new MotherOptions { StateDirectory = null, Transport = hanging });
        mother.Start();
        using var keeper = ServiceKeeper.Start(new NotifyVariables(Address, s_watchdog), WatchedSide.Of(mother));

        AssertCeasesAndComesAgain(manager, inTheBeat ? hanging.HangSends : hanging.HangReceives, hanging.GoOn);
    }

    [Fact]
    public void When_the_listener_of_an_IZZY_hangs_the_signs_of_life_cease()
    {
        using var manager = new Manager(Address);
        using var hanging = new HangingTransport(_network.Attach(IPAddress.Parse("10.0.0.2"), Ports.UdpToClient, Ports.UdpToClient));
        using var izzy = new IzzyClient(new IzzyClientOptions { Name = "sofa", StateDirectory = null, Transport = hanging });
        izzy.Start();
        using var keeper = ServiceKeeper.Start(new NotifyVariables(Address, s_watchdog), WatchedSide.Of(izzy));

        AssertCeasesAndComesAgain(manager, hanging.HangReceives, hanging.GoOn);
    }

    [Fact]
    public void When_the_watchdog_of_an_IZZY_hangs_the_signs_of_life_cease()
    {
        using var manager = new Manager(Address);
        using var clock = new HangingClock("izzy-watchdog");
        using var izzy = new IzzyClient(new IzzyClientOptions { Name = "sofa", StateDirectory = null, Transport = _network.Attach(IPAddress.Parse("10.0.0.2"), Ports.UdpToClient, Ports.UdpToClient) }, clock);
        izzy.Start();
        using var keeper = ServiceKeeper.Start(new NotifyVariables(Address, s_watchdog), WatchedSide.Of(izzy));

        AssertCeasesAndComesAgain(manager, clock.Hang, clock.GoOn);
    }

    [Fact]
    public void A_socket_of_the_abstract_kind_is_reached_too()
    {
        using var manager = new Manager($"@izzy-test-{Guid.NewGuid():N}");
        using (ServiceKeeper.Start(new NotifyVariables(manager.Address, s_watchdog), new WatchedSide(() => true, () => "fine")))
            manager.WaitFor("STATUS=fine");
        manager.WaitFor("STOPPING=1");
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=fine"], manager.Told.Take(3).Select(told => told.State));
    }

    [Fact]
    public void A_manager_who_is_not_there_or_takes_nothing_holds_up_nobody()
    {
        using (var nobody = new NotifySocket(Address))
            Assert.False(nobody.Tell("READY=1"));

        using var full = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        full.Bind(new UnixDomainSocketEndPoint(Address));
        using var socket = new NotifySocket(Address);
        var taken = 0;
        // Nobody reads: some are taken, and then none, without a wait.
        while (socket.Tell($"STATUS={new string('x', 4000)}") && taken < 100_000)
            taken++;
        Assert.InRange(taken, 1, 99_999);
        var buffer = new byte[8192];
        Assert.StartsWith("STATUS=", Encoding.UTF8.GetString(buffer, 0, full.Receive(buffer)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_longer_than_one_can_be_is_nobodys() =>
        Assert.Null(ServiceKeeper.Start(new NotifyVariables("/" + new string('x', 300), s_watchdog), new WatchedSide(() => true, () => "")));

    private static void AssertCeasesAndComesAgain(Manager manager, Action hang, Action goOn)
    {
        manager.WaitFor("READY=1");
        manager.WaitFor("WATCHDOG=1", after: 5);
        try
        {
            hang();
            var hung = manager.Now;
            manager.WaitUntil(() => manager.Now - LastSign(manager) > 4 * s_watchdog, "silence");
            Assert.InRange(LastSign(manager), TimeSpan.Zero, hung + s_noticed);
        }
        finally
        {
            goOn();
        }

        var before = manager.SignsOfLife;
        manager.WaitUntil(() => manager.SignsOfLife > before, "a sign of life after it went on");
    }

    private static TimeSpan LastSign(Manager manager) => manager.Told.Last(told => told.State == "WATCHDOG=1").At;
}
