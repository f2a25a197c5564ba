namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>Test 5, the IZZY: no datagram causes a trip or hides one, but its owner's.</summary>
public class IzzyFuzz
{
    [Fact]
    public void Nothing_but_the_owner_feeds_or_stops_it_and_nothing_but_a_reset_permits_it() =>
        DatagramFeed.Run("The IZZY under fuzz", feed => new FuzzedIzzy(feed).Live());
}
