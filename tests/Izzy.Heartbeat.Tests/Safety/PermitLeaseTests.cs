using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>Rule S12. The last tests use real threads, for the lease is lock-free.</summary>
public class PermitLeaseTests
{
    private readonly PermitLease _lease = new();

    [Fact]
    public void Before_the_first_grant_nothing_is_valid()
    {
        Assert.Equal(0, _lease.Number);
        Assert.False(_lease.IsValid(0, TimeSpan.MinValue));
        Assert.False(_lease.IsValid(1, TimeSpan.Zero));
        Assert.False(_lease.Extend(Ms(1)));
    }

    [Fact]
    public void It_is_valid_up_to_its_deadline_and_not_a_step_longer()
    {
        var number = _lease.Grant(Ms(1_000));
        Assert.Equal(1, number);
        Assert.True(_lease.IsValid(number, Ms(1_000)));
        Assert.False(_lease.IsValid(number, Ms(1_000) + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Nobody_need_act_for_it_to_expire()
    {
        var number = _lease.Grant(Ms(1_000));
        Assert.False(_lease.IsValid(number, Ms(100_000)));
    }

    [Fact]
    public void Once_seen_false_a_number_stays_false()
    {
        var number = _lease.Grant(Ms(1_000));
        Assert.False(_lease.IsValid(number, Ms(1_001)));
        // Even to a reader whose clock was read earlier.
        Assert.False(_lease.IsValid(number, Ms(1)));
        Assert.False(_lease.Extend(Ms(5_000)));
        Assert.False(_lease.IsValid(number, Ms(1)));
    }

    [Fact]
    public void A_beat_extends_it()
    {
        var number = _lease.Grant(Ms(1_000));
        Assert.True(_lease.Extend(Ms(2_000)));
        Assert.True(_lease.IsValid(number, Ms(2_000)));
        Assert.False(_lease.IsValid(number, Ms(2_001)));
    }

    [Fact]
    public void A_revoked_one_is_void_at_any_time_and_cannot_be_extended()
    {
        var number = _lease.Grant(Ms(1_000));
        _lease.Revoke();
        Assert.False(_lease.IsValid(number, Ms(0)));
        Assert.False(_lease.Extend(Ms(2_000)));
    }

    [Fact]
    public void An_old_number_is_void_under_the_next_permit()
    {
        var old = _lease.Grant(Ms(1_000));
        var next = _lease.Grant(Ms(2_000));
        Assert.Equal(old + 1, next);
        Assert.False(_lease.IsValid(old, Ms(0)));
        Assert.True(_lease.IsValid(next, Ms(0)));
        _lease.Extend(Ms(9_000));
        Assert.False(_lease.IsValid(old, Ms(0)));
    }

    [Fact]
    public void A_number_that_is_yet_to_come_is_not_valid()
    {
        _lease.Grant(Ms(1_000));
        Assert.False(_lease.IsValid(2, Ms(0)));
    }

    [Fact]
    public void A_permit_is_valid_for_its_number_on_its_clock()
    {
        var clock = new FakeClock();
        Assert.False(new Permit(_lease, clock).IsValid);
        _lease.Grant(Ms(1_000));
        var permit = new Permit(_lease, clock);
        Assert.True(permit.IsValid);
        clock.Now = Ms(1_001);
        Assert.False(permit.IsValid);
        _lease.Grant(Ms(9_000));
        Assert.False(permit.IsValid);
        Assert.True(new Permit(_lease, clock).IsValid);
        Assert.True(permit != new Permit(_lease, clock));
        Assert.Equal(new Permit(_lease, clock), new Permit(_lease, clock));
        Assert.False(default(Permit).IsValid);
    }

    [Fact]
    public void Whatever_readers_and_the_switch_do_at_once_no_number_is_valid_again_after_it_was_seen_false()
    {
        var clock = 0L;
        var done = false;
        var broken = 0;
        var readers = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            var seenFalse = 0L;
            while (!Volatile.Read(ref done))
            {
                var number = _lease.Number;
                var valid = _lease.IsValid(number, new TimeSpan(Volatile.Read(ref clock)));
                if (valid && number <= seenFalse)
                    Volatile.Write(ref broken, 1);
                if (!valid)
                    seenFalse = number;
            }
        })).ToList();
        readers.ForEach(reader => reader.Start());
        for (var i = 0; i < 200_000; i++)
        {
            _lease.Grant(new TimeSpan(Volatile.Read(ref clock) + 3));
            for (var beat = 0; beat < 4; beat++)
            {
                Volatile.Write(ref clock, clock + 2);
                // A reader that was faster wins, and then the switch must trip.
                if (!_lease.Extend(new TimeSpan(clock + 1)))
                    break;
            }
        }

        Volatile.Write(ref done, true);
        readers.ForEach(reader => reader.Join());
        Assert.Equal(0, broken);
    }
}
