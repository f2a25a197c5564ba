using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Alarms;
using Izzy.Panel.Snapshots;
using Izzy.Wording;

namespace Izzy.Panel.Tests.Snapshots;

public sealed class OverallTests
{
    private static readonly IzzyInfo s_sofa = Facts.Izzy("sofa");

    [Fact]
    public void Where_all_are_here_it_is_green() => Is("ok", "ALL HERE", "1 of 1 here", Facts.Mother(s_sofa));

    [Fact]
    public void Where_nobody_is_known_it_is_grey() => Is("unknown", "NOBODY HERE", "no IZZY", Facts.Mother());

    [Fact]
    public void One_that_waits_for_its_reset_makes_it_blue() =>
        Is("stopped", "WAITING", "wagon waits", Facts.Mother(s_sofa, Facts.Izzy("wagon", IzzyStatus.Estop, id: 2)));

    [Fact]
    public void One_that_is_not_set_up_makes_it_grey() =>
        Is("unknown", "UNVERIFIED", "wagon", Facts.Mother(s_sofa, Facts.Izzy("chair", IzzyStatus.Estop, id: 3), Facts.Izzy("wagon", IzzyStatus.Unverified, id: 2)));

    [Fact]
    public void One_that_is_late_makes_it_amber() =>
        Is("late", "LATE", "LATE: wagon; 1 of 2 here", Facts.Mother(s_sofa, Facts.Izzy("wagon", presence: Presence.Late, id: 2)));

    [Fact]
    public void Lost_missing_and_broken_ones_make_it_red_and_are_named() =>
        Is("fault", "LOST", "LOST: wagon; BROKEN: tree; MISSING: chair; 2 of 4 here", Facts.Mother(
            s_sofa, Facts.Izzy("wagon", presence: Presence.Lost, id: 2), Facts.Izzy("tree", IzzyStatus.Broken, id: 3), Facts.Missing("chair")));

    [Fact]
    public void Of_many_the_first_three_are_named_and_the_others_counted() =>
        Is("fault", "MISSING", "a, b, c and 2 more", Facts.Mother([.. "abcde".Select(name => Facts.Missing($"{name}"))]));

    [Fact]
    public void A_stop_that_all_confirmed_is_blue() =>
        Is("stopped", "STOPPED", "a stop was asked for; 1 of 1 confirmed", Facts.Mother(Facts.Izzy(confirmedAfter: 8)).Stopped(5_000));

    [Fact]
    public void A_stop_that_one_who_was_never_heard_cannot_confirm_is_red_and_names_it() =>
        Is("fault", "NOT CONFIRMED", "chair may be moving: use the wired button; a stop was asked for; 1 of 2 confirmed", Facts.Mother(Facts.Izzy(confirmedAfter: 8), Facts.Missing("chair")).Stopped(5_000));

    [Fact]
    public void Every_cause_of_a_stop_has_words_of_its_own()
    {
        var words = Enum.GetValues<StopCause>().Select(Causes.InWords).ToList();
        Assert.Equal(words.Distinct(), words);
        Assert.DoesNotContain(words, Words<StopCause>.All.Contains);
    }

    [Fact]
    public void A_stop_that_nobody_can_confirm_is_grey() => Is("unknown", "STOPPED", "none confirms it", Facts.Mother().Stopped(5_000));

    [Fact]
    public void A_thread_of_Mothers_that_stands_still_is_red_whatever_she_knew() =>
        Is("fault", "MOTHER STUCK", "nothing here is live", Facts.Mother(s_sofa) with { Listener = new(true, TimeSpan.FromSeconds(3)) });

    [Fact]
    public void A_stop_that_one_has_not_confirmed_yet_is_amber() =>
        Is("late", "STOPPING", "1 of 2 confirmed", Facts.Mother(Facts.Izzy(confirmedAfter: 8), Facts.Izzy("wagon", id: 2)).Stopped(500));

    [Fact]
    public void A_stop_that_one_did_not_confirm_within_a_second_is_red_and_names_the_wired_button()
    {
        var overall = Is("fault", "NOT CONFIRMED", "wagon may be moving", Facts.Mother(Facts.Izzy(confirmedAfter: 8), Facts.Izzy("wagon", id: 2)).Stopped(1_500));
        Assert.Contains("wired button", overall.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_of_Mothers_that_ended_outranks_all() =>
        Is("fault", "MOTHER BROKEN", "start her again", Facts.Mother(Facts.Izzy(confirmedAfter: 8)).Stopped(5_000, StopCause.ThreadDied));

    [Fact]
    public void Beats_that_reach_nobody_are_red_whoever_is_known() =>
        Is("fault", "NO NETWORK", "cable", Facts.Mother(s_sofa), new Alarm(Conditions.NoInterface, "check the cable", Facts.Evening, AlarmState.Acknowledged));

    [Fact]
    public void A_network_that_is_back_is_no_fault_any_more() =>
        Is("ok", "ALL HERE", "", Facts.Mother(s_sofa), new Alarm(Conditions.NoInterface, "check the cable", Facts.Evening, AlarmState.Cleared));

    [Fact]
    public void A_confirmation_without_the_key_never_makes_a_stop_blue()
    {
        var facts = Facts.Mother(Facts.Izzy(confirmedAfter: 8) with { IsVerified = true }, Facts.Izzy("wagon", id: 2, confirmedAfter: 9) with { IsVerified = false });
        Is("unknown", "UNVERIFIED", "wagon confirmed the stop without the key", facts.Stopped(5_000));
        Is("unknown", "UNVERIFIED", "1 of 2 confirmed, 1 more UNVERIFIED", facts.Stopped(5_000));
    }

    [Fact]
    public void A_stop_that_all_confirmed_with_the_key_is_blue() =>
        Is("stopped", "STOPPED", "1 of 1 confirmed", Facts.Mother(Facts.Izzy(confirmedAfter: 8) with { IsVerified = true }).Stopped(5_000));

    [Fact]
    public void Beside_one_without_the_key_one_that_did_not_confirm_is_red() => Is(
        "fault", "NOT CONFIRMED", "sofa may be moving", Facts.Mother(s_sofa with { IsVerified = true }, Facts.Izzy("wagon", id: 2, confirmedAfter: 9) with { IsVerified = false }).Stopped(5_000));

    [Fact]
    public void One_without_the_key_keeps_it_from_green() =>
        Is("unknown", "UNVERIFIED", "UNVERIFIED: wagon; 2 of 2 here, 1 UNVERIFIED", Facts.Mother(s_sofa with { IsVerified = true }, Facts.Izzy("wagon", id: 2) with { IsVerified = false }));

    private static OverallPart Is(string lamp, string word, string reason, MotherFacts facts, params Alarm[] alarms)
    {
        var overall = Overall.Of(facts, [.. facts.Izzies.Select(izzy => (izzy, Lamp.Of(izzy, facts.StoppedFor, 9001)))], alarms);
        Assert.Equal((lamp, word), (overall.Lamp, overall.Word));
        Assert.Contains(reason, overall.Reason, StringComparison.Ordinal);
        return overall;
    }
}
