namespace Izzy.Network.Tests.Processes;

/// <summary>The operator's stop and its reset, with the command as it is used.</summary>
public sealed class StopAndResetTests
{
    [Fact]
    public void Stop_confirm_reset_and_the_robot_waits_for_its_own_reset()
    {
        using var rig = new Rig();
        using var mother = rig.Mother("--expect", "sofa");
        using var client = rig.Client("sofa");
        client.WaitFor("connected");
        client.Permit();
        mother.Type("stop");
        Assert.Equal("stop-received", client.WaitFor("stopped").GetProperty("cause").GetString());
        mother.WaitFor("stop-confirmed");
        mother.Release();
        client.WaitFor("connected", after: 1);
        Thread.Sleep(1500);
        Assert.Equal(1, client.CountOf("permitted"));
        client.Permit();
        Assert.Equal(2, client.WaitFor("permitted", after: 1).GetProperty("permit").GetInt64());
    }

    [Fact]
    public void A_stop_survives_a_killed_Mother()
    {
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        using (var mother = rig.Mother())
        {
            client.WaitFor("connected");
            mother.Type("stop");
            mother.WaitFor("stopped");
            Signals.Kill(mother.Pid);
        }

        using var again = rig.Mother();
        Assert.True(again.WaitFor("stopped").GetProperty("restored").GetBoolean());
        Thread.Sleep(1000);
        Assert.Equal(1, client.CountOf("connected"));
        again.Type("reset");
        again.WaitFor("reset-refused");
        again.Release();
        client.WaitFor("connected", after: 1);
    }

    [Fact]
    public void Automatic_reset_comes_back_after_a_stop_by_the_same_Mother_alone()
    {
        using var rig = new Rig();
        using var client = rig.Client("sofa", "--reset", "auto", "--limit", "500ms");
        using (var mother = rig.Mother("--interval", "90ms"))
        {
            client.WaitFor("permitted");
            mother.Type("stop");
            client.WaitFor("stopped");
            mother.WaitFor("stop-confirmed");
            mother.Release();
            client.WaitFor("permitted", after: 1);
        }

        client.WaitFor("stopped", after: 1);
        using var stranger = rig.Mother("--interval", "90ms", "--id", "9b2f0b8e-3c1d-4a57-9a3e-2f8f6f1f7a10");
        client.WaitFor("connected", which: happened => happened.GetProperty("owner").GetString() == "new");
        var permits = client.CountOf("permitted");
        // Two limits of beats: after one it would permit itself under the owner whom it knew.
        Thread.Sleep(1000);
        Assert.Equal(permits, client.CountOf("permitted"));
        client.Permit();
        Assert.Equal(permits + 1, client.CountOf("permitted"));
    }

    // One robot, and one Mother after the other, each of whom leaves in another way.
    [Fact]
    public void Leaving_by_any_signal_or_by_quit_is_a_stop()
    {
        Action<IzzyProcess>[] ways =
        [
            mother => Signals.Send(mother.Pid, Signals.Term), mother => Signals.Send(mother.Pid, Signals.Quit),
            mother => Signals.Send(mother.Pid, Signals.Int), mother => Signals.Send(mother.Pid, Signals.Hup), mother => mother.Type("quit"),
        ];
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        for (var way = 0; way < ways.Length; way++)
        {
            using var mother = rig.Mother();
            client.WaitFor("connected", after: way);
            client.Permit();
            ways[way](mother);
            Assert.Equal(0, mother.WaitForExit());
            Assert.Equal("stop-received", client.WaitFor("stopped", after: way).GetProperty("cause").GetString());
        }
    }

    [Fact]
    public void Junk_of_every_length_leaves_both_sides_working()
    {
        using var rig = new Rig();
        using var mother = rig.Mother("--interval", "90ms");
        using var client = rig.Client("sofa", "--limit", "1s");
        client.WaitFor("connected");
        client.Permit();

        Junk.Send(rig.ToClient, 35_000, seed: 1);
        Junk.Send(rig.FromClient, 35_000, seed: 2);
        client.WaitFor("rejected");
        mother.WaitFor("rejected");
        Thread.Sleep(1500);
        Assert.Equal(0, client.CountOf("stopped"));
        // A busy machine may hold up five answers in a row.
        Assert.InRange(mother.CountOf("izzy-lost"), 0, mother.CountOf("izzy-returned"));

        mother.Type("stop");
        Assert.Equal("stop-received", client.WaitFor("stopped").GetProperty("cause").GetString());
        mother.WaitFor("stop-confirmed");
    }

    [Fact]
    public void The_output_may_be_closed_and_the_beat_goes_on()
    {
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        using var mother = IzzyProcess.Start(["mother", "--json", "--to", "127.0.0.1", "--state", rig.State, .. rig.Ports]);
        client.WaitFor("connected");
        mother.CloseOutput();
        using var second = rig.Client("chair-on-a-taken-port");
        Assert.Equal(3, second.WaitForExit());
        client.Permit();
        Thread.Sleep(1500);
        Assert.Equal(0, client.CountOf("stopped"));
    }
}
