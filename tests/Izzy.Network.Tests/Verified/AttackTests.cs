using System.Text.Json;
using Izzy.Network.Tests.Namespaces;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Verified;

/// <summary>
/// Somebody with the network and without the key (<c>tools/attack.py</c>) against robots that move, permit themselves when they may, and have a key.
/// In the long run each part takes four times as long.
/// </summary>
public sealed class AttackTests
{
    // Longer than a busy machine holds all of them up, and than a beat that is lost to the attacker's noise.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    // How late a busy machine may be with a stop. What it is late by is reported.
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_while = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("IZZY_TEST_LONG") == "1" ? 15 : 3);

    private static readonly string[] s_tricks =
    [
        "replay-one", "replay-in-order", "replay-shuffled", "replay-fast", "replay-answers", "sequence", "strip", "flip", "forge", "reflect",
        "plain-hello", "plain-here", "plain-estop", "old-confirmations", "junk", "held", "recorded-estop",
    ];

    [Fact]
    public void Whoever_has_the_network_and_not_the_key_permits_nothing_and_is_believed_nothing()
    {
        using var network = new NetworkNamespaces(4, isHub: true);
        using var rig = new Rig();
        var key = new TestKey(rig.FileFor("key"));
        var late = new Timings("attack: stop to stopped", "2 s at most");
        using var mother = IzzyProcess.StartIn(network.A, ["mother", "--json", "--state", rig.State, "--interval", "400ms", "--longest-limit", "2s", "--key-file", key.FilePath]);
        using var sofa = Client(network.B, rig, key, "sofa", "2s");
        using var wagon = Client(network.Hosts[2], rig, key, "wagon", "2s");
        IzzyProcess[] izzies = [sofa, wagon];
        foreach (var izzy in izzies)
            Drive(izzy);
        foreach (var name in (string[])["sofa", "wagon"])
            mother.WaitForStatus("MOVING", name);

        using var attacker = Attacker.StartIn(network.Hosts[3], "--limit", "2", "--seconds", "600", "--estop-seconds", "2");
        foreach (var izzy in izzies)
            izzy.WaitFor("rejected", which: rejected => Text(rejected, "reason") == "wrong-mac");
        Thread.Sleep(s_while);

        // A stop that all confirm, and nobody is permitted in spite of it.
        var stop = Stop(mother, 0);
        foreach (var izzy in izzies)
            late.Add(StoppedAt(izzy, stop) - stop);
        WaitForConfirmation(mother, "sofa", stop);
        WaitForConfirmation(mother, "wagon", stop);
        Thread.Sleep(s_while);
        Assert.All(izzies, izzy => Assert.Equal(0, Permits(izzy, stop)));

        // A stop that one cannot confirm: the recorded confirmations of the first one, and forged ones, are none.
        mother.Release();
        foreach (var izzy in izzies)
            Drive(izzy);
        Signals.Freeze(wagon.Pid);
        stop = Stop(mother, 1);
        try
        {
            late.Add(StoppedAt(sofa, stop) - stop);
            mother.WaitFor("stop-unconfirmed", which: silent => Text(silent, "name") == "wagon" && Time(silent) >= stop);
            Assert.DoesNotContain(mother.Events, IsConfirmation("wagon", stop));
        }
        finally
        {
            Signals.Thaw(wagon.Pid);
        }

        WaitForConfirmation(mother, "wagon", stop);
        Assert.All(izzies, izzy => Assert.Equal(0, Permits(izzy, stop)));

        // The death of Mother: silence stops all, whatever is sent in her name.
        mother.Release();
        foreach (var izzy in izzies)
            Drive(izzy);
        var killed = DateTimeOffset.UtcNow;
        Signals.Kill(mother.Pid);
        foreach (var izzy in izzies)
        {
            late.Add(StoppedAt(izzy, killed) - killed);
            Assert.Equal("silence", Text(izzy.WaitFor("stopped", which: stopped => Time(stopped) >= killed), "cause"));
        }

        // What was held back before her death comes a limit and a second after it.
        Thread.Sleep(s_while > s_limit ? s_while : s_limit);
        Assert.All(izzies, izzy => Assert.Equal(0, Permits(izzy, killed)));
        var sent = attacker.Finish();
        Assert.All(izzies, izzy => Assert.Equal(0, Permits(izzy, killed)));

        Assert.All(s_tricks, trick => Assert.True(sent.GetValueOrDefault(trick) > 0, $"The attacker sent nothing by the trick {trick}."));
        foreach (var side in (IzzyProcess[])[.. izzies, mother])
            Assert.All((string[])["unverified", "wrong-mac", "replayed"], reason => Assert.Contains(reason, Reasons(side)));
        Assert.Equal(2, mother.CountOf("reset"));
        Assert.Equal(2, mother.CountOf("izzy-found"));
        Assert.DoesNotContain(mother.Events, happened => IzzyProcess.Name(happened) is "izzy-lost" or "izzies-lost" or "duplicate-izzy");
        Assert.All(mother.Events.Where(happened => happened.TryGetProperty("name", out _)), told =>
        {
            Assert.Equal($"{NetworkNamespaces.AddressOf(Text(told, "name") == "sofa" ? 1 : 2)}:9001", Text(told, "address"));
            Assert.True(told.GetProperty("verified").GetBoolean(), told.ToString());
        });
        late.Report();
    }

    [Fact]
    public void What_was_held_back_longer_than_the_limit_is_too_old()
    {
        PacketFilter.Need();
        using var network = new NetworkNamespaces(3, isHub: true);
        using var rig = new Rig();
        var key = new TestKey(rig.FileFor("key"));
        using var mother = IzzyProcess.StartIn(network.A, ["mother", "--json", "--state", rig.State, "--interval", "200ms", "--key-file", key.FilePath]);
        using var sofa = Client(network.B, rig, key, "sofa", "1s");
        Drive(sofa);
        using var attacker = Attacker.StartIn(network.Hosts[2], "--tricks", "held", "--limit", "1", "--seconds", "600", "--estop-seconds", "0");
        // By then it listens.
        sofa.WaitFor("rejected", which: rejected => Text(rejected, "reason") == "replayed");
        Drive(sofa);

        // From now on it alone carries what Mother sends, late.
        var cut = DateTimeOffset.UtcNow;
        PacketFilter.DropFrom(network.B, NetworkNamespaces.AddressOf(0));
        Assert.Equal("silence", Text(sofa.WaitFor("stopped", which: stopped => Time(stopped) >= cut), "cause"));
        sofa.WaitFor("rejected", which: rejected => Text(rejected, "reason") == "too-old" && Time(rejected) >= cut);
        Thread.Sleep(1500);
        Assert.Equal(0, Permits(sofa, cut));
        Assert.True(attacker.Finish()["held"] > 0);
    }

    private static IzzyProcess Client(string host, Rig rig, TestKey key, string name, string limit) =>
        IzzyProcess.StartIn(host, ["client", "--json", "--name", name, "--limit", limit, "--reset", "auto", "--state", rig.State, "--key-file", key.FilePath]);

    private static void Drive(IzzyProcess izzy)
    {
        izzy.WaitFor("connected");
        izzy.Permit();
        izzy.Type("status moving");
    }

    private static DateTimeOffset Stop(IzzyProcess mother, int after)
    {
        mother.Type("stop");
        return Time(mother.WaitFor("stopped", after));
    }

    private static DateTimeOffset StoppedAt(IzzyProcess izzy, DateTimeOffset since)
    {
        // Events have whole milliseconds, and the stop of Mother may have begun one of them earlier.
        var at = Time(izzy.WaitFor("stopped", which: stopped => Time(stopped) >= since.AddMilliseconds(-1)));
        Assert.True(at - since < s_limit + s_late, $"It stopped {(at - since).TotalMilliseconds} ms after it should.");
        return at;
    }

    private static void WaitForConfirmation(IzzyProcess mother, string name, DateTimeOffset since) => mother.WaitFor("stop-confirmed", which: confirmed => IsConfirmation(name, since)(confirmed));

    private static Predicate<JsonElement> IsConfirmation(string name, DateTimeOffset since) =>
        happened => IzzyProcess.Name(happened) == "stop-confirmed" && Text(happened, "name") == name && Time(happened) >= since;

    private static int Permits(IzzyProcess izzy, DateTimeOffset since) => izzy.Events.Count(happened => IzzyProcess.Name(happened) == "permitted" && Time(happened) > since);

    private static HashSet<string?> Reasons(IzzyProcess side) => [.. side.Events.Where(happened => IzzyProcess.Name(happened) == "rejected").Select(rejected => Text(rejected, "reason"))];

    private static DateTimeOffset Time(JsonElement happened) => happened.GetProperty("time").GetDateTimeOffset();

    private static string? Text(JsonElement happened, string field) => happened.GetProperty(field).GetString();
}
