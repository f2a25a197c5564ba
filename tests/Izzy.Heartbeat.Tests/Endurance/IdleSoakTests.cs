namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>Test 14: nothing happens, for days. Trips are counted as events, not as a state that was looked at now and then.</summary>
public class IdleSoakTests
{
    [Fact]
    public void Millions_of_beats_that_come_up_to_a_quarter_period_early_or_late_stop_nothing() =>
        TestRun.Repeatably("Idle soak", draw =>
        {
            var preset = HeartbeatPreset.Rehearsal;
            var run = new BeatRun(preset.Limit, preset.Interval);
            var beats = TestRun.Count(1_000_000, 30_000_000);
            var jitter = (int)(preset.Interval.Ticks / 4);
            for (var beat = 0; beat < beats; beat++)
                run.Beat(isLost: false, TimeSpan.FromTicks(draw.Between(-jitter, jitter)));
            Assert.Equal(0, run.Stops);
            Assert.Equal(1, run.Permits);
            Assert.Equal(1, run.Connects);
            Assert.Equal(beats, run.SentWhilePermitted);
            return $"{beats} beats, {(beats * preset.Interval).TotalDays:0.0} days, 0 stops";
        });
}
