using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Scenarios;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class RoundTripTests
{
    private RoundTrip _trip;

    [Fact]
    public void The_first_answer_tells_nothing_for_it_may_belong_to_an_earlier_beat()
    {
        _trip.Answer(Beat(7, at: 1_000), Ms(1_003));
        Assert.Null(_trip.Time);
    }

    [Fact]
    public void One_beat_since_the_answer_before_tells_the_time_from_it()
    {
        _trip.Answer(Beat(7, at: 1_000), Ms(1_003));
        _trip.Answer(Beat(8, at: 1_180), Ms(1_184));
        Assert.Equal(Ms(4), _trip.Time);
    }

    [Fact]
    public void A_second_copy_of_an_answer_changes_nothing()
    {
        _trip.Answer(Beat(7, at: 1_000), Ms(1_003));
        _trip.Answer(Beat(8, at: 1_180), Ms(1_184));
        _trip.Answer(Beat(8, at: 1_180), Ms(1_190));
        Assert.Equal(Ms(4), _trip.Time);
    }

    [Fact]
    public void More_than_one_beat_since_the_answer_before_tells_nothing_until_the_next_answer()
    {
        _trip.Answer(Beat(7, at: 1_000), Ms(1_003));
        _trip.Answer(Beat(8, at: 1_180), Ms(1_184));
        _trip.Answer(Beat(10, at: 1_540), Ms(1_541));
        Assert.Null(_trip.Time);
        _trip.Answer(Beat(11, at: 1_720), Ms(1_722));
        Assert.Equal(Ms(2), _trip.Time);
    }

    [Fact]
    public void Where_the_last_beat_is_not_known_nothing_is_told_and_the_next_answer_is_a_first_one()
    {
        _trip.Answer(Beat(7, at: 1_000), Ms(1_003));
        _trip.Answer(Beat(8, at: 1_180), Ms(1_184));
        _trip.Answer(null, Ms(1_364));
        Assert.Null(_trip.Time);
        _trip.Answer(Beat(10, at: 1_540), Ms(1_541));
        Assert.Null(_trip.Time);
    }

    [Fact]
    public void On_a_stage_it_is_there_and_back_and_a_lost_answer_hides_it_for_one_beat()
    {
        var stage = new Stage();
        stage.Network.Faults = new() { Delay = TimeSpan.FromMilliseconds(10) };
        var mother = stage.AddMother();
        stage.RunUntilPermitted(stage.AddIzzy());
        Assert.Equal(20, Known(), 2.0);

        // A whole beat that does not arrive.
        stage.Network.Faults = new() { Loss = 1 };
        stage.Run(180);
        stage.Network.Faults = new() { Delay = TimeSpan.FromMilliseconds(10) };
        stage.Run(180);
        Assert.Null(mother.Core.Snapshot()[0].RoundTrip);
        stage.Run(180);
        Assert.Equal(20, Known(), 2.0);

        mother.Stop();
        stage.Run(50);
        Assert.Null(mother.Core.Snapshot()[0].RoundTrip);

        double Known() => mother.Core.Snapshot()[0].RoundTrip!.Value.TotalMilliseconds;
    }

    private static SentBeat Beat(long number, double at) => new(number, Ms(at));

    [Fact]
    public void The_first_answer_of_all_tells_nothing_although_it_is_the_answer_to_the_first_beat()
    {
        // Mother may have been started anew: this may be the answer to a beat of before.
        _trip.Answer(Beat(1, at: 1_000), Ms(1_003));
        Assert.Null(_trip.Time);
    }
}
