using System.Net;
using Izzy.Panel.Access;

namespace Izzy.Panel.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly Caller s_here = new(IPAddress.Loopback, false, "127.0.0.1:5170", null, null, false);
    private static readonly Caller s_elsewhere = new(IPAddress.Parse("192.0.2.7"), false, "192.0.2.1:5170", null, null, false);

    private readonly AccessRules _rules = new(["localhost", "stage", "stage.local"], opensViewing: false);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void From_this_machine_nothing_is_needed(string address)
    {
        foreach (var act in Enum.GetValues<Act>())
            Assert.Equal(Verdict.Granted, _rules.Decide(act, s_here with { Remote = IPAddress.Parse(address) }));
    }

    [Fact]
    public void From_elsewhere_all_but_what_is_open_needs_a_session()
    {
        Assert.Equal(Verdict.Granted, _rules.Decide(Act.Open, s_elsewhere));
        Assert.Equal(Verdict.NeedsSession, _rules.Decide(Act.View, s_elsewhere));
        Assert.Equal(Verdict.NeedsSession, _rules.Decide(Act.Change, s_elsewhere));
    }

    [Fact]
    public void With_a_session_all_is_granted()
    {
        foreach (var act in Enum.GetValues<Act>())
            Assert.Equal(Verdict.Granted, _rules.Decide(act, s_elsewhere with { HasSession = true }));
    }

    [Fact]
    public void Viewing_that_is_opened_opens_nothing_else()
    {
        var open = new AccessRules([], opensViewing: true);
        Assert.Equal(Verdict.Granted, open.Decide(Act.View, s_elsewhere));
        Assert.Equal(Verdict.NeedsSession, open.Decide(Act.Change, s_elsewhere));
    }

    [Fact]
    public void Whoever_a_proxy_speaks_for_is_not_on_this_machine_and_nobody_is_elsewhere()
    {
        Assert.Equal(Verdict.NeedsSession, _rules.Decide(Act.Change, s_here with { IsForwarded = true }));
        Assert.Equal(Verdict.NeedsSession, _rules.Decide(Act.Change, s_here with { Remote = null }));
    }

    [Theory]
    [InlineData("127.0.0.1:5170")]
    [InlineData("192.0.2.1")]
    [InlineData("[::1]:5170")]
    [InlineData("localhost:5170")]
    [InlineData("LOCALHOST")]
    [InlineData("stage:5170")]
    [InlineData("Stage.Local:80")]
    public void An_address_or_a_name_of_this_machine_is_a_good_host(string host) =>
        Assert.Equal(Verdict.Granted, _rules.Decide(Act.View, s_here with { Host = host }));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("stage.evil.example:5170")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.1@evil.example")]
    [InlineData("a b")]
    public void Any_other_host_is_misdirected_even_for_a_stop_from_this_machine(string? host)
    {
        foreach (var act in Enum.GetValues<Act>())
            Assert.Equal(Verdict.Misdirected, _rules.Decide(act, s_here with { Host = host, HasSession = true }));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:5171")]
    [InlineData("http://localhost:5170")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("ftp://127.0.0.1:5170")]
    public void Another_origin_is_foreign_even_for_a_stop_from_this_machine(string origin)
    {
        foreach (var act in Enum.GetValues<Act>())
            Assert.Equal(Verdict.Foreign, _rules.Decide(act, s_here with { Origin = origin, HasSession = true }));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5170")]
    [InlineData("https://127.0.0.1:5170")]
    public void The_pages_own_origin_is_not_foreign(string origin) => Assert.Equal(Verdict.Granted, _rules.Decide(Act.Change, s_here with { Origin = origin }));

    [Theory]
    [InlineData("same-origin", Verdict.Granted)]
    [InlineData("none", Verdict.Granted)]
    [InlineData("same-site", Verdict.Foreign)]
    [InlineData("cross-site", Verdict.Foreign)]
    [InlineData("", Verdict.Foreign)]
    public void What_the_browser_says_of_the_page_that_asks_counts(string site, object expected) =>
        Assert.Equal(expected, _rules.Decide(Act.Open, s_here with { FetchSite = site }));
}
