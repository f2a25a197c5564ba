using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public class RegistryPresenceTests
{
    [Fact]
    public void One_that_is_heard_is_found_once()
    {
        var rig = new RegistryRig();
        var sighting = rig.Hear();
        Assert.True(sighting.Found);
        Assert.Equal("wagon", sighting.Izzy!.Name);
        Assert.Equal(Presence.Present, sighting.Izzy.Presence);
        Assert.False(rig.Hear().Found);
        Assert.Equal(1, rig.Registry.Count);
    }

    [Fact]
    public void It_is_late_after_two_and_a_half_times_the_cadence_and_lost_after_five_each_told_once()
    {
        var rig = new RegistryRig();
        rig.Hear();
        Assert.Empty(rig.Pass(250).Sweep());
        Assert.Equal([Presence.Late], rig.Pass(1).Sweep());
        Assert.Empty(rig.Pass(249).Sweep());
        Assert.Equal([Presence.Lost], rig.Pass(1).Sweep());
        Assert.Empty(rig.Pass(100_000).Sweep());
    }

    [Fact]
    public void One_that_was_lost_between_two_looks_is_told_as_lost_alone()
    {
        var rig = new RegistryRig();
        rig.Hear();
        Assert.Equal([Presence.Lost], rig.Pass(501).Sweep());
    }

    [Theory]
    [InlineData(251)]
    [InlineData(501)]
    public void One_that_was_late_or_lost_returns_with_how_long_it_was_silent(int silence)
    {
        var rig = new RegistryRig();
        rig.Hear();
        rig.Pass(silence).Sweep();
        var sighting = rig.Hear();
        Assert.True(sighting.Returned);
        Assert.False(sighting.Found);
        Assert.Equal(Ms(silence), sighting.Silence);
        Assert.False(rig.Hear().Returned);
        Assert.Empty(rig.Sweep());
    }

    [Fact]
    public void A_hundred_lost_at_once_are_told_once_each()
    {
        var rig = new RegistryRig();
        for (var i = 1; i <= 100; i++)
            rig.Hear(i, $"wagon {i}");
        Assert.Equal(100, rig.Pass(501).Sweep().Count);
        Assert.Empty(rig.Pass(500).Sweep());
    }

    [Fact]
    public void Another_cadence_forgives_what_was_silent_under_the_former()
    {
        var rig = new RegistryRig();
        rig.Hear();
        rig.Pass(240).Registry.SetCadence(Ms(1_000), rig.Now);
        Assert.Empty(rig.Pass(2_500).Sweep());
        Assert.Equal([Presence.Late], rig.Pass(1).Sweep());
        rig.Registry.SetCadence(Ms(100), rig.Now);
        Assert.Empty(rig.Pass(500).Sweep());
        Assert.Equal([Presence.Lost], rig.Pass(1).Sweep());
    }

    [Fact]
    public void The_same_cadence_again_as_by_a_stop_that_is_repeated_makes_nobody_younger()
    {
        var rig = new RegistryRig();
        rig.Hear();
        var presences = new List<Presence>();
        for (var i = 0; i < 6; i++)
        {
            rig.Pass(100).Registry.SetCadence(Ms(100), rig.Now);
            presences.AddRange(rig.Sweep());
        }

        Assert.Equal([Presence.Late, Presence.Lost], presences);
    }

    [Fact]
    public void Nobody_is_late_for_a_pause_of_Mothers_own()
    {
        var rig = new RegistryRig();
        rig.Hear();
        rig.Pass(60_000).Registry.ForgivePause(rig.Now);
        Assert.Empty(rig.Sweep());
        Assert.Empty(rig.Pass(250).Sweep());
        Assert.Equal([Presence.Late], rig.Pass(1).Sweep());
    }

    [Fact]
    public void Another_status_or_name_is_told()
    {
        var rig = new RegistryRig();
        rig.Hear();
        Assert.False(rig.Hear().StatusChanged);
        Assert.True(rig.Hear(status: IzzyStatus.Moving).StatusChanged);
        Assert.True(rig.Hear(name: "throne", status: IzzyStatus.Moving).StatusChanged);
        Assert.False(rig.Hear(name: "throne", status: IzzyStatus.Moving).StatusChanged);
    }

    [Theory]
    [InlineData(MessageType.Moving, IzzyStatus.Moving)]
    [InlineData(MessageType.Following, IzzyStatus.Following)]
    [InlineData(MessageType.Estop, IzzyStatus.Estop)]
    [InlineData(MessageType.Here, IzzyStatus.Unverified)]
    public void Without_a_report_the_type_tells_the_status(MessageType type, IzzyStatus status)
    {
        var rig = new RegistryRig();
        Assert.Equal(status, rig.HearWithoutReport(type).Izzy!.State.Status);
    }

    [Fact]
    public void A_message_without_a_report_leaves_the_last_one_standing()
    {
        var rig = new RegistryRig();
        rig.Hear(status: IzzyStatus.Moving);
        Assert.Equal(IzzyStatus.Moving, rig.HearWithoutReport(MessageType.Here).Izzy!.State.Status);
    }

    [Fact]
    public void The_expected_cast_is_missing_until_it_is_heard_by_name()
    {
        var rig = new RegistryRig("wagon", "throne");
        Assert.Equal(["wagon", "throne"], rig.Missing);
        rig.Hear(name: "throne");
        Assert.Equal(["wagon"], rig.Missing);
        Assert.Contains("throne", rig.Registry.Expected);
        Assert.DoesNotContain("ghost", rig.Registry.Expected);
    }

    [Fact]
    public void One_that_is_forgotten_is_gone_from_the_cast_and_found_anew_if_heard_again()
    {
        var rig = new RegistryRig("wagon");
        var entry = rig.Hear().Izzy!;
        Assert.Null(rig.Registry.Forget("wagon"));
        // Whoever holds it still, to tell of its silence, sees that it is none of the known any more.
        Assert.Equal(Presence.Missing, entry.Presence);
        Assert.Equal(0, rig.Registry.Count);
        Assert.Empty(rig.Missing);
        Assert.True(rig.Hear().Found);
    }

    [Fact]
    public void One_that_was_never_heard_can_be_struck_off_the_cast()
    {
        var rig = new RegistryRig("wagon");
        Assert.Null(rig.Registry.Forget("wagon"));
        Assert.DoesNotContain("wagon", rig.Registry.Expected);
        Assert.Empty(rig.Missing);
    }

    [Fact]
    public void Forgetting_goes_by_id_and_refuses_the_unknown_and_the_ambiguous()
    {
        var rig = new RegistryRig();
        rig.Hear(1);
        rig.Hear(2);
        Assert.Contains("No IZZY is called 'ghost'", rig.Registry.Forget("ghost"), StringComparison.Ordinal);
        Assert.Contains("No IZZY has the id", rig.Registry.Forget(RegistryRig.Id(9).ToString()), StringComparison.Ordinal);
        Assert.Equal($"2 IZZYs are called 'wagon'. Forget one by its id: {RegistryRig.Id(1)}, {RegistryRig.Id(2)}.", rig.Registry.Forget("wagon"));
        Assert.Equal(2, rig.Registry.Count);
        Assert.Null(rig.Registry.Forget(RegistryRig.Id(1).ToString()));
        Assert.Null(rig.Registry.Forget("wagon"));
    }

    [Fact]
    public void A_flood_of_made_up_senders_stops_at_the_capacity_and_hides_nobody()
    {
        var rig = new RegistryRig();
        for (var i = 1; i <= 16_384; i++)
            rig.HearWithoutReport(MessageType.Here, i);
        Assert.Equal(16_384, rig.Registry.Count);
        Assert.Null(rig.HearWithoutReport(MessageType.Here, 16_384 + 1).Izzy);
        Assert.NotNull(rig.HearWithoutReport(MessageType.Here, 1).Izzy);
        Assert.Equal(16_384, rig.Registry.Count);
    }

    [Fact]
    public void One_of_the_cast_that_is_forgotten_by_its_id_is_expected_no_more()
    {
        var rig = new RegistryRig("wagon");
        rig.Hear(name: "wagon");
        Assert.Null(rig.Registry.Forget(RegistryRig.Id(1).ToString()));
        Assert.Empty(rig.Missing);
        Assert.DoesNotContain("wagon", rig.Registry.Expected);
    }

    [Fact]
    public void Another_name_and_another_status_at_once_are_told_as_one_change()
    {
        var rig = new RegistryRig();
        rig.Hear(name: "wagon", status: IzzyStatus.Available);
        Assert.True(rig.Hear(name: "throne", status: IzzyStatus.Moving).StatusChanged);
    }

    [Fact]
    public void One_that_never_reported_has_no_name() => Assert.Equal("", new RegistryRig().HearWithoutReport(MessageType.Here).Izzy!.Name);
}
