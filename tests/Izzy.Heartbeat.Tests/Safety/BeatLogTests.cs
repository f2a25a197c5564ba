using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class BeatLogTests
{
    private readonly BeatLog _log = new();

    [Fact]
    public void Before_the_first_beat_there_is_none()
    {
        Assert.Null(_log.Last);
        Assert.Equal(0, _log.Count);
    }

    [Fact]
    public void The_last_beat_is_there_with_its_number_and_its_time()
    {
        for (var beat = 1; beat <= 10; beat++)
        {
            _log.Add(Ms(100 * beat));
            Assert.Equal(new SentBeat(beat, Ms(100 * beat)), _log.Last);
        }

        Assert.Equal(10, _log.Count);
    }

    [Fact]
    public void A_reader_beside_the_writer_never_sees_the_number_of_one_beat_with_the_time_of_another()
    {
        const int beats = 2_000_000;
        var seen = 0;
        var writer = new Thread(() =>
        {
            // And on until the reader had a turn at all, which a busy machine may be slow to give it.
            for (var beat = 1; beat <= beats || Volatile.Read(ref seen) == 0; beat++)
                _log.Add(TimeSpan.FromTicks(3L * beat));
        });
        writer.Start();
        while (writer.IsAlive)
        {
            if (_log.Last is not { } last)
                continue;
            Volatile.Write(ref seen, seen + 1);
            Assert.Equal(3 * last.Number, last.At.Ticks);
        }

        writer.Join();
        Assert.Equal(new SentBeat(_log.Count, TimeSpan.FromTicks(3 * _log.Count)), _log.Last);
    }
}
