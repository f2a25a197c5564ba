namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>Test 5 with a key: of all that was made without it nothing feeds, stops, permits, confirms or locks out.</summary>
public class VerifiedFuzz
{
    [Fact]
    public void Nothing_that_was_made_without_the_key_moves_or_stops_anybody_and_nobody_is_locked_out() =>
        DatagramFeed.Run("A show with a key under fuzz", feed => new FuzzedShow(feed).Live());
}
