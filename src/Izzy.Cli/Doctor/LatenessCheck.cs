using Izzy.Heartbeat;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Doctor;

/// <summary>How late this machine lets a thread run that sleeps until a time, as Mother's beat does.</summary>
internal static class LatenessCheck
{
    private const string Check = "lateness";

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(10);

    public static Finding Measure(TimeSpan span)
    {
        var late = new List<double>();
        var clock = SystemClock.Instance;
        var due = clock.Moment.Now;
        for (var until = due + span; due < until;)
        {
            due += s_period;
            SystemClock.SleepUntil(due);
            var now = clock.Moment.Now;
            late.Add((now - due).TotalMilliseconds);
            // What was missed is missed, as a beat is.
            while (due + s_period < now)
                due += s_period;
        }

        return Judge(late);
    }

    /// <summary>What to say of it. Pure.</summary>
    /// <param name="late">How late each waking was, in milliseconds.</param>
    public static Finding Judge(IReadOnlyCollection<double> late)
    {
        var sorted = late.Order().ToList();
        var (p99, longest) = (sorted[(int)((sorted.Count - 1) * 0.99)], sorted[^1]);
        var show = HeartbeatPreset.Show;
        var what = FormattableString.Invariant($"In {late.Count} wakings a thread was late by {p99:0.0} ms at most in 99 of 100, by {longest:0.0} ms at worst");
        const string toDo = "Close other programs, stop updates and backups, use a machine of its own; on a laptop set its power plan to performance.";
        if (longest > show.Limit.TotalMilliseconds)
            return Finding.Fault(Check, $"{what}: longer than the limit of the preset '{show.Name}', so robots would stop", toDo);
        return longest > show.Interval.TotalMilliseconds || p99 > s_period.TotalMilliseconds
            ? Finding.Warning(Check, $"{what}: beats would come visibly late", toDo)
            : Finding.Ok(Check, what);
    }
}
