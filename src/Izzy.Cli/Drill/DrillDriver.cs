using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Drill;

/// <summary>Drives a drill over time: looks, asks, stops, resets as it says. It blocks, so it needs a thread that may wait.</summary>
/// <param name="target">Mother.</param>
/// <param name="confirm">Asks a person, who is shown this.</param>
/// <param name="progress">Is told what goes on.</param>
/// <param name="rest">Waits so long; false if the drill shall be broken off.</param>
internal sealed class DrillDriver(IDrillTarget target, Func<MotherView, bool> confirm, Action<string> progress, Func<TimeSpan, bool> rest)
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(50);

    private static TimeSpan Now => SystemClock.Instance.Moment.Now;

    /// <summary>Runs it to its end.</summary>
    /// <param name="isConfirmed">Whether a person confirmed it before.</param>
    /// <param name="patience">How long it waits for what is against it to pass.</param>
    public DrillRun Run(bool isConfirmed, TimeSpan patience = default)
    {
        var clock = DateTimeOffset.Now;
        var run = new DrillRun(clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerMillisecond)), Now, isConfirmed, patience);
        var told = DrillRun.Phases.Ended;
        while (run.Phase != DrillRun.Phases.Ended)
        {
            if (run.Phase != told && Words(run.Phase) is { } words)
                progress(words);
            told = run.Phase;
            Step(run);
        }

        return run;
    }

    private static string? Words(DrillRun.Phases phase) => phase switch
    {
        DrillRun.Phases.Checking => "Drill: looking whether anything moves.",
        DrillRun.Phases.Waiting => "Stopped. Waiting for every IZZY to confirm. If the drill is broken off now, Mother stays stopped: reset her by hand.",
        DrillRun.Phases.Returning => "Every IZZY confirmed, and Mother beats again. Waiting for every IZZY to hear her.",
        _ => null,
    };

    private void Step(DrillRun run)
    {
        var asked = Now;
        var view = target.Look();
        var took = Now - asked;
        switch (run.Take(view, asked))
        {
            case DrillOrder.Ask:
                run.Confirm(confirm(view!));
                break;
            case DrillOrder.Stop:
                asked = Now;
                run.Stopped(target.Stop(), asked);
                break;
            case DrillOrder.Reset:
                run.ResetAnswered(target.Reset(run.Request), Now);
                break;
        }

        // A fleet of thousands takes a while to be told of; Mother has better things to do all the time.
        var pause = 4 * took;
        if (run.Phase != DrillRun.Phases.Ended && !rest(pause > s_betweenLooks ? pause : s_betweenLooks))
            run.Abort("the program that ran it ends");
    }
}
