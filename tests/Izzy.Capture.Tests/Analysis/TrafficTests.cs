using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Tests.Analysis;

public class TrafficTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly Traffic _traffic = new(Datagrams.UsualPorts, s_limit);
    private TimeSpan _now;

    [Fact]
    public void An_answer_is_timed_from_the_beat_before_it()
    {
        Hello();
        Here();
        Hello();
        _now += Ms(3.5);
        var answer = Here();

        Assert.Equal(Ms(3.5), answer!.Answer);
        var izzy = Assert.Single(_traffic.Izzies);
        Assert.Equal(("sofa", IzzyStatus.Available, Ms(3.5)), (izzy.Name, izzy.Status, izzy.SlowestAnswer));
    }

    [Fact]
    public void Neither_the_first_answer_nor_a_second_copy_nor_one_after_a_lost_one_is_timed()
    {
        Hello();
        Assert.Null(Here()!.Answer);
        Hello();
        Assert.NotNull(Here()!.Answer);
        Assert.Null(Here()!.Answer);
        Hello();
        Hello();
        Assert.Null(Here()!.Answer);
    }

    [Fact]
    public void An_answer_to_another_Mother_is_not_timed_from_this_one()
    {
        for (var i = 0; i < 3; i++)
        {
            Hello();
            Assert.Null(See(Frames.Sofa, 9001, Frames.Mother, 9000, Datagrams.Here(mother: Guid.NewGuid()))!.Answer);
        }
    }

    [Fact]
    public void A_robot_that_beats_go_to_one_by_one_is_timed_by_its_own()
    {
        for (var i = 0; i < 2; i++)
        {
            See(Frames.Mother, 40_000, Frames.Sofa, 9001, Datagrams.Hello());
            _now += Ms(1);
            See(Frames.Mother, 40_000, "10.0.0.3", 9001, Datagrams.Hello());
            _now += Ms(1);
            if (Here() is { Answer: { } answer })
                Assert.Equal(Ms(2), answer);
        }

        Assert.Equal(Ms(2), Assert.Single(_traffic.Izzies).SlowestAnswer);
        Assert.Equal(["10.0.0.2", "10.0.0.3"], _traffic.Mothers.Select(mother => $"{mother.Destination}"));
        Assert.Equal(2, _traffic.Listeners.Count());
    }

    [Fact]
    public void What_each_side_has_no_use_for_is_rejected_as_that_side_does()
    {
        Assert.Equal(RejectReason.UnexpectedType, See(Frames.Sofa, 9001, Frames.Everyone, 9001, Datagrams.Here())!.Reason);
        Assert.Equal(RejectReason.UnexpectedType, See(Frames.Mother, 40_000, Frames.Mother, 9000, Datagrams.Hello())!.Reason);
        Assert.Equal(RejectReason.TooShort, See(Frames.Mother, 40_000, Frames.Mother, 9000, [0x10])!.Reason);
        Assert.Equal(RejectReason.Empty, See(Frames.Mother, 40_000, Frames.Mother, 9000, [])!.Reason);

        Assert.Equal((4L, 0L), (_traffic.Counts.Rejected, _traffic.Counts.Packets));
        Assert.Equal([(RejectReason.UnexpectedType, 2L), (RejectReason.Empty, 1L), (RejectReason.TooShort, 1L)], _traffic.Counts.Reasons.Select(each => (each.Reason, each.Count)));
        Assert.Empty(_traffic.Mothers);
    }

    [Fact]
    public void A_fragment_and_a_cut_datagram_are_reported_and_not_guessed()
    {
        var whole = Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello());
        var fragment = See(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello(), 0x2000));
        var cut = See(whole[..^1]);

        Assert.Equal((ObservationKind.Fragment, ObservationKind.Cut), (fragment!.Kind, cut!.Kind));
        Assert.Null(See(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello(), 0x0001)));
        Assert.Equal((2L, 1L, 0L), (_traffic.Counts.Fragments, _traffic.Counts.Cut, _traffic.Counts.Packets));
        Assert.Empty(_traffic.Mothers);
    }

    [Fact]
    public void A_heartbeat_at_other_ports_is_noticed()
    {
        Assert.Null(See(Frames.Mother, 40_000, Frames.Everyone, 9101, Datagrams.Hello()));
        Assert.Null(See(Frames.Mother, 40_000, Frames.Everyone, 53, [1, 2, 3]));

        Assert.Equal([KeyValuePair.Create(9101, 1L)], _traffic.Counts.Elsewhere);
        Assert.Equal(2, _traffic.Counts.Other);
    }

    [Fact]
    public void A_directed_broadcast_and_one_to_everybody_are_one_stream()
    {
        Hello();
        See(Frames.Mother, 40_000, "10.0.0.255", 9001, Datagrams.Hello());

        Assert.Equal(2, Assert.Single(_traffic.Mothers).Beats.Count);
    }

    [Fact]
    public void The_client_that_listens_along_hears_what_goes_to_everyone_and_to_it_alone()
    {
        for (var i = 0; i < 20; i++)
            Hello();
        See(Frames.Mother, 40_000, Frames.Sofa, 9001, Datagrams.Estop());
        Assert.Equal(0, Assert.Single(_traffic.Listeners).Value.StopCount);
        See(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Estop());
        Assert.Equal(1, Assert.Single(_traffic.Listeners).Value.StopCount);
        Assert.Equal(1, _traffic.Mothers.Single(mother => mother.Beats.Count > 0).Estops);
    }

    [Fact]
    public void One_that_beats_go_to_alone_is_stopped_by_an_ESTOP_to_everyone()
    {
        for (var i = 0; i < 20; i++)
        {
            _now += Ms(180);
            See(Frames.Mother, 40_000, Frames.Sofa, 9001, Datagrams.Hello());
        }

        See(Frames.Mother, 40_000, "10.0.0.3", 9001, Datagrams.Estop());
        Assert.Equal(0, Assert.Single(_traffic.Listeners).Value.StopCount);
        See(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Estop());
        Assert.Equal(1, Assert.Single(_traffic.Listeners).Value.StopCount);
    }

    [Fact]
    public void A_beat_for_another_IZZY_is_none_to_the_one_that_listens_along()
    {
        for (var i = 0; i < 20; i++)
            Hello();
        for (var i = 0; i < 20; i++)
        {
            _now += Ms(180);
            See(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello(receiver: Datagrams.SofaId));
        }

        Assert.Equal(1, Assert.Single(_traffic.Listeners).Value.StopCount);
    }

    [Fact]
    public void Made_up_senders_fill_no_memory()
    {
        var random = new Random(1);
        for (var i = 0; i < Traffic.MostTracks + 100; i++)
        {
            var id = new byte[16];
            random.NextBytes(id);
            See(Frames.Mother, 40_000, $"10.1.{i >> 7}.{i & 127}", 9001, Datagrams.Hello(new Guid(id)));
            See(Frames.Sofa, 9001, Frames.Mother, 9000, Datagrams.Here(izzy: new Guid(id)));
        }

        Assert.Equal((Traffic.MostTracks, Traffic.MostTracks), (_traffic.Mothers.Count(), _traffic.Izzies.Count()));
        Assert.Equal((200L, Traffic.MostListeners), (_traffic.Counts.Untracked, _traffic.Listeners.Count()));
    }

    [Fact]
    public void A_timeline_never_goes_back_and_counts_what_would()
    {
        var timeline = new Timeline();
        Assert.Equal(
            [TimeSpan.Zero, Ms(100), Ms(100), Ms(100), Ms(200)],
            new long?[] { 5_000_000_000, 5_100_000_000, 5_050_000_000, null, 5_200_000_000 }.Select(timeline.Take));
        Assert.Equal((1L, 1L), (timeline.Backwards, timeline.Timeless));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(5.2), timeline.WallClock(timeline.Now));
        Assert.Null(new Timeline().WallClock(TimeSpan.Zero));
    }

    [Fact]
    public void A_line_of_what_passes_now_goes_by_the_clock_that_nobody_sets()
    {
        var wall = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var timeline = new Timeline(TimeSpan.FromHours(1), wall);

        Assert.Equal(Ms(100), timeline.Pass(TimeSpan.FromHours(1) + Ms(100)));
        Assert.Equal(Ms(100), timeline.Pass(TimeSpan.FromHours(1) + Ms(50)));
        Assert.Equal(wall + Ms(100), timeline.WallClock(timeline.Now));
    }

    private Observation? Hello()
    {
        _now += Ms(180);
        return See(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello());
    }

    private Observation? Here() => See(Frames.Sofa, 9001, Frames.Mother, 9000, Datagrams.Here());

    private Observation? See(string source, int sourcePort, string destination, int port, byte[] datagram) => See(Frames.Udp(source, sourcePort, destination, port, datagram));

    private Observation? See(byte[] packet) => _traffic.See(new CapturedFrame { Bytes = packet, Link = LinkTypes.Raw }, _now, null);

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
