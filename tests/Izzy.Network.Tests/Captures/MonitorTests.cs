using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Izzy.Heartbeat.State;
using Izzy.Network.Tests.Namespaces;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Captures;

/// <summary>The monitor beside a real Mother and a real client, on networks of their own.</summary>
public sealed class MonitorTests
{
    [Fact]
    public void It_hears_both_disturbs_neither_and_writes_what_others_can_read()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.B, "client", "--json", "--name", "sofa", "--state", rig.State, "--limit", "2s", "--reset", "auto");
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms");
        client.WaitFor("permitted");
        var file = rig.FileFor("stage.pcap");
        using var atMother = IzzyProcess.StartIn(network.A, "monitor", "--json", "--every", "1s", "--write", file);
        using var atClient = IzzyProcess.StartIn(network.B, "monitor", "--json");
        foreach (var (monitor, way) in new[] { (atMother, "out"), (atClient, "in") })
        {
            var hello = monitor.WaitFor("packet", after: 6, which: packet => TypeOf(packet) == "HELLO");
            Assert.Equal(("10.77.0.1", "255.255.255.255:9001", NetworkNamespaces.Cable, way), (Text(hello, "source").Split(':')[0], Text(hello, "destination"), Text(hello, "interface"), Text(hello, "direction")));
            Assert.True(hello.TryGetProperty("latenessMs", out _));
            var here = monitor.WaitFor("packet", which: packet => TypeOf(packet) == "HERE" && packet.TryGetProperty("answerMs", out _));
            Assert.Equal("sofa", here.GetProperty("payload").GetProperty("name").GetString());
            Assert.InRange(here.GetProperty("answerMs").GetDouble(), 0, 1000);
        }

        // Before a monitor leaves, so that what leaving might disturb is seen, too.
        atMother.WaitFor("summary", after: 1);
        atMother.Type("quit");
        atClient.Type("quit");
        Assert.Equal((0, 0), (atMother.WaitForExit(), atClient.WaitForExit()));
        Thread.Sleep(500);
        Assert.Equal((1, 0), (client.CountOf("permitted"), client.CountOf("stopped")));
        Assert.Equal(0, mother.CountOf("rejected") + client.CountOf("rejected"));
        // A busy machine may hold it up for five beats of 90 ms.
        Assert.InRange(mother.CountOf("izzy-lost"), 0, mother.CountOf("izzy-returned"));
        Assert.False(mother.HasExited || client.HasExited);

        var summary = atMother.Events.Last(happened => IzzyProcess.Name(happened) == "summary");
        Assert.Equal(0, summary.GetProperty("rejectedCount").GetInt64());
        Assert.Equal(0, Assert.Single(summary.GetProperty("clients").EnumerateArray()).GetProperty("stopCount").GetInt64());
        Assert.Equal(summary.GetProperty("frames").GetInt64(), summary.GetProperty("written").GetInt64());
        Decoded(file, summary.GetProperty("packets").GetInt64());
    }

    [Fact]
    public void In_verified_mode_what_both_say_is_verified_and_each_echo_has_its_age()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        var key = rig.FileFor("key");
        KeyFile.Create(key);
        using var client = IzzyProcess.StartIn(network.B, "client", "--json", "--name", "sofa", "--state", rig.State, "--limit", "2s", "--reset", "auto", "--key-file", key);
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "90ms", "--key-file", key);
        client.WaitFor("permitted");
        using var monitor = IzzyProcess.StartIn(network.B, "monitor", "--json", "--limit", "2s", "--key-file", key);
        foreach (var type in new[] { "HELLO", "HERE" })
        {
            var packet = monitor.WaitFor("packet", after: 60, which: packet => TypeOf(packet) == type && packet.GetProperty("verified").TryGetProperty("echoAgeMs", out _));
            Assert.Equal("verified", packet.GetProperty("verified").GetProperty("mac").GetString());
            Assert.InRange(packet.GetProperty("verified").GetProperty("echoAgeMs").GetDouble(), 0, 2000);
        }

        monitor.Type("quit");
        Assert.Equal(0, monitor.WaitForExit());
        var summary = monitor.Events.Last(happened => IzzyProcess.Name(happened) == "summary");
        Assert.All(summary.GetProperty("mothers").EnumerateArray().Concat(summary.GetProperty("izzies").EnumerateArray()), sender =>
            Assert.Equal((0, 0), (sender.GetProperty("plain").GetInt32(), sender.GetProperty("wrongMac").GetInt32())));
        Assert.Equal([0, 0], summary.GetProperty("sessions").EnumerateArray().Select(session => session.GetProperty("wentBack").GetInt32()));
        var verified = Assert.Single(summary.GetProperty("clients").EnumerateArray(), each => each.GetProperty("verified").GetBoolean());
        Assert.Equal((1, 0), (verified.GetProperty("permits").GetInt32(), verified.GetProperty("stopCount").GetInt32()));
        Assert.Equal(0, client.CountOf("stopped"));
    }

    [Fact]
    public void On_loopback_each_packet_is_seen_once()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.A, "client", "--json", "--name", "sofa", "--state", rig.State);
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--to", "127.0.0.1");
        client.WaitFor("connected");
        using var monitor = IzzyProcess.StartIn(network.A, "monitor", "--json", "--interface", "lo");
        monitor.WaitFor("packet", after: 6, which: packet => TypeOf(packet) == "HELLO");

        var gaps = monitor.Events.Where(packet => TypeOf(packet) == "HELLO" && packet.TryGetProperty("gapMs", out _)).Select(packet => packet.GetProperty("gapMs").GetDouble()).ToList();
        // A second copy would stand right behind the first, on a busy machine too: the kernel stamped both. Behind a late beat the next is on time.
        Assert.All(gaps, gap => Assert.True(gap > 5, $"A gap of {gap} ms."));
    }

    [Fact]
    public void What_is_no_heartbeat_is_counted_by_reason_and_floods_neither_text_nor_memory()
    {
        using var network = new NetworkNamespaces();
        using var monitor = IzzyProcess.StartIn(network.A, "monitor", "--every", "1s");
        // It says each second what it heard, were it nothing: then it listens.
        Assert.True(SpinWait.SpinUntil(() => monitor.Text.Count > 0, IzzyProcess.Patience));
        using (var socket = InsideHost.Run(network.A, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)))
        {
            var random = new Random(7);
            for (var i = 0; i < 20_000; i++)
            {
                var junk = new byte[random.Next(300)];
                random.NextBytes(junk);
                socket.SendTo(junk, new IPEndPoint(IPAddress.Loopback, 9001));
            }
        }

        Thread.Sleep(1500);
        monitor.Type("quit");

        Assert.Equal(0, monitor.WaitForExit());
        Assert.True(monitor.Text.Count < 300, $"{monitor.Text.Count} lines.");
        Assert.Contains(monitor.Text, line => line.EndsWith("more, not shown", StringComparison.Ordinal));
        Assert.Contains(monitor.Text, line => line.Contains("rejected", StringComparison.Ordinal) && line.Contains("wrong-preamble", StringComparison.Ordinal));
    }

    [Fact]
    public void A_disk_that_fills_up_ends_the_writing_and_leaves_a_capture_that_can_be_read()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "20ms");
        mother.WaitFor("beating");
        // The mount is seen by this process alone, and goes with it.
        string[] small = ["ip", "netns", "exec", network.A, "sh", "-c", $"mount -t tmpfs -o size=4k none {rig.State} && exec \"$@\"", "sh"];
        using var monitor = IzzyProcess.StartBy(small, "monitor", "--json", "--write", rig.FileFor("small.pcap"));
        monitor.WaitFor("packet", after: 100);
        var copy = rig.FileFor("copy.pcap");
        File.Copy($"/proc/{monitor.Pid}/root{rig.FileFor("small.pcap")}", copy);
        monitor.Type("quit");

        Assert.Equal(1, monitor.WaitForExit());
        Assert.Equal(2, monitor.Errors.Count);
        Assert.Contains("no longer written", monitor.Errors[0], StringComparison.Ordinal);
        var summary = monitor.Events.Last(happened => IzzyProcess.Name(happened) == "summary");
        Assert.InRange(summary.GetProperty("written").GetInt64(), 10, 60);
        Decoded(copy, summary.GetProperty("written").GetInt64());
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/no/such/folder/x.pcap")]
    [InlineData("/")]
    public void A_file_that_cannot_be_written_is_told_before_anything_begins(string path)
    {
        using var network = new NetworkNamespaces();
        using var monitor = IzzyProcess.StartIn(network.A, "monitor", "--write", path);

        Assert.Equal(2, monitor.WaitForExit());
        Assert.Equal(2, monitor.Errors.Count);
    }

    [Fact]
    public void A_capture_that_is_there_already_is_not_written_over()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        File.WriteAllText(rig.FileFor("kept.pcap"), "evidence");
        using var monitor = IzzyProcess.StartIn(network.A, "monitor", "--write", rig.FileFor("kept.pcap"));

        Assert.Equal(2, monitor.WaitForExit());
        Assert.Equal("evidence", File.ReadAllText(rig.FileFor("kept.pcap")));
    }

    [Fact]
    public void Output_that_nobody_reads_takes_nothing_from_the_file()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State, "--interval", "10ms");
        mother.WaitFor("beating");
        var file = rig.FileFor("stage.pcap");
        using var monitor = IzzyProcess.StartIn(network.A, "monitor", "--json", "--write", file);
        monitor.WaitFor("packet");
        monitor.StallOutput();
        // Some 400 bytes a line, and a pipe and its reader hold far less than these.
        WaitForFrames(file, 1200);
        monitor.Type("quit");
        Assert.True(SpinWait.SpinUntil(() => monitor.HasExited, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Without_the_right_to_capture_it_says_so_and_what_can_be_done()
    {
        using var network = new NetworkNamespaces();
        using var free = IzzyProcess.StartBy(Powerless(network.A), "monitor");
        Assert.Equal(3, free.WaitForExit());
        Assert.Equal(2, free.Errors.Count);
        Assert.Contains("sudo", free.Errors[1], StringComparison.Ordinal);
        Assert.Contains("--listen", free.Errors[1], StringComparison.Ordinal);

        using var rig = new Rig();
        using var client = IzzyProcess.StartIn(network.A, "client", "--json", "--name", "sofa", "--state", rig.State);
        client.WaitFor("waiting");
        using var beside = IzzyProcess.StartBy(Powerless(network.A), "monitor");
        Assert.Equal(3, beside.WaitForExit());
        Assert.Contains("sudo", beside.Errors[1], StringComparison.Ordinal);
        Assert.Contains("9001 is taken", beside.Errors[1], StringComparison.Ordinal);
        Assert.DoesNotContain("--listen", beside.Errors[1], StringComparison.Ordinal);
        using var taken = IzzyProcess.StartBy(Powerless(network.A), "monitor", "--listen");
        Assert.Equal(3, taken.WaitForExit());
        Assert.Contains("9001 is taken", taken.Errors[0], StringComparison.Ordinal);
        using var usage = IzzyProcess.StartBy(Powerless(network.A), "monitor", "--listen", "--write", rig.FileFor("x.pcap"));
        Assert.Equal(2, usage.WaitForExit());
    }

    [Fact]
    public void Without_the_right_to_capture_broadcasts_can_be_heard_at_the_port()
    {
        using var network = new NetworkNamespaces();
        using var rig = new Rig();
        using var mother = IzzyProcess.StartIn(network.A, "mother", "--json", "--state", rig.State);
        using var monitor = IzzyProcess.StartBy(Powerless(network.B), "monitor", "--json", "--listen");

        var hello = monitor.WaitFor("packet", after: 5);
        Assert.Equal(("HELLO", "255.255.255.255:9001", NetworkNamespaces.Cable), (TypeOf(hello), Text(hello, "destination"), Text(hello, "interface")));
        Assert.Contains("no client can start here", Assert.Single(monitor.Errors), StringComparison.Ordinal);
        monitor.Type("quit");
        Assert.Equal(0, monitor.WaitForExit());
    }

    /// <summary>Root, but for the right to open a packet socket.</summary>
    private static string[] Powerless(string host) => ["ip", "netns", "exec", host, "setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw"];

    private static void WaitForFrames(string file, int count)
    {
        for (var tries = 0; tries < 600 && new FileInfo(file).Length < count * 80; tries++)
            Thread.Sleep(50);
        Assert.InRange(new FileInfo(file).Length, count * 80, long.MaxValue);
    }

    private static void Decoded(string file, long packets)
    {
        using var decode = IzzyProcess.Start("decode", "--json", file);
        Assert.Equal(0, decode.WaitForExit());
        Assert.Empty(decode.Errors);
        Assert.Equal(packets, decode.Events.Count(happened => IzzyProcess.Name(happened) == "packet"));
        if (Commands.Try("tshark", "--version") is not null)
            return;
        using var tshark = new Tshark();
        Assert.Equal(packets, tshark.Read(file, "-Y", "izzy").Count);
    }

    private static string? TypeOf(JsonElement packet) => packet.TryGetProperty("type", out var type) ? type.GetString() : null;

    private static string Text(JsonElement packet, string field) => packet.GetProperty(field).GetString()!;
}
