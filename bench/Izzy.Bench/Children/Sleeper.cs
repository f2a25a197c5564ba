using System.Globalization;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Bench.Children;

/// <summary>
/// A process whose threads do nothing but sleep until absolute times: what the machine itself makes of a schedule, in a runtime that no load of ours meets.
/// At each line of its input, <c>period first threads count</c> in ticks of 100 ns, each thread sleeps until each due, the threads evenly spread over the
/// period. It skips what it missed, as Mother does. It then prints a line: how many were missed, and how late each of the others was, in ticks.
/// </summary>
internal static class Sleeper
{
    public const string Verb = "sleeper";

    // In which code is compiled.
    private const int Unmeasured = 5;

    public static void Run()
    {
        Console.WriteLine(Child.Ready);
        while (Console.ReadLine() is { } line)
        {
            var numbers = line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var (period, first, threads, count) = (TimeSpan.FromTicks(numbers[0]), TimeSpan.FromTicks(numbers[1]), numbers[2], numbers[3]);
            var sleeps = Enumerable.Range(0, (int)threads).Select(number => new Sleep(period, first + (period / threads * number), count)).ToList();
            sleeps.ForEach(sleep => sleep.Thread.Start());
            sleeps.ForEach(sleep => sleep.Thread.Join());
            Console.WriteLine(string.Join(' ', sleeps.SelectMany(sleep => sleep.Late).Prepend(sleeps.Sum(sleep => sleep.Missed))));
        }
    }

    private sealed class Sleep
    {
        private BeatSchedule _schedule;

        public Sleep(TimeSpan period, TimeSpan first, long count)
        {
            _schedule = new BeatSchedule(period, first);
            Thread = new Thread(() => Go(first + (count * period)));
        }

        public Thread Thread { get; }

        public List<long> Late { get; } = [];

        public long Missed { get; private set; }

        private void Go(TimeSpan end)
        {
            for (var number = 0; _schedule.Due < end; number++)
            {
                SystemClock.SleepUntil(_schedule.Due);
                var now = SystemClock.Instance.Moment.Now;
                var late = now - _schedule.Due;
                var missed = _schedule.Take(now);
                if (number < Unmeasured)
                    continue;
                Late.Add(late.Ticks);
                Missed += missed;
            }
        }
    }
}
