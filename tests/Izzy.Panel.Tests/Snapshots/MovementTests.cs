using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Snapshots;

namespace Izzy.Panel.Tests.Snapshots;

public sealed class MovementTests
{
    [Theory]
    [InlineData(IzzyStatus.Available, Presence.Present, false, true)]
    [InlineData(IzzyStatus.Moving, Presence.Present, false, true)]
    [InlineData(IzzyStatus.Following, Presence.Present, false, true)]
    [InlineData(IzzyStatus.Estop, Presence.Present, false, false)]
    [InlineData(IzzyStatus.Broken, Presence.Present, false, false)]
    [InlineData(IzzyStatus.Unverified, Presence.Present, false, false)]
    [InlineData(IzzyStatus.Moving, Presence.Late, false, false)]
    [InlineData(IzzyStatus.Moving, Presence.Lost, false, false)]
    [InlineData(IzzyStatus.Moving, Presence.Missing, false, false)]
    [InlineData(IzzyStatus.Moving, Presence.Present, true, false)]
    public void One_may_move_that_is_present_says_nothing_against_it_and_hears_beats(IzzyStatus status, Presence presence, bool isStopped, bool expected) =>
        Assert.Equal(expected, Movement.IsPermitted(Facts.Izzy(status: status, presence: presence), isStopped));
}
