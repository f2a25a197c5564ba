using Izzy.Cli.Simulate;

namespace Izzy.Cli.Tests.Simulate;

public sealed class TimetableTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Without_a_fault_nothing_ever_turns()
    {
        var never = new Timetable(null, new Random(1));
        for (var now = TimeSpan.Zero; now < TimeSpan.FromHours(1); now += TimeSpan.FromSeconds(1))
            Assert.False(never.Turns(now) || never.Lasts);
    }

    [Fact]
    public void A_fault_comes_at_first_within_its_period_and_then_again_half_to_one_and_a_half_periods_after_its_end()
    {
        var (every, span) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(3));
        var turns = Play(new Timetable(new SimulatedFault(every, span), new Random(7)), TimeSpan.FromHours(1));
        Assert.InRange(turns[0], TimeSpan.Zero, every + s_tick);
        for (var i = 1; i < turns.Count; i++)
        {
            var gap = turns[i] - turns[i - 1];
            if (i % 2 == 1)
                Assert.InRange(gap, span, span + s_tick);
            else
                Assert.InRange(gap, every / 2, (every * 1.5) + s_tick);
        }

        Assert.InRange(turns.Count / 2, 130, 190);
    }

    [Fact]
    public void The_same_chances_give_the_same_times_and_others_give_others()
    {
        var fault = new SimulatedFault(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        var one = Play(new Timetable(fault, new Random(3)), TimeSpan.FromMinutes(5));
        Assert.Equal(one, Play(new Timetable(fault, new Random(3)), TimeSpan.FromMinutes(5)));
        Assert.NotEqual(one, Play(new Timetable(fault, new Random(4)), TimeSpan.FromMinutes(5)));
    }

    private static List<TimeSpan> Play(Timetable timetable, TimeSpan span)
    {
        var turns = new List<TimeSpan>();
        for (var now = TimeSpan.Zero; now < span; now += s_tick)
        {
            if (!timetable.Turns(now))
                continue;
            turns.Add(now);
            Assert.Equal(turns.Count % 2 == 1, timetable.Lasts);
        }

        return turns;
    }
}
