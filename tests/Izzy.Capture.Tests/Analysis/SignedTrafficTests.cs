using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Tests.Analysis;

/// <summary>What is seen of verified mode, with the key and without.</summary>
public class SignedTrafficTests
{
    private const ulong MotherSession = 0x0102030405060708;
    private const ulong SofaSession = 0x1112131415161718;
    private const int Limit = 1000;

    private Traffic _traffic = new(Datagrams.UsualPorts, Ms(Limit), Datagrams.Keys);
    private TimeSpan _now;
    private uint _motherNumber;
    private uint _sofaNumber;
    private ulong _challenge = 1;

    [Fact]
    public void The_age_by_echo_is_since_the_packet_with_the_challenge_was_seen_first()
    {
        Here(challenge: 7);
        _now += Ms(100);
        Here(challenge: 7);
        _now += Ms(80);

        Assert.Equal(Ms(180), Beat(echo: 7)!.Signature!.EchoAge);
    }

    [Fact]
    public void The_age_is_not_known_of_no_echo_nor_of_one_that_was_not_seen_nor_of_a_challenge_of_the_same_side()
    {
        Here(challenge: 7);
        Assert.Null(Beat(echo: 0)!.Signature!.EchoAge);
        Assert.Null(Beat(echo: 8)!.Signature!.EchoAge);
        Beat(challenge: 9);
        Assert.Null(Beat(echo: 9)!.Signature!.EchoAge);
        Assert.Null(See(Frames.Mother, Frames.Everyone, 9001, Datagrams.Hello())!.Signature);
    }

    [Fact]
    public void Without_a_key_no_MAC_is_right_or_wrong()
    {
        _traffic = new Traffic(Datagrams.UsualPorts, Ms(Limit));
        Assert.Equal(MacCheck.NotChecked, Beat()!.Signature!.Mac);
        Assert.Equal((ObservationKind.Packet, MacCheck.NotChecked), (Beat(keys: Datagrams.OtherKeys)!.Kind, Beat(keys: Datagrams.OtherKeys)!.Signature!.Mac));
        Assert.Equal((3L, 0L), Signed(Assert.Single(_traffic.Mothers).Signatures));
    }

    [Fact]
    public void With_the_key_each_sender_has_its_verified_its_plain_and_its_wrong_ones()
    {
        Assert.Equal(MacCheck.Verified, Beat()!.Signature!.Mac);
        See(Frames.Mother, Frames.Sofa, 9001, Datagrams.Hello());
        var wrong = Beat(keys: Datagrams.OtherKeys);
        Here(keys: Datagrams.OtherKeys);

        Assert.Equal((ObservationKind.Rejected, RejectReason.WrongMac, MacCheck.Wrong), (wrong!.Kind, wrong.Reason, wrong.Signature!.Mac));
        var mother = Assert.Single(_traffic.Mothers);
        Assert.Equal((1L, 1L, 1L), (mother.Signatures.Signed, mother.Signatures.Plain, mother.Signatures.WrongMac));
        Assert.Equal(2, mother.Beats.Count);
        var sofa = Assert.Single(_traffic.Izzies);
        Assert.Equal((0L, 1L, 0L), (sofa.Signatures.Signed, sofa.Signatures.WrongMac, sofa.Heard.Count));
        Assert.Equal((2L, 2L), (_traffic.Counts.Packets, _traffic.Counts.Rejected));
    }

    [Fact]
    public void What_has_a_wrong_MAC_neither_makes_an_echo_known_nor_moves_a_number()
    {
        Here(challenge: 7, keys: Datagrams.OtherKeys);
        Assert.Null(Beat(echo: 7)!.Signature!.EchoAge);
        Beat(number: 500, keys: Datagrams.OtherKeys);
        Assert.False(Beat()!.Signature!.WentBack);
    }

    [Fact]
    public void A_number_that_went_back_is_counted_for_its_sender_and_session()
    {
        Beat(number: 0xFFFF_FFFE);
        Assert.False(Beat(number: 3)!.Signature!.WentBack);
        Assert.True(Beat(number: 3)!.Signature!.WentBack);
        Assert.True(Beat(number: 0xFFFF_FFFE)!.Signature!.WentBack);
        // Started anew: its numbers begin elsewhere. A recording of the session before is told by that session.
        Assert.False(Beat(number: 1, session: 2)!.Signature!.WentBack);
        Assert.True(Beat(number: 2)!.Signature!.WentBack);

        Assert.Equal([(MotherSession, 5L, 3L), (2UL, 1L, 0L)], _traffic.Sessions.All.Select(each => (each.Key.Session, each.Value.Packets, each.Value.WentBack)));
        Assert.All(_traffic.Sessions.All, each => Assert.Equal((Datagrams.MotherId, VerifiedRole.Mother), (each.Key.Sender, each.Key.Role)));
    }

    [Fact]
    public void What_goes_to_everyone_overtakes_nothing_that_goes_to_one()
    {
        Beat(number: 10);
        Assert.False(Beat(number: 9, toEveryone: true)!.Signature!.WentBack);
        Assert.False(Beat(number: 11)!.Signature!.WentBack);
    }

    [Fact]
    public void A_packet_that_is_seen_on_two_interfaces_did_not_go_back()
    {
        foreach (var name in new[] { "v0", "v1" })
        {
            var frame = Frames.Udp(Frames.Mother, 40_000, Frames.Sofa, 9001, Datagrams.Signed(Datagrams.Hello(), new VerificationTrailer(VerifiedRole.Mother, 1, 1, 180, 1, 0)));
            var seen = _traffic.See(new CapturedFrame { Bytes = frame, Link = LinkTypes.Raw, Interface = name }, _now, null);
            Assert.False(seen!.Signature!.WentBack);
        }
    }

    [Fact]
    public void A_verified_client_goes_on_while_the_echoes_are_young()
    {
        Run(Ms(10_000), held: TimeSpan.Zero);

        var client = Verified();
        Assert.Equal((1L, 0L, true), (client.Permits, client.StopCount, client.IsPermitted));
    }

    [Fact]
    public void A_verified_client_stops_by_the_age_of_the_echo_where_a_plain_one_takes_old_beats_for_new()
    {
        Run(Ms(5_000), held: TimeSpan.Zero);
        // From here on the network holds every beat back by more than the limit, and lets them come as regularly as before.
        Run(Ms(5_000), held: Ms(Limit + 200));

        Assert.Equal(StopCause.Silence, Assert.Single(Verified().Stops).Cause);
        Assert.False(Verified().IsPermitted);
        var plain = _traffic.Listeners.Single(each => !each.Value.IsVerified).Value;
        Assert.Equal(0, plain.StopCount);
    }

    [Fact]
    public void A_verified_client_stops_at_the_limit_after_the_challenge_and_not_after_the_beat()
    {
        Run(Ms(5_000), held: TimeSpan.Zero);
        Here(challenge: ++_challenge);
        var challenged = _now;
        _now += Ms(300);
        Beat(echo: _challenge);
        _now += Ms(5_000);
        _traffic.Advance(_now);

        Assert.Equal(challenged + Ms(Limit) + TimeSpan.FromTicks(1), Assert.Single(Verified().Stops).At);
    }

    [Fact]
    public void Recorded_beats_keep_no_verified_client_going()
    {
        Run(Ms(5_000), held: TimeSpan.Zero);
        var (last, number) = (_now, _motherNumber);
        for (var i = 0; i < 40; i++)
        {
            _now += Ms(180);
            Beat(number: number, echo: _challenge);
        }

        var stop = Assert.Single(Verified().Stops);
        Assert.InRange(stop.At, last, last + Ms(Limit + 1));
        Assert.Equal(40, _traffic.Sessions.All.Single(each => each.Key.Role == VerifiedRole.Mother).Value.WentBack);
    }

    [Fact]
    public void Beats_with_a_wrong_MAC_keep_no_verified_client_going_whatever_they_echo()
    {
        Run(Ms(5_000), held: TimeSpan.Zero);
        for (var i = 0; i < 20; i++)
        {
            _now += Ms(180);
            Here(challenge: ++_challenge);
            Beat(echo: _challenge, keys: Datagrams.OtherKeys);
        }

        _traffic.Advance(_now);
        Assert.Equal(StopCause.Silence, Assert.Single(Verified().Stops).Cause);
        Assert.Equal(0, _traffic.Listeners.Single(each => !each.Value.IsVerified).Value.StopCount);
    }

    [Fact]
    public void A_Mother_who_was_started_anew_stops_a_verified_client_and_a_later_silence_is_found_too()
    {
        Run(Ms(5_000), held: TimeSpan.Zero);
        Run(Ms(5_000), held: TimeSpan.Zero, session: 99);
        _now += Ms(5_000);
        _traffic.Advance(_now);

        Assert.Equal([StopCause.MotherRestarted, StopCause.Silence], Verified().Stops.Select(stop => stop.Cause));
    }

    [Fact]
    public void Where_no_challenge_is_seen_there_is_no_verified_client_to_speak_of()
    {
        for (var i = 0; i < 20; i++)
        {
            _now += Ms(180);
            Beat(echo: 7);
        }

        Assert.All(_traffic.Listeners, each => Assert.False(each.Value.IsVerified));
    }

    [Fact]
    public void Made_up_challenges_and_sessions_fill_no_memory()
    {
        for (ulong i = 1; i <= Sessions.Most + 10; i++)
            Here(challenge: i, session: i);
        Assert.Equal((Sessions.Most, 10L), (_traffic.Sessions.All.Count(), _traffic.Sessions.Untracked));

        var echoes = new Echoes();
        for (ulong i = 1; i <= Echoes.Most + 1; i++)
            echoes.See(new VerificationTrailer(VerifiedRole.Izzy, 1, 1, 1000, i, 0), null, 1, Ms(i));
        Assert.Null(echoes.SeenAt(new VerificationTrailer(VerifiedRole.Mother, 1, 1, 180, 1, 1), null));
        Assert.Equal(Ms(2), echoes.SeenAt(new VerificationTrailer(VerifiedRole.Mother, 1, 1, 180, 1, 2), null));
    }

    /// <summary>The robot says its challenge, and Mother's beat echoes the one that was the newest so long ago.</summary>
    private void Run(TimeSpan length, TimeSpan held, ulong session = MotherSession)
    {
        var sent = new List<(ulong Challenge, TimeSpan At)>();
        for (var end = _now + length; _now < end;)
        {
            _now += Ms(120);
            Here(challenge: ++_challenge);
            sent.Add((_challenge, _now));
            _now += Ms(20);
            var echo = sent.LastOrDefault(each => each.At <= _now - held).Challenge;
            Beat(echo: echo == 0 ? 1 : echo, session: session);
        }
    }

    private Listener Verified() => _traffic.Listeners.Single(each => each.Value.IsVerified).Value;

    private Observation? Beat(uint? number = null, ulong echo = 0, ulong? challenge = null, ulong session = MotherSession, bool toEveryone = false, VerificationKeys? keys = null)
    {
        var trailer = new VerificationTrailer(VerifiedRole.Mother, session, number ?? ++_motherNumber, 180, challenge ?? 1_000_000 + _motherNumber, echo);
        var hello = Datagrams.Hello(receiver: toEveryone ? Guid.Empty : Datagrams.SofaId);
        return See(Frames.Mother, toEveryone ? Frames.Everyone : Frames.Sofa, 9001, Datagrams.Signed(hello, trailer, keys));
    }

    private Observation? Here(ulong challenge = 1, ulong session = SofaSession, VerificationKeys? keys = null) =>
        See(Frames.Sofa, Frames.Mother, 9000, Datagrams.Signed(Datagrams.Here(), new VerificationTrailer(VerifiedRole.Izzy, session, ++_sofaNumber, Limit, challenge, 0), keys));

    private Observation? See(string source, string destination, int port, byte[] datagram) =>
        _traffic.See(new CapturedFrame { Bytes = Frames.Udp(source, 40_000, destination, port, datagram), Link = LinkTypes.Raw }, _now, null);

    private static (long Signed, long Wrong) Signed(Signatures signatures) => (signatures.Signed, signatures.WrongMac);

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
