using Izzy.Cli.Doctor;

namespace Izzy.Cli.Tests.Doctor;

/// <summary>What the doctor concludes from the rules of packet filters, as their tools print them.</summary>
public sealed class FirewallTests
{
    private const string OpenPolicy = "-P INPUT ACCEPT\n-P FORWARD DROP\n-P OUTPUT ACCEPT\n";
    private const string ShutPolicy = "-P INPUT DROP\n-P FORWARD DROP\n-P OUTPUT ACCEPT\n";

    // As firewalld writes them, shortened; the port stands in place of the star.
    private const string Firewalld = """
        table inet firewalld { # progname firewalld
        	chain filter_INPUT {
        		type filter hook input priority filter + 10; policy accept;
        		ct state { established, related } accept
        		ct status dnat accept
        		iifname "lo" accept
        		ct state invalid drop
        		jump filter_INPUT_ZONES
        		reject with icmpx admin-prohibited
        	}

        	chain filter_INPUT_ZONES {
        		iifname "eth0" goto filter_IN_public
        		goto filter_IN_public
        	}

        	chain filter_IN_public {
        		jump filter_IN_public_allow
        		meta l4proto { icmp, ipv6-icmp } accept
        		reject with icmpx admin-prohibited
        	}

        	chain filter_IN_public_allow {
        		tcp dport 22 accept
        		ip6 daddr fe80::/64 udp dport 546 accept
        		udp dport * accept
        	}
        }
        """;

    // As ufw writes them, shortened.
    private const string Ufw = ShutPolicy + """
        -A INPUT -j ufw-before-input
        -A INPUT -j ufw-after-input
        -A ufw-before-input -i lo -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate INVALID -j DROP
        -A ufw-before-input -p icmp -m icmp --icmp-type 8 -j ACCEPT
        -A ufw-before-input -p udp -m udp --sport 67 --dport 68 -j ACCEPT
        -A ufw-before-input -j ufw-not-local
        -A ufw-before-input -d 224.0.0.251/32 -p udp -m udp --dport 5353 -j ACCEPT
        -A ufw-before-input -j ufw-user-input
        -A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
        -A ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN
        -A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
        -A ufw-not-local -j DROP
        -A ufw-user-input -p udp -m udp --dport * -j ACCEPT
        -A ufw-after-input -m addrtype --dst-type BROADCAST -j DROP
        """;

    [Theory]
    [InlineData("", Verdict.Ok)]
    [InlineData(OpenPolicy, Verdict.Ok)]
    [InlineData(ShutPolicy, Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -p udp -m udp --dport 9001 -j DROP", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -p udp -m udp --dport 9000:9001 -j DROP", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -p udp -m multiport --dports 137,9000 -j REJECT --reject-with icmp-port-unreachable", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -p udp -m udp --dport 90010 -j DROP", Verdict.Ok)]
    [InlineData(OpenPolicy + "-A INPUT -p tcp -m tcp --dport 9001 -j DROP", Verdict.Ok)]
    [InlineData(OpenPolicy + "-A INPUT ! -p tcp -j DROP", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A FORWARD -p udp -j DROP", Verdict.Ok)]
    [InlineData(OpenPolicy + "-A INPUT -j REJECT --reject-with icmp-port-unreachable", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -p udp -m statistic --mode random --probability 0.30000000019 -j DROP", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -s 10.0.0.9/32 -j DROP", Verdict.Warning)]
    [InlineData(OpenPolicy + "-A INPUT -p udp -j NFQUEUE --queue-num 0", Verdict.Warning)]
    [InlineData(OpenPolicy + "-N ours\n-A INPUT -j ours\n-A ours -p udp -m udp --dport 9001 -m comment --comment \"keep -j ACCEPT out\" -j DROP", Verdict.Warning)]
    [InlineData(OpenPolicy + "-N ours\n-A ours -p udp -j DROP", Verdict.Ok)]
    [InlineData(OpenPolicy + "-N ours\n-A INPUT -j ours\n-A ours -p udp -j RETURN\n-A ours -j DROP", Verdict.Ok)]
    [InlineData(OpenPolicy + "-N ours\n-A INPUT -g ours\n-A INPUT -j DROP\n-A ours -p tcp -j DROP", Verdict.Ok)]
    [InlineData(ShutPolicy + "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT", Verdict.Warning)]
    [InlineData(ShutPolicy + "-A INPUT -p udp -m udp --dport 9001 -j ACCEPT\n-A INPUT -p udp -m udp --dport 9000 -j ACCEPT", Verdict.Ok)]
    [InlineData(ShutPolicy + "-A INPUT -p udp -m udp --dport 90010 -j ACCEPT", Verdict.Warning)]
    [InlineData(ShutPolicy + "-A INPUT -p udp -m udp --dport 9001 -j DROP\n-A INPUT -p udp -m udp --dport 9000 -j DROP", Verdict.Warning)]
    [InlineData(ShutPolicy + "-A INPUT -s 10.0.0.0/24 -p udp -m udp --dport 9000:9001 -j ACCEPT", Verdict.Warning)]
    internal void Rules_of_iptables_are_followed_as_a_beat_would_meet_them(string rules, Verdict verdict)
    {
        Assert.Equal(verdict, FirewallCheck.JudgeRules(null, null, rules, null, 9001, 9000).Verdict);
        Assert.Equal(verdict, FirewallCheck.JudgeRules(null, "table ip nat { }", null, rules, 9001, 9000).Verdict);
    }

    [Theory]
    [InlineData("policy drop;", Verdict.Warning)]
    [InlineData("policy accept;", Verdict.Ok)]
    [InlineData("policy accept; reject with icmpx admin-prohibited", Verdict.Warning)]
    [InlineData("policy accept; meta l4proto udp reject", Verdict.Warning)]
    [InlineData("policy accept; ip protocol icmp drop", Verdict.Ok)]
    [InlineData("policy accept; udp dport 9001 counter packets 4 bytes 112 drop", Verdict.Warning)]
    [InlineData("policy accept; udp dport 90010 drop", Verdict.Ok)]
    [InlineData("policy accept; udp dport != 9001 drop", Verdict.Warning)]
    [InlineData("policy accept; tcp dport 9001 drop", Verdict.Ok)]
    [InlineData("policy accept; udp dport vmap { 53 : accept, 9001 : drop }", Verdict.Warning)]
    [InlineData("policy accept; udp dport vmap { 53 : drop }", Verdict.Ok)]
    [InlineData("policy accept; ip saddr @banned drop", Verdict.Warning)]
    [InlineData("policy accept; xt match \"u32\" counter packets 0 bytes 0 drop", Verdict.Warning)]
    [InlineData("policy drop; udp dport 9001 drop", Verdict.Warning)]
    [InlineData("policy drop; udp dport { 9000, 9001 } accept", Verdict.Ok)]
    [InlineData("policy drop; udp dport { 53,\n\t\t\t 9000-9001 } accept", Verdict.Ok)]
    [InlineData("policy drop; udp dport @open accept", Verdict.Warning)]
    [InlineData("policy drop; ct state vmap { established : accept, related : accept, invalid : drop }\n iifname \"lo\" accept\n udp dport { 9000, 9001 } accept", Verdict.Ok)]
    [InlineData("policy drop; meta l4proto { tcp, udp } th dport 9000-9001 accept comment \"izzy\"", Verdict.Ok)]
    [InlineData("policy accept; limit rate over 10/second burst 5 packets drop", Verdict.Warning)]
    internal void Rules_of_nft_are_followed_as_a_beat_would_meet_them(string rules, Verdict verdict)
    {
        var input = $"table inet filter {{\n\tset banned {{\n\t\ttype ipv4_addr\n\t\telements = {{ 10.0.0.9,\n\t\t\t 10.0.0.10 }}\n\t}}\n\n\tchain input {{\n\t\ttype filter hook input priority filter; {rules}\n\t}}\n}}\n";
        Assert.Equal(verdict, FirewallCheck.JudgeRules(null, input, null, null, 9001, 9000).Verdict);
        // What Docker writes is about what passes through.
        const string docker = "# Warning: table ip filter is managed by iptables-nft, do not touch!\ntable ip filter {\n\tchain FORWARD {\n\t\ttype filter hook forward priority filter; policy drop;\n\t\tcounter packets 0 bytes 0 jump DOCKER\n\t}\n\tchain DOCKER {\n\t\tdrop\n\t}\n}\n";
        Assert.Equal(verdict, FirewallCheck.JudgeRules(null, docker + input, null, null, 9001, 9000).Verdict);
        Assert.Equal(Verdict.Ok, FirewallCheck.JudgeRules(null, docker + input.Replace("inet filter", "ip6 filter", StringComparison.Ordinal), null, null, 9001, 9000).Verdict);
    }

    [Fact]
    public void Rules_of_the_old_iptables_count_also_where_nft_answers()
    {
        var found = FirewallCheck.JudgeRules(null, "table ip filter { }", null, OpenPolicy + "-A INPUT -p udp -m udp --dport 9001 -j DROP", 9001, 9000);
        Assert.Equal(Verdict.Warning, found.Verdict);
        Assert.Contains("UDP 9001 is kept out: -A INPUT -p udp -m udp --dport 9001 -j DROP", found.What, StringComparison.Ordinal);
        Assert.Equal("On a robot: sudo iptables-legacy -I INPUT -p udp --dport 9001 -j ACCEPT.", found.ToDo);
    }

    [Fact]
    public void A_rule_that_is_not_understood_is_told_as_a_doubt()
    {
        var found = FirewallCheck.JudgeRules(null, null, OpenPolicy + "-A INPUT -s 10.0.0.9/32 -j DROP", null, 9001, 9000);
        Assert.Contains("UDP 9001 may be kept out: -A INPUT -s 10.0.0.9/32 -j DROP", found.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ufw")]
    [InlineData("firewalld")]
    public void Who_does_what_is_advised_for_one_role_is_no_longer_warned(string manager)
    {
        Finding Judge(string port) => manager == "ufw"
            ? FirewallCheck.JudgeRules(manager, null, Ufw.Replace("*", port, StringComparison.Ordinal), null, 9001, 9000)
            : FirewallCheck.JudgeRules(manager, Firewalld.Replace("*", port, StringComparison.Ordinal), null, null, 9001, 9000);
        var shut = Judge("5353");
        Assert.Equal(Verdict.Warning, shut.Verdict);
        Assert.Contains(manager == "ufw" ? "On a robot: sudo ufw allow 9001/udp; for Mother: sudo ufw allow 9000/udp" : "firewall-cmd --add-port=9001/udp", shut.ToDo, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, Judge("9001").Verdict);
        Assert.StartsWith("UDP 9001, which a robot needs, comes in; UDP 9000", Judge("9001").What, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, Judge("9000").Verdict);
        Assert.StartsWith("UDP 9000, which Mother needs, comes in; UDP 9001", Judge("9000").What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, false, Verdict.Ok)]
    [InlineData("ufw", false, false, Verdict.Warning)]
    [InlineData("firewalld", false, false, Verdict.Warning)]
    [InlineData("firewalld", true, false, Verdict.Ok)]
    [InlineData("firewalld", false, true, Verdict.Ok)]
    [InlineData("firewalld", true, true, Verdict.Ok)]
    internal void Where_rules_cannot_be_read_it_counts_what_their_keeper_says(string? manager, bool robot, bool mother, Verdict verdict) =>
        Assert.Equal(verdict, FirewallCheck.JudgeManager(manager, robot, mother, 9001, 9000, false).Verdict);
}
