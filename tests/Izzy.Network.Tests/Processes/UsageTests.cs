namespace Izzy.Network.Tests.Processes;

/// <summary>What a person meets who starts it wrongly, or twice.</summary>
public sealed class UsageTests
{
    [Fact]
    public void A_taken_port_ends_with_3_and_two_lines()
    {
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        client.WaitFor("waiting");
        using var second = rig.Client("chair");
        Assert.Equal(3, second.WaitForExit());
        Assert.Equal(2, second.Errors.Count);
        Assert.Contains($"{rig.ToClient}", second.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_directory_in_use_ends_with_3_and_names_the_other()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        mother.WaitFor("beating");
        using var second = rig.Mother();
        Assert.Equal(3, second.WaitForExit());
        Assert.Contains($"{mother.Pid}", second.Errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mother", "--interval", "fast")]
    [InlineData("mother", "--interval", "1ms")]
    [InlineData("mother", "--id", "not-a-uuid")]
    [InlineData("mother", "--to", "nowhere:0:0")]
    [InlineData("mother", "--preset", "matinee")]
    [InlineData("mother", "--expect", "a", "--expect", "a")]
    [InlineData("mother", "--colour")]
    [InlineData("client")]
    [InlineData("client", "--name", "a\u0007b")]
    [InlineData("client", "--name", "sofa", "--preset", "show", "--limit", "100ms")]
    [InlineData("client", "--name", "sofa", "--limit", "0s")]
    [InlineData("client", "--name", "sofa", "--mother", "me")]
    [InlineData("client", "--name", "sofa", "--reset", "sometimes")]
    [InlineData("client", "--name", "sofa", "--to-client-port", "70000")]
    [InlineData("demo", "--izzies", "0")]
    [InlineData("demo", "--seconds", "-1")]
    [InlineData("demo", "--seconds", "0", "--json")]
    [InlineData("mother", "--to", "127.0.0.1", "--interface", "lo")]
    [InlineData("mother", "--to", "127.0.0.1", "--panel", "127.0.0.1:5170")]
    [InlineData("mother", "--to", "127.0.0.1", "--panel-token", "short")]
    [InlineData("demo", "--panel", "http://127.0.0.1:0", "--no-panel")]
    [InlineData("demo", "--no-panel=maybe")]
    [InlineData("reset")]
    [InlineData("drill")]
    [InlineData("drill", "--json", "--yes=maybe")]
    [InlineData("simulate", "--izzies", "0")]
    [InlineData("simulate", "--profile", "no/such/file")]
    [InlineData("doctor", "--seconds", "soon")]
    [InlineData("monitor", "--interface", "no-such-one")]
    [InlineData("monitor", "--limit", "1ms")]
    [InlineData("monitor", "--listen", "--interface", "lo")]
    [InlineData("monitor", "--seconds", "0")]
    [InlineData("decode", "no-such.pcap")]
    [InlineData("dance")]
    public void Wrong_usage_ends_with_2_and_two_lines(params string[] arguments)
    {
        using var izzy = IzzyProcess.Start(arguments);
        Assert.Equal(2, izzy.WaitForExit());
        Assert.Equal(2, izzy.Errors.Count);
        Assert.Empty(izzy.Text);
        Assert.Empty(izzy.Events);
    }

    [Fact]
    public void A_name_too_long_is_refused_and_not_cut()
    {
        using var izzy = IzzyProcess.Start("client", "--name", new string('x', 180));
        Assert.Equal(2, izzy.WaitForExit());
        Assert.Contains("179", izzy.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_means_nothing_is_answered_and_changes_nothing()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        mother.WaitFor("beating");
        mother.Type("dance");
        mother.Type("forget nobody");
        mother.Type("quit");
        Assert.Equal(0, mother.WaitForExit());
        Assert.Equal(4, mother.Errors.Count);
    }

    [Fact]
    public void A_client_is_reset_by_name_from_another_process()
    {
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        client.WaitFor("waiting");
        using (var early = IzzyProcess.Start("reset", "sofa", "--state", rig.State))
            Assert.Equal(1, early.WaitForExit());
        using var mother = rig.Mother();
        client.WaitFor("connected");
        ResetFromOutside();
        client.WaitFor("permitted");
        using var unknown = IzzyProcess.Start("reset", "chair", "--state", rig.State);
        Assert.Equal(1, unknown.WaitForExit());
        Assert.Contains("sofa", string.Join('\n', unknown.Errors), StringComparison.Ordinal);

        // As a patient person asks: after a refusal, not again within a second.
        void ResetFromOutside()
        {
            for (var attempt = 0; attempt < 10; attempt++)
            {
                Thread.Sleep(1100);
                using var reset = IzzyProcess.Start("reset", "sofa", "--state", rig.State);
                if (reset.WaitForExit() == 0)
                    return;
            }

            Assert.Fail("It was not permitted.");
        }
    }

    [Fact]
    public void A_client_that_leaves_takes_nothing_away_from_the_next_one_of_its_name()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var first = rig.Client("sofa", "--on-stop", "sleep 1");
        first.WaitFor("connected");
        first.Permit();
        first.Type("quit");
        // As whoever is in a hurry: started again and again until the state is free.
        using var next = Started();
        first.WaitForExit();
        Assert.Single(Directory.GetFiles(rig.State, "izzy-*.sock"));

        IzzyProcess Started()
        {
            while (true)
            {
                var client = rig.Client("sofa");
                Assert.True(SpinWait.SpinUntil(() => client.HasExited || client.CountOf("waiting") > 0, IzzyProcess.Patience));
                if (!client.HasExited)
                    return client;
                client.Dispose();
            }
        }
    }

    [Fact]
    public void An_attached_program_reports_resets_and_stops_by_going_away()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa", "--attach");
        client.WaitFor("connected");
        client.Permit();
        client.Type("""report {"status":"MOVING","position":{"x":1,"y":-2,"z":3},"heading":90,"speed":250}""");
        mother.WaitForStatus("MOVING", "sofa");
        client.EndInput();
        Assert.Equal("detached", client.WaitFor("stopped").GetProperty("cause").GetString());
        Assert.Equal(0, client.WaitForExit());
    }

    [Fact]
    public void A_program_that_does_not_read_its_error_output_still_stops_it()
    {
        using var rig = new Rig();
        using var mother = rig.Mother();
        using var client = rig.Client("sofa", "--attach");
        client.WaitFor("connected");
        client.Permit();
        client.StallErrors();
        // Far more than a pipe holds.
        for (var i = 0; i < 5000; i++)
            client.Type("report {\"speed\":1}");
        client.Type("stop");
        Assert.Equal("local-stop", client.WaitFor("stopped").GetProperty("cause").GetString());
    }

    [Fact]
    public void A_stop_command_that_prints_more_than_anybody_reads_takes_nothing_from_the_guard()
    {
        using var rig = new Rig();
        using var mother = rig.Mother("--interval", "90ms");
        using var client = rig.Client("sofa", "--limit", "500ms", "--on-stop", "yes | head -c 1000000");
        client.WaitFor("connected");
        client.Permit();
        client.StallErrors();
        client.Type("stop");
        client.WaitFor("connected", after: 1);
        Thread.Sleep(750);
        client.Permit();
        Assert.Equal(1, client.CountOf("stopped"));
    }

    [Fact]
    public void Every_event_is_recorded()
    {
        using var rig = new Rig();
        var file = rig.FileFor("show.jsonl");
        using var mother = rig.Mother("--record", file);
        mother.WaitFor("beating");
        mother.Type("stop");
        mother.WaitFor("stopped");
        mother.Type("quit");
        Assert.Equal(0, mother.WaitForExit());
        var lines = File.ReadAllLines(file);
        Assert.Equal(mother.Events.Select(happened => happened.GetRawText()), lines);
    }
}
