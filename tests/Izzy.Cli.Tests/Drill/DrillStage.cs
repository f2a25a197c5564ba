using Izzy.Cli.Drill;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Tests.Drill;

/// <summary>A drill on fake time, with a Mother that is what the test says. Every 50 ms the drill looks and gets its answers.</summary>
internal sealed class DrillStage
{
    public static readonly DateTimeOffset Started = new(2026, 11, 22, 19, 30, 0, TimeSpan.FromHours(1));

    private readonly TimeSpan _start = TimeSpan.FromHours(3);

    public DrillStage(bool isConfirmed = true, int patience = 0, params string[] names)
    {
        Now = _start;
        Run = new DrillRun(Started, Now, isConfirmed, TimeSpan.FromMilliseconds(patience));
        View = new MotherView(Samples.Mother, Ms(180), Ms(1000), Ms(3000), null, 7, [.. (names.Length == 0 ? ["sofa", "wagon"] : names).Select(Standing)]);
    }

    public DrillRun Run { get; }

    public MotherView View { get; set; }

    public TimeSpan Now { get; private set; }

    /// <summary>What the drill was told to do, in order: each change once.</summary>
    public List<DrillOrder> Orders { get; } = [];

    public int Stops { get; private set; }

    public int Resets { get; private set; }

    /// <summary>What Mother answers; by default she obeys.</summary>
    public Func<DrillAnswer>? OnStop { get; set; }

    public Func<DrillAnswer>? OnReset { get; set; }

    public bool Answers { get; set; } = true;

    public Problem Refusal => Run.Refusal ?? throw new Xunit.Sdk.XunitException($"Not refused: {Run.Report?.Verdict}");

    public DrillReport Report => Run.Report ?? throw new Xunit.Sdk.XunitException($"No report: {Run.Refusal?.What}");

    public static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    public static IzzyView Standing(string name, int number) =>
        new(new Guid(number + 1, 0, 0, new byte[8]), name, $"192.0.2.{number}:9001", Presence.Present, new IzzyState(IzzyStatus.Available, 100, 200, 0, 359), Ms(20), null);

    public void Change(int index, Func<IzzyView, IzzyView> change) =>
        View = View with { Izzies = [.. View.Izzies.Select((izzy, i) => i == index ? change(izzy) : izzy)] };

    public void ChangeAll(Func<IzzyView, IzzyView> change) => View = View with { Izzies = [.. View.Izzies.Select(change)] };

    /// <summary>Everyone confirms, and says ESTOP from then on.</summary>
    public void ConfirmAll(double ms = 8.5) =>
        ChangeAll(izzy => izzy with { ConfirmedAfter = Ms(ms), State = izzy.State with { Status = IzzyStatus.Estop } });

    /// <summary>Lets so much time pass, or less if the drill ends.</summary>
    public DrillStage Pass(double milliseconds)
    {
        for (var until = Now + Ms(milliseconds); Now < until && Run.Phase != DrillRun.Phases.Ended; Now += Ms(50))
        {
            var order = Run.Take(Answers ? View : null, Now);
            if (Orders.Count == 0 || Orders[^1] != order)
                Orders.Add(order);
            if (order == DrillOrder.Stop)
                Run.Stopped(OnStop?.Invoke() ?? Stop(), Now);
            else if (order == DrillOrder.Reset)
                Run.ResetAnswered(OnReset?.Invoke() ?? Reset(), Now);
        }

        return this;
    }

    /// <summary>Until the drill has stopped her.</summary>
    public DrillStage PassToStop()
    {
        Pass(1_100);
        Assert.Equal(DrillRun.Phases.Waiting, Run.Phase);
        return this;
    }

    private DrillAnswer.Stopped Stop()
    {
        Stops++;
        View = View with { StopCause = StopCause.LocalStop, StopRequests = View.StopRequests + 1 };
        ChangeAll(izzy => izzy with { HereAge = Ms(60_000) });
        return new(View.StopRequests);
    }

    private DrillAnswer.Granted Reset()
    {
        Resets++;
        View = View with { StopCause = null };
        ChangeAll(izzy => izzy with { ConfirmedAfter = null });
        return new();
    }
}
