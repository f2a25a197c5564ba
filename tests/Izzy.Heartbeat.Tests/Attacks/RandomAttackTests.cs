using Izzy.Heartbeat.Tests.Models;

namespace Izzy.Heartbeat.Tests.Attacks;

/// <summary>Somebody who has the network and not the key tries whatever comes to mind, in any order, during a show in which much goes wrong anyway.</summary>
public class RandomAttackTests
{
    [Fact]
    public void Whatever_is_tried_no_robot_moves_past_its_limit_none_is_shown_younger_or_safer_than_it_is_and_all_come_back() =>
        Histories.Check("A random attack on verified mode", TestRun.Count(100, 10_000), AttackAct.Sequence, AttackedShow.Play);
}
