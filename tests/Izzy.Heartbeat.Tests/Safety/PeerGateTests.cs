using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>One test for each row of the gate's table. Times are in seconds.</summary>
public sealed class PeerGateTests
{
    private readonly PeerGate _gate = new(VerifiedRole.Mother);

    [Fact]
    public void What_echoes_a_challenge_is_fresh_as_of_when_that_was_sent()
    {
        Assert.Equal(Fresh(10), Hear(1, 5, echoed: 10));
        Assert.Equal(Fresh(11), Hear(1, 6, echoed: 11));
        // An older one than the last is new all the same: it is for the switch to see how old it is.
        Assert.Equal(Fresh(10), Hear(1, 7, echoed: 10));
    }

    [Fact]
    public void What_echoes_nothing_in_the_session_is_new_and_tells_nothing_of_its_age()
    {
        Hear(1, 5, echoed: 10);
        Assert.Equal(new(Standing.Undated), Hear(1, 6));
    }

    [Fact]
    public void A_session_that_echoes_nothing_is_not_followed()
    {
        Assert.Equal(new(Standing.Unproven), Hear(1, 5));
        Assert.Equal(new(Standing.Unproven), Hear(1, 5));
        Hear(1, 6, echoed: 10);
        Assert.Equal(new(Standing.Unproven), Hear(2, 7));
        Assert.Equal(new(Standing.Undated), Hear(1, 7));
    }

    [Fact]
    public void Thirty_recorded_packets_of_the_session_are_replays()
    {
        for (var i = 1u; i <= 30; i++)
            Assert.Equal(Standing.Fresh, Hear(1, i, echoed: 10).Standing);
        for (var i = 1u; i <= 30; i++)
            Assert.Equal(new(Standing.Replayed), Hear(1, i, echoed: 10));
    }

    [Fact]
    public void A_peer_who_was_started_anew_is_followed_once_it_echoes_what_was_sent_later()
    {
        Hear(1, 500, echoed: 10);
        Assert.Equal(new(Standing.Unproven), Hear(2, 1));
        Assert.Equal(new Verdict(Standing.Fresh, TimeSpan.FromSeconds(11), ChangesSession: true), Hear(2, 2, echoed: 11));
        Assert.Equal(Fresh(12), Hear(2, 3, echoed: 12));
        Assert.Equal(new(Standing.Replayed), Hear(2, 2, echoed: 11));
    }

    [Fact]
    public void A_session_that_is_over_comes_back_by_no_echo_that_was_heard_before()
    {
        Hear(1, 500, echoed: 10);
        Hear(2, 1, echoed: 11);
        Assert.Equal(new(Standing.Unproven), Hear(1, 501, echoed: 10));
        Assert.Equal(new(Standing.Unproven), Hear(1, 501, echoed: 11));
        Assert.Equal(Fresh(12), Hear(2, 2, echoed: 12));
    }

    [Fact]
    public void The_first_session_is_no_change()
    {
        Assert.False(Hear(9, 1, echoed: 10).ChangesSession);
    }

    [Fact]
    public void What_is_for_everyone_and_what_is_for_one_overtake_each_other()
    {
        Hear(1, 5, echoed: 10);
        Assert.Equal(new(Standing.Undated), Hear(1, 4, toEveryone: true));
        Assert.Equal(new(Standing.Replayed), Hear(1, 4, toEveryone: true));
        Assert.Equal(new(Standing.Undated), Hear(1, 9, toEveryone: true));
        Assert.Equal(Fresh(10), Hear(1, 8, echoed: 10));
        Assert.Equal(new(Standing.Replayed), Hear(1, 7, toEveryone: true));
    }

    [Fact]
    public void Numbers_go_on_across_the_wrap()
    {
        Hear(1, uint.MaxValue, echoed: 10);
        Assert.Equal(Fresh(10), Hear(1, 0, echoed: 10));
        Assert.Equal(new(Standing.Replayed), Hear(1, uint.MaxValue, echoed: 10));
    }

    [Fact]
    public void A_recording_from_half_a_circle_ago_puts_nobody_behind_it()
    {
        Hear(1, 0, echoed: 10);
        Hear(1, 0x4000_0000, echoed: 11);
        Hear(1, 0x7FFF_FFFF, echoed: 12);
        Hear(1, 0x8000_0001, echoed: 13);
        // It stands ahead by the arithmetic of circles, and what it echoes is forgotten.
        Assert.Equal(new(Standing.Unproven), Hear(1, 0));
        Assert.Equal(Fresh(13), Hear(1, 0x8000_0002, echoed: 13));
    }

    [Fact]
    public void One_that_is_heard_again_after_long_is_followed_by_an_echo_and_not_without()
    {
        Hear(1, 5, echoed: 10);
        Hear(1, 5, toEveryone: true);
        Assert.Equal(new(Standing.Unproven), Hear(1, 5_000_000, toEveryone: true));
        Assert.Equal(new(Standing.Unproven), Hear(1, 5_000_001));
        Assert.Equal(Fresh(11), Hear(1, 5_000_002, echoed: 11));
        Assert.Equal(new(Standing.Undated), Hear(1, 5_000_003));
    }

    [Fact]
    public void What_is_for_everyone_is_far_ahead_of_what_was_for_everyone()
    {
        Hear(1, 5, toEveryone: true, echoed: 10);
        Hear(1, 5_000_000, echoed: 11);
        Assert.Equal(new(Standing.Unproven), Hear(1, 5_000_001, toEveryone: true));
        Assert.Equal(new(Standing.Undated), Hear(1, 5_000_001));
    }

    [Fact]
    public void An_older_echo_opens_the_door_to_no_session_that_echoes_what_lies_between()
    {
        Hear(1, 5, echoed: 10);
        Hear(1, 6, echoed: 8);
        Assert.Equal(new(Standing.Unproven), Hear(2, 1, echoed: 9));
        Assert.True(Hear(2, 1, echoed: 11).ChangesSession);
    }

    [Fact]
    public void What_this_side_made_is_no_peer_s_though_it_is_authentic()
    {
        Assert.Equal(new(Standing.Replayed), Hear(1, 5, echoed: 10, role: VerifiedRole.Izzy));
        Assert.Equal(new(Standing.Unproven), Hear(1, 6));
    }

    private static Verdict Fresh(int asOf) => new(Standing.Fresh, TimeSpan.FromSeconds(asOf));

    private Verdict Hear(ulong session, uint sequence, int? echoed = null, bool toEveryone = false, VerifiedRole role = VerifiedRole.Mother) =>
        _gate.Hear(new(new(role, session, sequence, 180, 1, 77), echoed is { } at ? TimeSpan.FromSeconds(at) : null), toEveryone);
}
