using System.Net;
using Izzy.Cli.Doctor;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Tests.Doctor;

/// <summary>What the doctor says of what was seen; what can be seen is tried on real machines elsewhere.</summary>
public sealed class JudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_free_port_is_fine_and_one_that_izzy_has_as_well()
    {
        Assert.Equal(Verdict.Ok, PortCheck.Judge("UDP 9001", true, null, "an IZZY", "--to-client-port", false).Verdict);
        var held = PortCheck.Judge("UDP 9001", false, new PortHolder(7, "/opt/izzy client --name sofa"), "an IZZY", "--to-client-port", false);
        Assert.Equal(Verdict.Ok, held.Verdict);
        Assert.Contains("process 7", held.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3 -m izzy_heartbeat")]
    [InlineData("/usr/bin/other --to izzy")]
    [InlineData("nc -u -l 9001")]
    public void A_port_that_another_program_has_is_a_fault_with_that_program_s_name(string command)
    {
        var found = PortCheck.Judge("UDP 9001", false, new PortHolder(812, command), "an IZZY", "--to-client-port", false);
        Assert.Equal(Verdict.Fault, found.Verdict);
        Assert.Contains($"'{command}' (process 812)", found.What, StringComparison.Ordinal);
        Assert.Contains("--to-client-port", found.ToDo, StringComparison.Ordinal);
        Assert.Equal(Verdict.Warning, PortCheck.Judge("TCP 5170", false, null, "the panel", "--panel", true).Verdict);
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
        var found = Assert.Single(InterfaceCheck.Judge([Loopback, Card("eth0", "10.0.0.2", up: false)], _ => false));
        Assert.Equal(Verdict.Fault, found.Verdict);
        Assert.Contains("cable", found.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_way_out_is_named_with_its_broadcast_address()
    {
        var found = Assert.Single(InterfaceCheck.Judge([Loopback, Card("eth0", "10.0.0.2")], _ => false));
        Assert.Equal(Verdict.Ok, found.Verdict);
        Assert.Contains("eth0 10.0.0.2/24, broadcast 10.0.0.255", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Wi_Fi_tunnels_and_more_than_one_way_are_warned_of()
    {
        var found = InterfaceCheck.Judge([Card("wlan0", "10.0.0.2"), Card("docker0", "172.17.0.1"), Card("eth0", "10.0.1.2")], name => name == "wlan0").ToList();
        Assert.Equal([Verdict.Warning, Verdict.Warning, Verdict.Ok, Verdict.Warning], found.Select(each => each.Verdict));
        Assert.Contains("power_save off", found[0].ToDo, StringComparison.Ordinal);
        Assert.Contains("3 interfaces: wlan0, docker0, eth0", found[3].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broadcast_that_cannot_leave_is_worse_than_one_that_does_not_come_back()
    {
        Assert.Equal(Verdict.Fault, BroadcastCheck.Judge("eth0", false, false).Verdict);
        Assert.Equal(Verdict.Warning, BroadcastCheck.Judge("eth0", true, false).Verdict);
        Assert.Equal(Verdict.Ok, BroadcastCheck.Judge("eth0", true, true).Verdict);
    }

    [Fact]
    public void A_buffer_that_is_too_small_for_the_fleet_is_told_with_what_to_set()
    {
        Assert.Equal(Verdict.Ok, BufferCheck.Judge(100, 83_200, 106_496).Verdict);
        var found = BufferCheck.Judge(1000, 832_000, 106_496);
        Assert.Equal(Verdict.Warning, found.Verdict);
        Assert.Contains("net.core.rmem_max=832000", found.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_right_is_fine_and_one_from_1970_that_nobody_keeps_or_that_slept_is_not()
    {
        Assert.All(ClockCheck.Judge(s_now, true, "tsc", TimeSpan.Zero), found => Assert.Equal(Verdict.Ok, found.Verdict));
        Assert.All(ClockCheck.Judge(s_now, null, null, TimeSpan.FromMilliseconds(1)), found => Assert.Equal(Verdict.Ok, found.Verdict));
        Assert.Contains(ClockCheck.Judge(DateTimeOffset.UnixEpoch, true, "tsc", TimeSpan.Zero), found => found.What.Contains("1970-01-01", StringComparison.Ordinal) && found.Verdict == Verdict.Warning);
        Assert.Contains(ClockCheck.Judge(s_now, false, "tsc", TimeSpan.Zero), found => found.Verdict == Verdict.Warning);
        Assert.Contains(ClockCheck.Judge(s_now, true, "hpet", TimeSpan.Zero), found => found.What.Contains("hpet", StringComparison.Ordinal) && found.Verdict == Verdict.Warning);
        Assert.Contains(ClockCheck.Judge(s_now, true, "tsc", TimeSpan.FromHours(2)), found => found.What.Contains("7200s", StringComparison.Ordinal) && found.Verdict == Verdict.Warning);
    }

    [Fact]
    public void One_Mother_is_told_with_her_period_two_are_a_fault_and_an_old_dialect_is_named()
    {
        var check = new MotherCheck();
        Assert.Contains("none was heard in 10 s", check.Judge(TimeSpan.FromSeconds(10)).What, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
            check.Hear(Packet(MessageType.Hello, 1), "10.0.0.1:9000", TimeSpan.FromMilliseconds(180 * i));
        // An IZZY's answer is no Mother's beat.
        check.Hear(Packet(MessageType.Here, 3), "10.0.0.3:9001", TimeSpan.FromSeconds(1));
        var one = check.Judge(TimeSpan.FromSeconds(10));
        Assert.Equal(Verdict.Ok, one.Verdict);
        Assert.Contains("at 10.0.0.1:9000 every 180 ms", one.What, StringComparison.Ordinal);
        byte[] early = [0x10, 0x68, .. Packet(MessageType.Hello, 4).AsSpan(2)];
        check.Hear(early, "10.0.0.4:9000", TimeSpan.FromSeconds(1));
        Assert.Contains("hzzymessage", check.Judge(TimeSpan.FromSeconds(10)).What, StringComparison.Ordinal);
        check.Hear(Packet(MessageType.Hello, 2), "10.0.0.2:9000", TimeSpan.FromSeconds(2));
        Assert.Equal(Verdict.Fault, check.Judge(TimeSpan.FromSeconds(10)).Verdict);
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
        Assert.Equal("""{"event":"finding","check":"ports","verdict":"fault","what":"taken by 'a\u001B[31m'","toDo":"Stop it."}""", FindingText.ToJson(finding));
        Assert.Equal("Nothing is wrong.", FindingText.Sum([Finding.Ok("a", "b")]));
        Assert.Equal("No fault, 1 warning.", FindingText.Sum([Finding.Warning("a", "b", "c")]));
        Assert.Equal("1 fault, 0 warnings.", FindingText.Sum([finding]));
    }

    private static InterfaceAddress Loopback => new("lo", 1, true, true, IPAddress.Loopback, 8);

    private static InterfaceAddress Card(string name, string address, bool up = true) => new(name, name.Length, up, false, IPAddress.Parse(address), 24);

    private static byte[] Packet(MessageType type, int id)
    {
        var packet = new byte[HeartbeatMessage.MaxLength];
        return packet[..HeartbeatMessage.Encode(packet, type, new Guid(id, 0, 0, new byte[8]), Guid.Empty, [])];
    }
}
