using System.Text.Json;
using Izzy.Network.Tests.Namespaces;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Verified;

/// <summary>Verified mode as people meet it: the command with a key file, on hosts of a network.</summary>
public sealed class VerifiedModeTests
{
    [Fact]
    public void They_find_and_stop_each_other_by_proof_over_a_restart_of_Mother_too_and_nobody_tells_the_key()
    {
        using var network = new NetworkNamespaces(3);
        using var rig = new Rig();
        using var safe = new Rig();
        var key = new TestKey(safe.FileFor("key"));
        string[] keyed = ["--json", "--key-file", key.FilePath, "--state", rig.State];
        using var sofa = IzzyProcess.StartIn(network.B, ["client", "--name", "sofa", .. keyed]);
        using var wagon = IzzyProcess.StartIn(network.Hosts[2], ["client", "--name", "wagon", .. keyed]);
        IzzyProcess[] izzies = [sofa, wagon];
        Assert.All(izzies, izzy => izzy.WaitFor("waiting"));
        using var mother = IzzyProcess.StartIn(network.A, ["mother", .. keyed, "--record", rig.FileFor("mother.log")]);
        foreach (var name in (string[])["sofa", "wagon"])
            Assert.True(IsVerified(mother.WaitFor("izzy-found", which: found => Text(found, "name") == name)));
        foreach (var izzy in izzies)
        {
            Assert.True(IsVerified(izzy.WaitFor("connected")));
            izzy.Permit();
        }

        mother.Type("stop");
        foreach (var name in (string[])["sofa", "wagon"])
            Assert.True(IsVerified(mother.WaitFor("stop-confirmed", which: confirmed => Text(confirmed, "name") == name)));
        mother.Release();
        foreach (var izzy in izzies)
            izzy.Permit();

        var permits = izzies.Select(izzy => izzy.CountOf("permitted")).ToList();
        var killed = DateTimeOffset.UtcNow;
        Signals.Kill(mother.Pid);
        using var again = IzzyProcess.StartIn(network.A, ["mother", .. keyed, "--record", rig.FileFor("again.log")]);
        foreach (var (izzy, before) in izzies.Zip(permits))
        {
            var stopped = izzy.WaitFor("stopped", which: happened => Time(happened) >= killed);
            Assert.Contains(Text(stopped, "cause"), (string[])["mother-restarted", "silence"]);
            izzy.WaitFor("connected", which: happened => Time(happened) >= Time(stopped));
            Assert.Equal(before, izzy.CountOf("permitted"));
            izzy.Permit();
        }

        // One more is told that the port is taken.
        using var second = IzzyProcess.StartIn(network.A, ["mother", .. keyed, "--record", rig.FileFor("second.log")]);
        Assert.Equal(3, second.WaitForExit());
        foreach (var side in (IzzyProcess[])[sofa, wagon, again])
        {
            side.Type("quit");
            Assert.Equal(0, side.WaitForExit());
        }

        Assert.True(key.IsToldIn(File.ReadAllText(key.FilePath)));
        Assert.All([sofa, wagon, mother, again, second], side => Assert.False(key.IsToldIn(string.Join('\n', [.. side.Events.Select(happened => happened.GetRawText()), .. side.Text, .. side.Errors]))));
        var files = Directory.GetFiles(rig.State, "*", SearchOption.AllDirectories);
        Assert.Contains(rig.FileFor("again.log"), files);
        Assert.All(files, file => Assert.False(key.IsToldIn(File.ReadAllText(file, System.Text.Encoding.Latin1)), file));
    }

    [Fact]
    public void Robots_without_the_key_work_beside_one_with_it_and_are_shown_as_what_they_are()
    {
        using var network = new NetworkNamespaces(4);
        using var rig = new Rig();
        using var others = new Rig();
        var key = new TestKey(rig.FileFor("key"));
        File.WriteAllText(rig.FileFor("profile.json"), """{"izzies":[{"name":"old","kind":"reference"}]}""");
        using var tree = IzzyProcess.StartIn(network.B, ["client", "--json", "--name", "tree", "--key-file", key.FilePath, "--state", others.State, .. rig.Ports]);
        using var sofa = PythonRobot.StartIn(network.Hosts[2], rig);
        using var old = IzzyProcess.StartIn(network.Hosts[3], ["simulate", "--json", "--profile", rig.FileFor("profile.json"), .. rig.Ports]);
        using var mother = IzzyProcess.StartIn(network.A, ["mother", "--json", "--key-file", key.FilePath, "--state", others.State, .. rig.Ports]);
        foreach (var (name, proven) in ((string, bool)[])[("tree", true), ("sofa", false), ("old", false)])
            Assert.Equal(proven, IsVerified(mother.WaitFor("izzy-found", which: found => Text(found, "name") == name)));
        tree.Permit();
        sofa.Permit(rig);

        mother.Type("stop");
        Assert.True(IsVerified(mother.WaitFor("stop-confirmed", which: confirmed => Text(confirmed, "name") == "tree")));
        Assert.False(IsVerified(mother.WaitFor("stop-confirmed", which: confirmed => Text(confirmed, "name") == "sofa")));
        sofa.WaitForLast("motors: off");
        mother.WaitFor("stop-unconfirmed", which: silent => Text(silent, "name") == "old");
    }

    [Theory]
    [InlineData("mother")]
    [InlineData("client")]
    public void A_key_file_that_others_may_read_is_refused_in_two_lines(string command)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such modes.");
        using var rig = new Rig();
        var key = new TestKey(rig.FileFor("key"));
        key.SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        string[] name = command == "client" ? ["--name", "sofa"] : [];
        using var refused = IzzyProcess.Start([command, "--json", .. name, "--key-file", key.FilePath, "--state", rig.State, .. rig.Ports]);
        Assert.Equal(2, refused.WaitForExit());
        Assert.Equal(2, refused.Errors.Count);
        Assert.Contains(key.FilePath, refused.Errors[0], StringComparison.Ordinal);
        Assert.Contains("chmod", refused.Errors[1], StringComparison.Ordinal);
        Assert.Empty(refused.Events);
        Assert.False(key.IsToldIn(string.Join('\n', refused.Errors)));
    }

    private static bool IsVerified(JsonElement happened) => happened.GetProperty("verified").GetBoolean();

    private static DateTimeOffset Time(JsonElement happened) => happened.GetProperty("time").GetDateTimeOffset();

    private static string? Text(JsonElement happened, string field) => happened.GetProperty(field).GetString();
}
