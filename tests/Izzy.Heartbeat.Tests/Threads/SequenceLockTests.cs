using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>Who reads sees something whole; who writes waits for nobody.</summary>
public class SequenceLockTests
{
    private readonly SequenceLock _lock = new();

    [Fact]
    public void What_nothing_changes_is_looked_at_once()
    {
        var looks = 0;
        Assert.Equal("seen", _lock.Read("seen", at =>
        {
            looks++;
            return at;
        }));
        Assert.Equal(1, looks);
    }

    [Fact]
    public void What_changes_during_the_look_is_looked_at_again()
    {
        int[] pair = [1, 1];
        var looks = 0;
        Assert.Equal((2, 2), _lock.Read(pair, at =>
        {
            var first = at[0];
            // The writer comes between, and goes on.
            if (looks++ == 0)
            {
                _lock.Begin();
                (at[0], at[1]) = (2, 2);
                _lock.End();
            }

            return (first, at[1]);
        }));
        Assert.Equal(2, looks);
    }

    // Real threads, for what is tested is what one sees of the other.
    [Fact]
    public void What_is_being_changed_is_never_seen_by_halves()
    {
        long[] pair = [0, 0];
        var ends = false;
        var writer = new Thread(() =>
        {
            while (!Volatile.Read(ref ends))
            {
                _lock.Begin();
                pair[0]++;
                pair[1]++;
                _lock.End();
                // As a listener, who has more to do than to change things.
                Thread.SpinWait(50);
            }
        });
        writer.Start();
        var halves = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var (one, other) = _lock.Read(pair, at => (at[0], at[1]));
            halves += one == other ? 0 : 1;
        }

        Volatile.Write(ref ends, true);
        writer.Join();
        Assert.Equal(0, halves);
    }
}
