using Izzy.Cli.Actors;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Tests.Actors;

public sealed class ActorTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Nobody_moves_without_a_permit()
    {
        foreach (var actor in Cast.Of(Cast.Most))
        {
            var before = actor.Step(TimeSpan.FromSeconds(5), permitted: true);
            for (var i = 0; i < 100; i++)
            {
                var state = actor.Step(s_step, permitted: false);
                Assert.Equal((before.X, before.Y, 0), (state.X, state.Y, state.Speed));
                Assert.NotEqual(IzzyStatus.Moving, state.Status);
            }
        }
    }

    [Fact]
    public void Paths_are_plausible_no_jumps_and_nobody_leaves_the_stage()
    {
        foreach (var actor in Cast.Of(6))
        {
            var last = actor.Step(TimeSpan.Zero, permitted: true);
            for (var i = 0; i < 2400; i++)
            {
                var state = actor.Step(s_step, permitted: true);
                var way = double.Hypot(state.X - last.X, state.Y - last.Y);
                Assert.True(way <= (1500 * s_step.TotalSeconds) + 2, $"{actor.Name} jumped {way} mm");
                Assert.InRange(state.X, -6000, 6000);
                Assert.InRange(state.Y, 0, 9000);
                Assert.InRange(state.Heading, 0, 359);
                last = state;
            }
        }
    }

    [Fact]
    public void One_follows_a_line_one_breaks_down_and_is_mended_and_the_others_move()
    {
        var seen = Cast.Of(6).Select(actor => Enumerable.Range(0, 1200).Select(_ => actor.Step(s_step, permitted: true).Status).ToHashSet()).ToList();
        Assert.Equal(1, seen.Count(statuses => statuses.Contains(IzzyStatus.Following)));
        Assert.Equal(1, seen.Count(statuses => statuses.IsSupersetOf([IzzyStatus.Broken, IzzyStatus.Moving])));
        Assert.Equal(5, seen.Count(statuses => statuses.Contains(IzzyStatus.Moving)));
    }

    [Fact]
    public void Who_follows_a_line_sends_its_sensors()
    {
        var follower = new LineFollower("tree").Step(TimeSpan.FromSeconds(1), permitted: true);
        Assert.NotNull(follower.Following);
        Assert.InRange(follower.Following.Value.Sensor1Reading, follower.Following.Value.Sensor1Min, follower.Following.Value.Sensor1Max);
    }

    [Fact]
    public void Every_name_of_the_cast_is_its_own() =>
        Assert.Equal(Cast.Most, Cast.Of(Cast.Most).Select(actor => actor.Name).Distinct().Count());
}
