using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rules S14 and S15: what proves that an IZZY stopped.</summary>
public class RegistryConfirmationTests
{
    private readonly RegistryRig _rig = new();

    [Fact]
    public void Nothing_confirms_while_nothing_is_stopped() =>
        Assert.Null(_rig.Hear(status: IzzyStatus.Estop, type: MessageType.Estop).ConfirmedAfter);

    [Fact]
    public void The_type_ESTOP_with_the_status_ESTOP_confirms_with_its_time_once()
    {
        _rig.Hear(status: IzzyStatus.Moving);
        Stop();
        Assert.Equal((1, 1), Count());
        Assert.Equal(Ms(12), _rig.Pass(12).Hear(status: IzzyStatus.Estop, type: MessageType.Estop).ConfirmedAfter);
        Assert.Null(_rig.Pass(12).Hear(status: IzzyStatus.Estop, type: MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 0), Count());
    }

    [Fact]
    public void A_HERE_that_says_ESTOP_after_another_status_confirms_at_once()
    {
        _rig.Hear(status: IzzyStatus.Moving);
        Stop();
        Assert.Equal(Ms(1), _rig.Pass(1).Hear(status: IzzyStatus.Estop).ConfirmedAfter);
    }

    [Fact]
    public void A_HERE_of_one_that_said_ESTOP_before_confirms_only_after_thirty_milliseconds()
    {
        _rig.Hear(status: IzzyStatus.Estop);
        Stop();
        Assert.Null(_rig.Pass(29).Hear(status: IzzyStatus.Estop).ConfirmedAfter);
        Assert.Equal((1, 1), Count());
        Assert.Equal(Ms(30), _rig.Pass(1).Hear(status: IzzyStatus.Estop).ConfirmedAfter);
    }

    [Fact]
    public void The_first_HERE_of_all_may_have_left_before_the_stop_and_confirms_nothing_yet()
    {
        Stop();
        Assert.Null(_rig.Pass(1).Hear(status: IzzyStatus.Estop).ConfirmedAfter);
        Assert.NotNull(_rig.Pass(30).Hear(status: IzzyStatus.Estop).ConfirmedAfter);
    }

    [Theory]
    [InlineData(IzzyStatus.Moving)]
    [InlineData(IzzyStatus.Following)]
    public void One_that_confirmed_and_then_says_that_it_moves_has_not_confirmed_until_it_does_so_again(IzzyStatus status)
    {
        _rig.Hear(status: IzzyStatus.Moving);
        Stop();
        _rig.Pass(10).Hear(status: IzzyStatus.Estop, type: MessageType.Estop);
        // This may have been overtaken by the confirmation.
        _rig.Pass(29).Hear(status: status);
        Assert.Equal((1, 0), Count());
        var izzy = _rig.Pass(1).Hear(status: status).Izzy!;
        Assert.Equal((1, 1), Count());
        Assert.Equal(0, izzy.ToldUnconfirmed);
        Assert.Equal(Ms(50), _rig.Pass(10).Hear(status: IzzyStatus.Estop, type: MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 0), Count());
    }

    [Theory]
    [InlineData(IzzyStatus.Available)]
    [InlineData(IzzyStatus.Broken)]
    [InlineData(IzzyStatus.Unverified)]
    public void One_that_confirmed_and_then_says_something_else_has_confirmed(IzzyStatus status)
    {
        _rig.Hear(status: IzzyStatus.Moving);
        Stop();
        _rig.Pass(10).Hear(status: IzzyStatus.Estop, type: MessageType.Estop);
        _rig.Pass(1_000).Hear(status: status);
        Assert.Equal((1, 0), Count());
    }

    [Theory]
    [InlineData(IzzyStatus.Available)]
    [InlineData(IzzyStatus.Moving)]
    [InlineData(IzzyStatus.Broken)]
    public void Another_status_never_confirms(IzzyStatus status)
    {
        _rig.Hear();
        Stop();
        Assert.Null(_rig.Pass(5_000).Hear(status: status, type: MessageType.Estop).ConfirmedAfter);
        Assert.Equal((1, 1), Count());
    }

    [Theory]
    [InlineData(MessageType.Here)]
    [InlineData(MessageType.NotValid)]
    public void A_message_that_says_nothing_of_the_status_never_confirms_whatever_was_said_before_the_stop(MessageType type)
    {
        // It stood stopped, somebody reset it, and it moves: of that its messages without a report tell nothing.
        _rig.HearWithoutReport(MessageType.Estop);
        Stop();
        Assert.Null(_rig.Pass(5_000).HearWithoutReport(type).ConfirmedAfter);
        Assert.Equal((1, 1), Count());
        Assert.NotNull(_rig.HearWithoutReport(MessageType.Estop).ConfirmedAfter);
    }

    [Fact]
    public void An_answer_to_a_beat_is_told_from_an_ESTOP()
    {
        _rig.Hear(status: IzzyStatus.Estop, type: MessageType.Estop);
        Assert.Null(_rig.Registry.Izzies.Single().LastHere);
        _rig.Pass(7).Hear(status: IzzyStatus.Estop);
        _rig.Pass(7).Hear(status: IzzyStatus.Estop, type: MessageType.Estop);
        Assert.Equal(_rig.Now - Ms(7), _rig.Registry.Izzies.Single().LastHere);
    }

    [Fact]
    public void Silence_never_confirms()
    {
        _rig.Hear();
        Stop();
        _rig.Pass(60_000).Sweep();
        Assert.Equal((1, 1), Count());
    }

    [Fact]
    public void A_confirmation_belongs_to_one_stop()
    {
        _rig.Hear();
        Stop(1);
        _rig.Hear(status: IzzyStatus.Estop, type: MessageType.Estop);
        Stop(2);
        Assert.Equal((1, 1), Count());
        Assert.NotNull(_rig.Hear(status: IzzyStatus.Estop, type: MessageType.Estop).ConfirmedAfter);
    }

    [Fact]
    public void One_found_after_the_stop_was_not_known_at_it_and_is_asked_for_its_confirmation_all_the_same()
    {
        _rig.Hear(1);
        Stop();
        _rig.Pass(10).Hear(1, status: IzzyStatus.Estop, type: MessageType.Estop);
        Assert.Equal((1, 0), Count());
        _rig.Hear(2, "throne", IzzyStatus.Moving);
        Assert.Equal((1, 1), Count());
        _rig.Hear(2, "throne", IzzyStatus.Estop, MessageType.Estop);
        Assert.Equal((1, 0), Count());
    }

    [Fact]
    public void One_that_is_forgotten_before_it_confirmed_may_move_all_the_same_and_is_counted_for_this_stop()
    {
        _rig.Hear(1);
        _rig.Hear(2, "throne", IzzyStatus.Moving);
        Stop();
        _rig.Pass(10).Hear(1, status: IzzyStatus.Estop, type: MessageType.Estop);
        Assert.Null(_rig.Registry.Forget("throne", _rig.Stop));
        Assert.Equal((1, 1), Count());
        Stop(2);
        _rig.Pass(10).Hear(1, status: IzzyStatus.Estop, type: MessageType.Estop);
        Assert.Equal((1, 0), Count());
    }

    [Fact]
    public void One_that_is_forgotten_after_it_confirmed_or_before_the_stop_is_not_counted()
    {
        _rig.Hear(1);
        _rig.Hear(2, "throne");
        _rig.Hear(3, "tree");
        _rig.Registry.Forget("tree", _rig.Stop);
        Stop();
        _rig.Pass(10).Hear(1, status: IzzyStatus.Estop, type: MessageType.Estop);
        _rig.Hear(2, "throne", IzzyStatus.Estop, MessageType.Estop);
        _rig.Registry.Forget("throne", _rig.Stop);
        Assert.Equal((1, 0), Count());
    }

    private void Stop(int number = 1) => _rig.Stop = new StopInForce(number, _rig.Now, StopCause.LocalStop);

    private (int Known, int Unconfirmed) Count() => _rig.Registry.CountStop(_rig.Stop!);
}
