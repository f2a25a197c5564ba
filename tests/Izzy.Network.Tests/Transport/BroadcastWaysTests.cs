using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Transport;

/// <summary>
/// Interfaces that come and go, by a list that the test writes; the only real one in it is loopback, so that no datagram
/// leaves the machine.
/// </summary>
public sealed class BroadcastWaysTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly InterfaceAddress s_loopback = InterfaceAddress.ReadAll().First(item => item.Loopback && item.Address is not null);
    private static readonly InterfaceAddress s_asIfEthernet = s_loopback with { Loopback = false };

    // Nobody's address (RFC 5737), so that a socket cannot be bound to it.
    private static readonly InterfaceAddress s_gone = new("gone7", 77, true, false, IPAddress.Parse("203.0.113.7"), 24);

    private readonly UdpTransport _izzy = new(new());
    private readonly BlockingCollection<WaysOut> _changes = [];
    private volatile IReadOnlyList<InterfaceAddress> _interfaces = [];

    public void Dispose()
    {
        _izzy.Dispose();
        _changes.Dispose();
    }

    [Fact]
    public void A_broadcast_on_loopback_reaches_an_izzy_on_this_machine()
    {
        using var mother = new UdpTransport(new()
        {
            Broadcasts = true,
            Interfaces = [s_loopback.Name],
            BroadcastPort = _izzy.LocalEndPoint.Port,
        });
        Assert.Equal(1, mother.Broadcast([1, 2]));
        AssertHeard();
        Assert.False(mother.WaysOut!.NoInterface);
    }

    [Fact]
    public void No_interface_is_a_state_that_ends_by_itself_when_one_comes_and_returns_when_it_goes()
    {
        using var ways = Open();
        Assert.True(ways.Current.NoInterface);
        Assert.Equal(0, ways.Send([1]));

        _interfaces = [s_asIfEthernet];
        Assert.False(NextChange().NoInterface);
        Assert.Equal(1, ways.Send([1]));
        AssertHeard();

        _interfaces = [];
        Assert.True(NextChange().NoInterface);
        Assert.Equal(0, ways.Send([1]));
    }

    [Fact]
    public void One_interface_that_fails_does_not_stop_the_others()
    {
        _interfaces = [s_gone, s_asIfEthernet];
        using var ways = Open();
        Assert.Equal(1, ways.Send([1]));
        AssertHeard();
        Assert.Equal([s_asIfEthernet], ways.Current.InUse);
    }

    [Fact]
    public void An_interface_that_is_down_is_tried_and_not_counted()
    {
        _interfaces = [s_asIfEthernet with { Up = false }];
        using var ways = Open();
        Assert.True(ways.Current.NoInterface);
        Assert.Equal(0, ways.Send([1]));
        AssertHeard();
    }

    [Fact]
    public void A_system_that_will_not_tell_changes_nothing_and_kills_nothing()
    {
        var silent = false;
        _interfaces = [s_asIfEthernet];
        using var looked = new ManualResetEventSlim();
        using var ways = new BroadcastWays(_izzy.LocalEndPoint.Port, [], () =>
        {
            if (!silent)
                return _interfaces;
            looked.Set();
            throw new NetworkInformationException();
        });
        ways.Changed += _changes.Add;
        silent = true;
        Assert.True(looked.Wait(s_patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, ways.Send([1]));
        silent = false;
        _interfaces = [];
        Assert.True(NextChange().NoInterface);
    }

    [Fact]
    public void A_handler_that_throws_does_not_end_the_watching()
    {
        using var ways = Open(() => throw new InvalidOperationException("a handler's own failure"));
        _interfaces = [s_asIfEthernet];
        Assert.False(NextChange().NoInterface);
        _interfaces = [];
        Assert.True(NextChange().NoInterface);
    }

    [Fact]
    public void A_handler_may_dispose_what_called_it()
    {
        BroadcastWays? ways = null;
        ways = Open(() => ways!.Dispose());
        _interfaces = [s_asIfEthernet];
        _ = NextChange();
        Assert.True(SpinWait.SpinUntil(() => ways.Send([1]) == 0, s_patience));
        ways.Dispose();
    }

    [Fact]
    public void Once_disposed_nothing_is_sent()
    {
        _interfaces = [s_asIfEthernet];
        var ways = Open();
        ways.Dispose();
        Assert.Equal(0, ways.Send([1]));
        ways.Dispose();
    }

    [Fact]
    public void A_broadcast_allocates_nothing()
    {
        _interfaces = [s_asIfEthernet];
        using var ways = Open();
        byte[] beat = new byte[46];
        for (var i = 0; i < 1_000; i++)
            _ = ways.Send(beat);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            _ = ways.Send(beat);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private BroadcastWays Open(Action? afterChange = null)
    {
        var ways = new BroadcastWays(_izzy.LocalEndPoint.Port, [], () => _interfaces);
        ways.Changed += change =>
        {
            _changes.Add(change);
            afterChange?.Invoke();
        };
        return ways;
    }

    private WaysOut NextChange()
    {
        Assert.True(_changes.TryTake(out var change, s_patience));
        return change;
    }

    private void AssertHeard()
    {
        Assert.True(_izzy.Wait(s_patience));
        Assert.True(_izzy.TryReceive(new byte[256], new SocketAddress(AddressFamily.InterNetwork), out _));
    }
}
