using System.Globalization;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Bench.Children;

/// <summary>
/// A process whose threads only sleep until absolute times: what the machine itself makes of a schedule, in a runtime that no load of ours
/// meets. At each line of its input, <c>period first threads count</c> in ticks of 100 ns, each thread sleeps until each due, the threads
/// evenly spread over the period. It skips what it missed, as Mother does. It then prints a line: how many were missed, and how late each
/// of the others was, in ticks.
/// </summary>
internal static class Sleeper
{
    public const string Verb = "sleeper";

    public static void Run()
    {
        // In these, code is compiled.
        new Sleep(TimeSpan.FromMilliseconds(1), SystemClock.Instance.Moment.Now, 20).Go();
        Console.WriteLine(Child.Ready);
        while (Console.ReadLine() is { } line)
        {
            var numbers = line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var (period, first, threads, count) = (TimeSpan.FromTicks(numbers[0]), TimeSpan.FromTicks(numbers[1]), numbers[2], numbers[3]);
            var apart = period / threads;
            var sleeps = Enumerable.Range(0, (int)threads).Select(number => new Sleep(period, first + (apart * number), count)).ToList();
            sleeps.ForEach(sleep => sleep.Thread.Start());
            sleeps.ForEach(sleep => sleep.Thread.Join());
            Console.WriteLine(string.Join(' ', sleeps.SelectMany(sleep => sleep.Late).Prepend(sleeps.Sum(sleep => sleep.Missed))));
        }
    }

    private sealed class Sleep
    {
        private readonly TimeSpan _end;
        private BeatSchedule _schedule;

        public Sleep(TimeSpan period, TimeSpan first, long count)
        {
            _schedule = new BeatSchedule(period, first);
            _end = first + (count * period);
            Thread = new Thread(Go);
        }

        public Thread Thread { get; }

        public List<long> Late { get; } = [];

        public long Missed { get; private set; }

        public void Go()
        {
            while (_schedule.Due < _end)
            {
                SystemClock.SleepUntil(_schedule.Due);
                var now = SystemClock.Instance.Moment.Now;
                Late.Add((now - _schedule.Due).Ticks);
                Missed += _schedule.Take(now);
            }
        }
    }
}
