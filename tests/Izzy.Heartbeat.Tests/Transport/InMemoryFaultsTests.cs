using Izzy.Heartbeat.Transport;
using static Izzy.Heartbeat.Tests.Transport.InMemoryFixture;

namespace Izzy.Heartbeat.Tests.Transport;

public class InMemoryFaultsTests
{
    private readonly InMemoryFixture _on = new();

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void The_share_lost_is_the_share_asked_for_and_each_receiver_has_its_own_chance(double loss)
    {
        _on.Network.Faults = new() { Loss = loss };
        int izzy = 0, other = 0, differed = 0;
        for (var i = 0; i < 100_000; i++)
        {
            _on.Mother.Broadcast([1]);
            int a = Count(_on.Izzy), b = Count(_on.Other);
            izzy += 1 - a;
            other += 1 - b;
            differed += a == b ? 0 : 1;
        }

        // Five standard deviations of a binomial count.
        var slack = 5 * Math.Sqrt(100_000 * loss * (1 - loss));
        Assert.InRange(izzy, (100_000 * loss) - slack, (100_000 * loss) + slack);
        Assert.InRange(other, (100_000 * loss) - slack, (100_000 * loss) + slack);
        Assert.True(differed > 0);
    }

    [Fact]
    public void Everything_and_nothing_can_be_lost()
    {
        _on.Network.Faults = new() { Loss = 1 };
        for (var i = 0; i < 1_000; i++)
            Assert.Equal(1, _on.Mother.Broadcast([1]));
        Assert.Equal(0, Count(_on.Izzy));
        _on.Network.Faults = NetworkFaults.None;
        for (var i = 0; i < 1_000; i++)
            _on.Mother.Broadcast([1]);
        Assert.Equal(1_000, Count(_on.Izzy));
    }

    [Fact]
    public void Duplicates_arrive_twice_and_unchanged()
    {
        _on.Network.Faults = new() { Duplication = 1 };
        _on.Mother.Broadcast([1, 2]);
        Assert.Equal([[1, 2], [1, 2]], Drain(_on.Izzy));
    }

    [Fact]
    public void A_damaged_datagram_is_shorter_or_differs_in_one_byte()
    {
        _on.Network.Faults = new() { Corruption = 1 };
        byte[] sent = [.. Enumerable.Range(0, 46).Select(i => (byte)i)];
        int cut = 0, changed = 0;
        for (var i = 0; i < 1_000; i++)
        {
            _on.Izzy.Send(sent, To(_on.Mother));
            var got = Assert.Single(Drain(_on.Mother));
            if (got.Length < sent.Length)
            {
                cut++;
                Assert.True(sent.AsSpan().StartsWith(got));
            }
            else
            {
                changed++;
                Assert.Equal(1, sent.Zip(got).Count(pair => pair.First != pair.Second));
            }
        }

        Assert.InRange(cut, 400, 600);
        Assert.Equal(1_000, cut + changed);
        Assert.Equal(45, sent[45]);
        _on.Mother.Broadcast([]);
        Assert.Equal([[]], Drain(_on.Izzy));
    }

    [Fact]
    public void A_delayed_datagram_is_not_there_a_tick_early_and_is_there_on_time()
    {
        _on.Network.Faults = new() { Delay = TimeSpan.FromMilliseconds(30) };
        _on.Mother.Broadcast([1]);
        _on.Clock.Advance(TimeSpan.FromMilliseconds(30) - TimeSpan.FromTicks(1));
        Assert.False(_on.Izzy.Wait(TimeSpan.FromDays(1)));
        Assert.Equal(0, Count(_on.Izzy));
        _on.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(_on.Izzy.Wait(TimeSpan.Zero));
        Assert.Equal(1, Count(_on.Izzy));
    }

    [Fact]
    public void Jitter_delays_within_its_bounds_and_keeps_the_order()
    {
        _on.Network.Faults = new() { Delay = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(50) };
        for (byte i = 0; i < 100; i++)
            _on.Mother.Broadcast([i]);
        var arrived = new List<(double After, byte Number)>();
        for (var tick = 0; tick <= 600; tick++)
        {
            arrived.AddRange(Drain(_on.Izzy).Select(datagram => (_on.Clock.Now.TotalMilliseconds, datagram[0])));
            _on.Clock.Advance(TimeSpan.FromMilliseconds(0.1));
        }

        Assert.Equal(Enumerable.Range(0, 100), arrived.Select(one => (int)one.Number));
        Assert.All(arrived, one => Assert.InRange(one.After, 10, 60.1));
        Assert.True(arrived[^1].After - arrived[0].After > 25);
    }

    [Fact]
    public void Reordering_lets_later_ones_overtake_and_loses_none()
    {
        _on.Network.Faults = new() { Reordering = 0.2 };
        var order = new List<byte>();
        for (byte i = 0; i < 100; i++)
        {
            _on.Mother.Broadcast([i]);
            order.AddRange(Drain(_on.Izzy).Select(datagram => datagram[0]));
            _on.Clock.Advance(TimeSpan.FromMilliseconds(90));
        }

        _on.Clock.Advance(TimeSpan.FromMilliseconds(500));
        order.AddRange(Drain(_on.Izzy).Select(datagram => datagram[0]));
        Assert.Equal(100, order.Distinct().Count());
        Assert.Equal(100, order.Count);
        Assert.NotEqual(order.Order(), order);
    }

    [Fact]
    public void One_direction_can_have_faults_of_its_own_and_lose_them_again()
    {
        _on.Network.SetFaults(IzzyAddress, MotherAddress, new() { Loss = 1 });
        _on.Izzy.Send([1], To(_on.Mother));
        _on.Other.Send([2], To(_on.Mother));
        _on.Mother.Broadcast([3]);
        Assert.Equal([[2]], Drain(_on.Mother));
        Assert.Equal(1, Count(_on.Izzy));
        _on.Network.SetFaults(IzzyAddress, MotherAddress, null);
        _on.Izzy.Send([1], To(_on.Mother));
        Assert.Equal([[1]], Drain(_on.Mother));
    }

    [Fact]
    public void A_partition_cuts_one_pair_both_ways_unnoticed_until_healed()
    {
        _on.Network.Partition(MotherAddress, IzzyAddress);
        Assert.Equal(1, _on.Mother.Broadcast([1]));
        Assert.True(_on.Izzy.Send([2], To(_on.Mother)));
        Assert.True(_on.Izzy.Send([3], To(_on.Other)));
        Assert.Equal(0, Count(_on.Izzy));
        Assert.Equal(0, Count(_on.Mother));
        Assert.Equal([[1], [3]], Drain(_on.Other));
        _on.Network.Heal();
        _on.Mother.Broadcast([4]);
        Assert.Equal([[4]], Drain(_on.Izzy));
    }

    [Fact]
    public void An_isolated_address_hears_nobody_but_its_own_machine()
    {
        var neighbour = _on.Network.Attach(IzzyAddress, 9100, 9001);
        _on.Network.Isolate(IzzyAddress);
        _on.Mother.Broadcast([1]);
        _on.Izzy.Send([2], To(_on.Mother));
        neighbour.Send([3], To(_on.Izzy));
        Assert.Equal([[3]], Drain(_on.Izzy));
        Assert.Equal(0, Count(_on.Mother));
        Assert.Equal(1, Count(_on.Other));
    }

    [Fact]
    public void An_interface_taken_down_refuses_sends_and_the_sniffer_sees_none()
    {
        var seen = 0;
        _on.Network.OnSent = (_, _, _, _) => seen++;
        _on.Network.TakeDown(MotherAddress);
        Assert.Equal(0, _on.Mother.Broadcast([1]));
        Assert.False(_on.Mother.Send([1], To(_on.Izzy)));
        Assert.Equal(0, seen);
        Assert.True(_on.Izzy.Send([2], To(_on.Mother)));
        Assert.Equal(0, Count(_on.Mother) + Count(_on.Izzy));
        _on.Network.Heal();
        Assert.Equal(1, _on.Mother.Broadcast([1]));
        Assert.Equal(1, Count(_on.Izzy));
    }

    [Fact]
    public void The_same_seed_and_calls_give_the_same_deliveries_and_another_seed_does_not()
    {
        static string Run(int seed)
        {
            var on = new InMemoryFixture(seed);
            on.Network.Faults = new()
            {
                Loss = 0.1,
                Duplication = 0.1,
                Corruption = 0.1,
                Reordering = 0.1,
                Delay = TimeSpan.FromMilliseconds(5),
                Jitter = TimeSpan.FromMilliseconds(20),
            };
            var log = new List<string>();
            for (var i = 0; i < 2_000; i++)
            {
                on.Mother.Broadcast(BitConverter.GetBytes(i));
                on.Izzy.Send(BitConverter.GetBytes(-i), To(on.Mother));
                on.Clock.Advance(TimeSpan.FromMilliseconds(3));
                foreach (var side in new[] { on.Mother, on.Izzy, on.Other })
                    log.AddRange(Drain(side).Select(datagram => $"{i} {side.LocalEndPoint} {Convert.ToHexString(datagram)}"));
            }

            return string.Join('\n', log);
        }

        Assert.Equal(Run(7), Run(7));
        Assert.NotEqual(Run(7), Run(8));
    }
}
