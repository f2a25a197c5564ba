using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>The dead man's switch and the permit against a second model, which only ever looks back at what happened.</summary>
public class SwitchModelTests
{
    [Theory]
    [InlineData(ResetPolicy.Manual, 1_000, false, null)]
    [InlineData(ResetPolicy.Auto, 1_000, false, null)]
    [InlineData(ResetPolicy.Manual, 1_000, true, null)]
    [InlineData(ResetPolicy.Auto, 1_000, true, 300)]
    [InlineData(ResetPolicy.Manual, 1_000, false, 300)]
    [InlineData(ResetPolicy.Auto, 1_000, false, 1_500)]
    [InlineData(ResetPolicy.Auto, 300, false, null)]
    [InlineData(ResetPolicy.Manual, 4_000, false, null)]
    public void Whatever_happens_the_switch_does_what_the_history_says(ResetPolicy policy, int limit, bool onlyOwner, int? control)
    {
        var options = new SwitchOptions(Self, Ms(limit), policy, onlyOwner ? Owner : null, control is { } ms ? Ms(ms) : null);
        Histories.Check(
            $"The switch ({policy}, T = {limit} ms{(onlyOwner ? ", one Mother" : "")}{(control is null ? "" : $", control loop {control} ms")})",
            TestRun.Count(400, 40_000),
            SwitchAct.Sequence,
            acts => SwitchPair.Play(options, acts));
    }

    [Theory]
    [InlineData(ResetPolicy.Manual, 1_000, false, null)]
    [InlineData(ResetPolicy.Auto, 1_000, false, null)]
    [InlineData(ResetPolicy.Auto, 1_000, true, null)]
    [InlineData(ResetPolicy.Manual, 1_000, false, 300)]
    [InlineData(ResetPolicy.Auto, 300, false, null)]
    [InlineData(ResetPolicy.Auto, 4_000, false, 1_500)]
    public void With_a_key_too_the_switch_does_what_the_history_says(ResetPolicy policy, int limit, bool onlyOwner, int? control)
    {
        var options = new SwitchOptions(Self, Ms(limit), policy, onlyOwner ? Owner : null, control is { } ms ? Ms(ms) : null, IsVerified: true);
        Histories.Check(
            $"The switch with a key ({policy}, T = {limit} ms{(onlyOwner ? ", one Mother" : "")}{(control is null ? "" : $", control loop {control} ms")})",
            TestRun.Count(400, 20_000),
            SwitchAct.VerifiedSequence,
            acts => SwitchPair.Play(options, acts));
    }
}
