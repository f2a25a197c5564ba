using System.Net;
using Izzy.Cli.Doctor;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Tests.Doctor;

/// <summary>What the doctor says of what was seen; what can be seen is tried on real machines elsewhere.</summary>
public sealed class JudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_port_that_izzy_has_is_fine()
    {
        var held = PortCheck.JudgeTaken("UDP 9001", new PortHolder(7, "/opt/izzy client --name sofa"), "an IZZY", "--to-client-port", false, false);
        Assert.Equal(Verdict.Ok, held.Verdict);
        Assert.Contains("'/opt/izzy client' (process 7)", held.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3 -m izzy_heartbeat --id 1", "python3 -m izzy_heartbeat")]
    [InlineData("/usr/bin/other --to izzy", "/usr/bin/other")]
    [InlineData("nc -u -l 9001", "nc")]
    [InlineData("python3 robot.py --password x", "python3 robot.py")]
    public void A_port_that_another_program_has_is_a_fault_with_that_program_s_name(string command, string shown)
    {
        var found = PortCheck.JudgeTaken("UDP 9001", new PortHolder(812, command), "an IZZY", "--to-client-port", false, false);
        Assert.Equal(Verdict.Fault, found.Verdict);
        Assert.Contains($"'{shown}' (process 812)", found.What, StringComparison.Ordinal);
        Assert.Contains("--to-client-port", found.ToDo, StringComparison.Ordinal);
        Assert.Equal(Verdict.Warning, PortCheck.JudgeTaken("TCP 5170", null, "the panel", "--panel", true, false).Verdict);
    }

    [Theory]
    [InlineData("izzy mother --panel-token SECRET", "'izzy mother'")]
    [InlineData("/usr/bin/dotnet /opt/izzy.dll mother --panel-token SECRET", "'/usr/bin/dotnet /opt/izzy.dll mother'")]
    public void What_else_stands_on_a_command_line_is_not_shown_for_it_may_be_a_secret(string command, string shown) =>
        Assert.StartsWith(shown, new PortHolder(7, command).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Only_who_is_not_root_is_told_to_be()
    {
        Assert.Contains("sudo \"$(command -v izzy)\" doctor", PortCheck.JudgeTaken("UDP 9001", null, "an IZZY", "--to-client-port", false, false).What, StringComparison.Ordinal);
        Assert.DoesNotContain("sudo", PortCheck.JudgeTaken("UDP 9001", null, "an IZZY", "--to-client-port", false, true).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_the_system_refuses_is_told_in_its_words_and_nobody_is_blamed()
    {
        var found = PortCheck.JudgeRefused("UDP 80", "Permission denied", "an IZZY", "--to-client-port", false);
        Assert.Equal(Verdict.Fault, found.Verdict);
        Assert.Equal("UDP 80, which an IZZY needs, cannot be opened: Permission denied", found.What);
    }

    [Fact]
    public void The_table_of_sockets_is_read_and_what_is_strange_in_it_is_passed_over()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
            " 1234: 00000000:2329 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 987654 2 0000000000000000 0",
            " 1235: 00000000:2328 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 11 2 0000000000000000 0",
            " 1236: 00000000000000000000000000000000:2329 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 12 1 0",
            "",
            "garbage",
            " 1237: 00000000:XYZ 00000000:0000 07 0:0 00:0 0 0 0 13 1 0",
        ];
        Assert.Equal([987654, 12], PortHolder.SocketsAt(table, 9001, null));
        Assert.Equal([12], PortHolder.SocketsAt(table, 9001, "0A"));
        Assert.Empty(PortHolder.SocketsAt(table, 5170, null));
    }

    [Fact]
    public void No_way_out_of_the_machine_is_a_fault()
    {
        var found = Assert.Single(Interfaces([Loopback, Card("eth0", "10.0.0.2", up: false)]));
        Assert.Equal(Verdict.Fault, found.Verdict);
        Assert.Contains("cable", found.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_way_out_is_named_with_its_broadcast_address()
    {
        var found = Assert.Single(Interfaces([Loopback, Card("eth0", "10.0.0.2")]));
        Assert.Equal(Verdict.Ok, found.Verdict);
        Assert.Contains("eth0 10.0.0.2/24, broadcast 10.0.0.255", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Wi_Fi_tunnels_and_more_than_one_way_are_warned_of()
    {
        var found = Interfaces([Card("wlan0", "10.0.0.2"), Card("docker0", "172.17.0.1"), Card("eth0", "10.0.1.2")], name => name == "wlan0", true);
        Assert.Equal([Verdict.Warning, Verdict.Warning, Verdict.Ok, Verdict.Warning], found.Select(each => each.Verdict));
        Assert.Contains("power_save off", found[0].ToDo, StringComparison.Ordinal);
        Assert.Contains("3 interfaces: wlan0, docker0, eth0", found[3].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Power save: on\n", Verdict.Warning)]
    [InlineData("Power save: off\n", Verdict.Ok)]
    [InlineData(null, Verdict.Warning)]
    internal void Wi_Fi_that_does_not_sleep_is_not_warned_of(string? answer, Verdict verdict) =>
        Assert.Equal(verdict, Assert.Single(Interfaces([Card("wlan0", "10.0.0.2")], _ => true, InterfaceCheck.ReadPowerSave(answer))).Verdict);

    [Fact]
    public void An_address_that_a_machine_gave_itself_and_none_at_all_are_warned_of()
    {
        var found = Interfaces([Loopback, Card("eth0", "169.254.3.4"), new InterfaceAddress("eth1", 3, true, false, null, 0), new InterfaceAddress("veth1", 4, true, false, null, 0), new InterfaceAddress("eth2", 5, false, false, null, 0)]);
        Assert.Equal(2, found.Count);
        Assert.Equal(Verdict.Warning, found[0].Verdict);
        Assert.Contains("no DHCP server answered", found[0].What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Warning, found[1].Verdict);
        Assert.StartsWith("eth1 is up and has no IPv4 address", found[1].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broadcast_that_cannot_leave_is_worse_than_one_that_does_not_come_back()
    {
        Assert.Equal(Verdict.Fault, BroadcastCheck.Judge("eth0", 43210, false, false, false).Verdict);
        var lost = BroadcastCheck.Judge("eth0", 43210, true, false, false);
        Assert.Equal(Verdict.Warning, lost.Verdict);
        Assert.Contains("UDP 43210", lost.What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, BroadcastCheck.Judge("eth0", 43210, true, false, true).Verdict);
        Assert.Equal(Verdict.Ok, BroadcastCheck.Judge("eth0", 43210, true, true, false).Verdict);
    }

    [Fact]
    public void A_buffer_that_is_too_small_for_the_fleet_is_told_with_what_to_set()
    {
        Assert.Equal(Verdict.Ok, BufferCheck.Judge(100, 83_200, 106_496, null).Verdict);
        var found = BufferCheck.Judge(1000, 832_000, 106_496, 106_496);
        Assert.Equal(Verdict.Warning, found.Verdict);
        Assert.Contains("net.core.rmem_max=832000", found.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_root_alone_is_granted_is_judged_as_another_user_would_have_it()
    {
        var found = BufferCheck.Judge(1000, 832_000, 1_048_576, 212_992);
        Assert.Equal(Verdict.Warning, found.Verdict);
        Assert.Contains("212992 bytes by net.core.rmem_max (as root 1048576)", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_directory_that_is_not_there_is_not_made_and_one_below_a_file_cannot_be()
    {
        var folder = Directory.CreateTempSubdirectory("izzy-test-").FullName;
        try
        {
            var missing = Path.Combine(folder, "a", "b");
            var found = StateCheck.Look(missing);
            Assert.Equal(Verdict.Ok, found.Verdict);
            Assert.Contains($"{folder} can be written", found.What, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
            File.WriteAllText(Path.Combine(folder, "a"), "");
            Assert.Equal(Verdict.Fault, StateCheck.Look(missing).Verdict);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_clock_that_is_right_is_fine_and_one_from_1970_or_that_nobody_keeps_is_not()
    {
        Assert.All(ClockCheck.Judge(s_now, true, "tsc", TimeSpan.Zero), found => Assert.Equal(Verdict.Ok, found.Verdict));
        Assert.Equal(2, ClockCheck.Judge(s_now, true, "tsc", TimeSpan.FromMilliseconds(1)).Count());
        Assert.All(ClockCheck.Judge(s_now, null, null, TimeSpan.FromMilliseconds(1)), found => Assert.Equal(Verdict.Ok, found.Verdict));
        Assert.Contains(ClockCheck.Judge(DateTimeOffset.UnixEpoch, true, "tsc", TimeSpan.Zero), found => found.What.Contains("1970-01-01", StringComparison.Ordinal) && found.Verdict == Verdict.Warning);
        Assert.Contains(ClockCheck.Judge(s_now, false, "tsc", TimeSpan.Zero), found => found.Verdict == Verdict.Warning);
        Assert.Contains(ClockCheck.Judge(s_now, true, "hpet", TimeSpan.Zero), found => found.What.Contains("hpet", StringComparison.Ordinal) && found.Verdict == Verdict.Warning);
    }

    [Fact]
    public void A_suspend_which_nothing_undoes_is_told_and_not_warned_of() =>
        Assert.Contains(ClockCheck.Judge(s_now, true, "tsc", TimeSpan.FromHours(2)), found => found.What.Contains("7200s", StringComparison.Ordinal) && found.Verdict == Verdict.Ok);

    [Fact]
    public void One_Mother_is_told_with_her_period_two_are_a_fault_and_an_old_dialect_is_named()
    {
        var check = new MotherCheck();
        Assert.Contains("none was heard in 10 s", check.Judge(s_span).What, StringComparison.Ordinal);
        Beat(check, 5, "10.0.0.1");
        // An IZZY's answer is no Mother's beat.
        check.Hear(Packet(MessageType.Here, 3), "10.0.0.3", TimeSpan.FromSeconds(1));
        var one = check.Judge(s_span);
        Assert.Equal(Verdict.Ok, one.Verdict);
        Assert.Contains("at 10.0.0.1 every 180 ms", one.What, StringComparison.Ordinal);
        byte[] early = [0x10, 0x68, .. Packet(MessageType.Hello, 4).AsSpan(2)];
        check.Hear(early, "10.0.0.4", TimeSpan.FromSeconds(1));
        Assert.Contains("hzzymessage", check.Judge(s_span).What, StringComparison.Ordinal);
        check.Hear(Packet(MessageType.Hello, 2), "10.0.0.2", TimeSpan.FromSeconds(2));
        Assert.Equal(Verdict.Fault, check.Judge(s_span).Verdict);
    }

    [Fact]
    public void A_Mother_with_a_key_is_told_as_one()
    {
        var check = new MotherCheck();
        var packet = new byte[HeartbeatMessage.MaxLength];
        var plain = HeartbeatMessage.Encode(packet, MessageType.Hello, new Guid(1, 0, 0, new byte[8]), Guid.Empty, []);
        var signed = new VerificationTrailer(VerifiedRole.Mother, 1, 2, 120, 3, 0).Append(packet, plain, new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        for (var beat = 0; beat < 3; beat++)
            check.Hear(packet.AsSpan(0, signed), "10.0.0.1", TimeSpan.FromMilliseconds(120 * beat));
        Assert.Contains("every 120 ms, with a key", check.Judge(s_span).What, StringComparison.Ordinal);
        var keyless = new MotherCheck();
        Beat(keyless, 3, "10.0.0.1");
        Assert.DoesNotContain("key", keyless.Judge(s_span).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_beat_that_comes_by_several_interfaces_is_one_beat_of_one_Mother()
    {
        var check = new MotherCheck();
        Beat(check, 20, "10.0.0.1", "10.0.1.1", "10.0.0.1");
        // Of one beat a copy was lost.
        check.Hear(Packet(MessageType.Hello, 1), "10.0.1.1", TimeSpan.FromMilliseconds(20 * 180));
        var found = check.Judge(s_span);
        Assert.Equal(Verdict.Ok, found.Verdict);
        Assert.Contains("every 180 ms", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_Mothers_with_one_id_at_two_addresses_are_a_fault()
    {
        var check = new MotherCheck();
        // Each in her own time, so now the one is first and now the other.
        for (var beat = 0; beat < 6; beat++)
        {
            check.Hear(Packet(MessageType.Hello, 1), "10.0.0.1", TimeSpan.FromMilliseconds(180 * beat));
            check.Hear(Packet(MessageType.Hello, 1), "10.0.0.2", TimeSpan.FromMilliseconds((180 * beat) + 70));
        }

        var found = check.Judge(s_span);
        Assert.Equal(Verdict.Fault, found.Verdict);
        Assert.Contains("10.0.0.1 and 10.0.0.2", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cannot_listen_for_a_Mother_is_warned_and_not_told_that_there_is_none()
    {
        var found = MotherCheck.JudgeDeaf("UDP port 9001 is taken.");
        Assert.Equal(Verdict.Warning, found.Verdict);
        Assert.Contains("Stop the client", found.ToDo, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2, 3, Verdict.Ok)]
    [InlineData(0.2, 95, Verdict.Warning)]
    [InlineData(12, 30, Verdict.Warning)]
    [InlineData(0.2, 510, Verdict.Fault)]
    internal void Lateness_is_judged_by_what_a_show_tolerates(double usual, double longest, Verdict verdict) =>
        Assert.Equal(verdict, LatenessCheck.Judge([.. Enumerable.Repeat(usual, 999), longest]).Verdict);

    [Fact]
    public void Findings_are_lines_for_people_and_for_programs_and_harmless_for_a_terminal()
    {
        var finding = Finding.Fault("ports", "taken by 'a\u001b[31m'", "Stop it.");
        Assert.Equal("FAULT    ports       taken by 'a\\u001b[31m'\n                     → Stop it.", FindingText.ToText(finding));
        Assert.Equal("""{"time":"2026-11-22T20:00:00.000Z","event":"finding","check":"ports","verdict":"fault","what":"taken by \u0027a\u001B[31m\u0027","toDo":"Stop it."}""", FindingText.ToJson(finding, s_now));
        Assert.Equal("""{"time":"2026-11-22T20:00:00.000Z","event":"summary","faults":1,"warnings":0}""", FindingText.SumJson([finding], s_now));
        Assert.Equal("Nothing is wrong.", FindingText.Sum([Finding.Ok("a", "b")]));
        Assert.Equal("No fault, 1 warning.", FindingText.Sum([Finding.Warning("a", "b", "c")]));
        Assert.Equal("1 fault, 0 warnings.", FindingText.Sum([finding]));
    }

    private static List<Finding> Interfaces(IReadOnlyList<InterfaceAddress> all, Func<string, bool>? isWireless = null, bool? savesPower = null) =>
        [.. InterfaceCheck.Judge(all, isWireless ?? (_ => false), _ => savesPower)];

    /// <summary>So many beats of one Mother, each of which comes from all these addresses within a few milliseconds.</summary>
    private static void Beat(MotherCheck check, int beats, params string[] from)
    {
        for (var beat = 0; beat < beats; beat++)
        {
            for (var copy = 0; copy < from.Length; copy++)
                check.Hear(Packet(MessageType.Hello, 1), from[copy], TimeSpan.FromMilliseconds((180 * beat) + (2 * copy)));
        }
    }

    private static InterfaceAddress Loopback => new("lo", 1, true, true, IPAddress.Loopback, 8);

    private static InterfaceAddress Card(string name, string address, bool up = true) => new(name, name.Length, up, false, IPAddress.Parse(address), 24);

    private static byte[] Packet(MessageType type, int id)
    {
        var packet = new byte[HeartbeatMessage.MaxLength];
        return packet[..HeartbeatMessage.Encode(packet, type, new Guid(id, 0, 0, new byte[8]), Guid.Empty, [])];
    }
}
