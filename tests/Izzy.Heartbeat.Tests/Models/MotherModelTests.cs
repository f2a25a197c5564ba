namespace Izzy.Heartbeat.Tests.Models;

/// <summary>Mother's latch and its confirmations against a second model, which only ever looks back at what happened.</summary>
public class MotherModelTests
{
    [Fact]
    public void Whatever_happens_Mother_stops_beats_and_counts_confirmations_as_the_history_says() =>
        Histories.Check(
            "Mother's stop",
            TestRun.Count(2_000, 200_000),
            MotherAct.Sequence,
            acts => MotherPair.Play(asksForProof: false, acts));

    [Fact]
    public void With_a_key_too_Mother_stops_and_counts_confirmations_as_the_history_says() =>
        Histories.Check(
            "Mother's stop with a key",
            TestRun.Count(2_000, 200_000),
            MotherAct.VerifiedSequence,
            acts => MotherPair.Play(asksForProof: true, acts));
}
