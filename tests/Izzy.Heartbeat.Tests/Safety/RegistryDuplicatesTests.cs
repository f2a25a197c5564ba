using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S18: a second live sender of an id or a name.</summary>
public class RegistryDuplicatesTests
{
    private readonly RegistryRig _rig = new();

    [Fact]
    public void Two_that_answer_in_turn_are_duplicates_told_once_a_minute_with_the_other_address()
    {
        Assert.Null(HearFrom(1).DuplicateAddress);
        Assert.Null(HearFrom(2).DuplicateAddress);
        Assert.Equal(RegistryRig.Address(2), HearFrom(1).DuplicateAddress);
        for (var i = 0; i < 100; i++)
            Assert.Null(HearFrom(1 + (i % 2)).DuplicateAddress);
        _rig.Pass(60_000);
        Assert.Null(HearFrom(1).DuplicateAddress);
        Assert.NotNull(HearFrom(2).DuplicateAddress);
    }

    [Fact]
    public void Three_clones_that_answer_in_turn_are_duplicates()
    {
        var told = 0;
        for (var i = 0; i < 9; i++)
            told += HearFrom(1 + (i % 3)).DuplicateAddress is null ? 0 : 1;
        Assert.Equal(1, told);
    }

    [Fact]
    public void One_that_moved_to_another_address_is_no_duplicate()
    {
        for (var i = 0; i < 10; i++)
            Assert.Null(HearFrom(1).DuplicateAddress);
        for (var i = 0; i < 10; i++)
            Assert.Null(HearFrom(2).DuplicateAddress);
        Assert.Equal(RegistryRig.Address(2), HearFrom(2).Izzy!.Address);
    }

    [Fact]
    public void One_that_moves_back_after_the_time_of_a_loss_is_no_duplicate()
    {
        HearFrom(1);
        HearFrom(2);
        _rig.Pass(500);
        Assert.Null(HearFrom(1).DuplicateAddress);
    }

    [Fact]
    public void Two_live_ones_of_one_name_are_told()
    {
        _rig.Hear(1);
        var second = _rig.Hear(2);
        Assert.Equal(RegistryRig.Id(1), second.SameName!.Id);
        Assert.Null(_rig.Hear(2).SameName);
    }

    [Fact]
    public void A_robot_that_replaces_a_lost_one_under_its_name_is_no_duplicate()
    {
        _rig.Hear(1);
        _rig.Pass(501).Sweep();
        Assert.Null(_rig.Hear(2).SameName);
        // A third one at the same time is.
        Assert.NotNull(_rig.Hear(3).SameName);
    }

    [Fact]
    public void A_name_given_up_is_free()
    {
        _rig.Hear(1);
        _rig.Hear(1, "throne");
        Assert.Null(_rig.Hear(2).SameName);
    }

    [Theory]
    [InlineData(59_999, false)]
    [InlineData(60_000, true)]
    public void Duplicates_are_told_again_after_a_minute_and_not_sooner(int after, bool tells)
    {
        HearFrom(1);
        HearFrom(2);
        Assert.NotNull(HearFrom(1).DuplicateAddress);
        _rig.Pass(after - 40);
        HearFrom(2);
        Assert.Equal(tells, HearFrom(1).DuplicateAddress is not null);
    }

    [Fact]
    public void A_name_whose_holder_is_forgotten_is_free()
    {
        _rig.Hear(izzy: 1, name: "wagon");
        Assert.Null(_rig.Registry.Forget(RegistryRig.Id(1).ToString()));
        Assert.Null(_rig.Hear(izzy: 2, name: "wagon").SameName);
    }

    [Fact]
    public void Twice_within_exactly_the_time_of_a_loss_are_duplicates()
    {
        HearFrom(1);
        HearFrom(2);
        // 500 ms after the move before.
        _rig.Pass(480);
        Assert.NotNull(HearFrom(1).DuplicateAddress);
    }

    private Izzy.Heartbeat.Safety.Sighting HearFrom(int host) => _rig.Pass(20).Hear(1, from: host);
}
