using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>One test for each row of the gate's table.</summary>
public sealed class MotherGateTests
{
    private static readonly TimeSpan s_sent = TimeSpan.FromSeconds(10);

    private readonly Challenges _challenges = new();
    private readonly MotherGate _gate;

    public MotherGateTests()
    {
        _challenges.Sent(77, s_sent);
        _gate = new MotherGate(_challenges);
    }

    [Fact]
    public void A_beat_that_echoes_a_challenge_counts_from_when_that_was_sent()
    {
        var outcome = Hello(1, 5, echo: 77);
        Assert.Equal(new GateOutcome(RejectReason.None, s_sent, Challenges: true), outcome);
    }

    [Fact]
    public void A_beat_without_an_echo_of_this_boot_feeds_nothing_and_is_answered_with_a_challenge()
    {
        Assert.Equal(new GateOutcome(RejectReason.None, null, Challenges: true), Hello(1, 5));
        Assert.Equal(new GateOutcome(RejectReason.None, null, Challenges: true), Hello(1, 6, echo: 78));
        Hello(1, 7, echo: 77);
        Assert.Equal(new GateOutcome(RejectReason.None, null, Challenges: true), Hello(1, 8));
    }

    [Fact]
    public void A_recording_of_the_session_is_refused_and_not_answered()
    {
        for (var i = 1u; i <= 30; i++)
            Assert.Equal(RejectReason.None, Hello(1, i, echo: 77).Rejected);
        for (var i = 1u; i <= 30; i++)
            Assert.Equal(new GateOutcome(RejectReason.Replayed), Hello(1, i, echo: 77));
    }

    [Fact]
    public void A_recording_of_an_earlier_boot_of_this_IZZY_echoes_nothing_that_it_sent_and_adopts_nobody()
    {
        Hello(1, 5, echo: 77);
        Assert.Null(Hello(2, 9, echo: 12).FreshAsOf);
        Assert.Equal(new GateOutcome(RejectReason.Replayed), Hello(1, 5, echo: 77));
        Assert.NotNull(Hello(1, 6, echo: 77).FreshAsOf);
    }

    [Fact]
    public void A_Mother_who_was_started_anew_is_adopted_once_she_echoes_and_the_old_session_is_over()
    {
        Hello(1, 5, echo: 77);
        Assert.False(Hello(2, 1).ChangesSession);
        Assert.Equal(new GateOutcome(RejectReason.None, s_sent, Challenges: true, ChangesSession: true), Hello(2, 2, echo: 77));
        Assert.False(Hello(2, 3, echo: 77).ChangesSession);
    }

    [Fact]
    public void The_first_session_is_no_change()
    {
        Assert.False(Hello(9, 1, echo: 77).ChangesSession);
    }

    [Fact]
    public void A_stop_counts_whatever_its_sequence_and_session_are_and_hides_no_later_beat()
    {
        Hello(1, 5, echo: 77);
        Assert.Equal(new GateOutcome(RejectReason.None, null, Challenges: true), Estop(1, 3));
        Assert.Equal(new GateOutcome(RejectReason.None, null, Challenges: true), Estop(4, 3));
        Assert.NotNull(Hello(1, 6, echo: 77).FreshAsOf);
        Estop(1, 8);
        Assert.Equal(RejectReason.Replayed, Hello(1, 7, echo: 77).Rejected);
    }

    [Fact]
    public void What_an_IZZY_made_is_no_Mother_s_though_it_is_authentic()
    {
        var reflected = new VerificationTrailer(VerifiedRole.Izzy, 1, 5, 0, 3, 77);
        Assert.Equal(new GateOutcome(RejectReason.Replayed), _gate.Hear(MessageType.Hello, reflected));
        Assert.Equal(new GateOutcome(RejectReason.Replayed), _gate.Hear(MessageType.Estop, reflected));
    }

    private GateOutcome Hello(ulong session, uint sequence, ulong echo = 0) => _gate.Hear(MessageType.Hello, new(VerifiedRole.Mother, session, sequence, 180, 1, echo));

    private GateOutcome Estop(ulong session, uint sequence) => _gate.Hear(MessageType.Estop, new(VerifiedRole.Mother, session, sequence, 180, 1, 0));
}
