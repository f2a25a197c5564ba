using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

public sealed class LivenessTests
{
    private static readonly ThreadFacts s_steps = new(true, TimeSpan.FromMilliseconds(50));

    public static TheoryData<bool, int?> Hung => new() { { true, 2001 }, { false, 50 }, { true, null } };

    [Fact]
    public void A_side_whose_threads_step_makes_progress()
    {
        Assert.True(Liveness.OfIzzy(s_steps, s_steps));
        Assert.True(Liveness.OfMother(s_steps, s_steps, TimeSpan.FromMilliseconds(180)));
    }

    [Theory]
    [MemberData(nameof(Hung))]
    public void An_IZZY_makes_none_when_its_watchdog_or_its_listener_hangs_ended_or_never_began(bool isAlive, int? sinceStepMs)
    {
        var hung = new ThreadFacts(isAlive, sinceStepMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null);
        Assert.False(Liveness.OfIzzy(hung, s_steps));
        Assert.False(Liveness.OfIzzy(s_steps, hung));
    }

    [Fact]
    public void Mothers_beat_may_take_its_period_and_two_seconds_more()
    {
        var slow = new ThreadFacts(true, TimeSpan.FromSeconds(11.9));
        Assert.True(Liveness.OfMother(slow, s_steps, TimeSpan.FromSeconds(10)));
        Assert.False(Liveness.OfMother(slow, s_steps, TimeSpan.FromSeconds(9)));
        Assert.False(Liveness.OfMother(s_steps, slow, TimeSpan.FromSeconds(10)));
    }
}
