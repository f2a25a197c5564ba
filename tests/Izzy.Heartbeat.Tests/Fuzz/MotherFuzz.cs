namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>Test 5, Mother: no datagram stops her or starts her, and she knows those who spoke and no more.</summary>
public class MotherFuzz
{
    [Fact]
    public void No_datagram_stops_or_starts_her_and_she_knows_who_spoke_and_no_more_than_she_has_room_for()
    {
        var lives = 0;
        DatagramFeed.Run("Mother under fuzz", feed => new FuzzedMother(feed, isFull: ++lives % 4 == 0).Live());
    }
}
