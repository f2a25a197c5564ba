namespace Izzy.Network.Tests.Processes;

/// <summary>The demo is the first thing that anybody sees, so what it promises is kept.</summary>
public sealed class DemoTests
{
    [Fact]
    public void Six_are_found_one_is_lost_and_returns_all_confirm_a_stop_and_come_back_after_the_reset()
    {
        using var demo = IzzyProcess.Start("demo", "--json");
        for (var i = 0; i < 6; i++)
            demo.WaitFor("izzy-found", after: i);
        demo.WaitFor("izzy-lost");
        demo.WaitFor("izzy-returned", which: happened => happened.GetProperty("silenceMs").GetDouble() > 3000);

        demo.Type("stop");
        demo.WaitFor("stopped");
        for (var i = 0; i < 6; i++)
            Assert.InRange(demo.WaitFor("stop-confirmed", after: i).GetProperty("afterMs").GetDouble(), 0, 1000);
        Assert.Equal(6, demo.Events.Where(Is("stop-confirmed")).Select(happened => happened.GetProperty("id").GetString()).Distinct().Count());

        demo.Type("reset");
        var reset = demo.WaitFor("reset").GetProperty("time").GetDateTimeOffset();
        // Each says ESTOP until its own policy permits it, after beats were fresh for a whole limit.
        var first = demo.Events.Count;
        demo.WaitFor("izzy-status", which: happened => happened.GetProperty("time").GetDateTimeOffset() > reset);
        var back = demo.Events.Where(Is("izzy-status")).First(happened => happened.GetProperty("time").GetDateTimeOffset() > reset);
        Assert.True((back.GetProperty("time").GetDateTimeOffset() - reset).TotalMilliseconds >= 950, back.ToString());
        demo.Type("quit");
        Assert.Equal(0, demo.WaitForExit());
        Assert.Equal(6, demo.WaitFor("summary").GetProperty("found").GetInt32());
    }

    [Fact]
    public void It_ends_by_itself_with_a_summary()
    {
        using var demo = IzzyProcess.Start("demo", "--json", "--izzies", "2", "--seconds", "3");
        Assert.Equal(0, demo.WaitForExit());
        Assert.Equal(2, demo.WaitFor("summary").GetProperty("found").GetInt32());
    }

    private static Func<System.Text.Json.JsonElement, bool> Is(string name) => happened => happened.GetProperty("event").GetString() == name;
}
