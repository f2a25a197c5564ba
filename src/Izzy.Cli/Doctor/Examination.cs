using Izzy.Capture.Analysis;

namespace Izzy.Cli.Doctor;

/// <summary>All checks, one after the other; the last two take their time side by side.</summary>
internal sealed record Examination
{
    public required TimeSpan Span { get; init; }

    public required int Izzies { get; init; }

    public required int PanelPort { get; init; }

    public required int ToClientPort { get; init; }

    public required int FromClientPort { get; init; }

    public required string StateDirectory { get; init; }

    public IEnumerable<Finding> Run()
    {
        // Each guarded by itself: a system that does not answer one question may answer the next.
        var quick = new (string Check, Func<IEnumerable<Finding>> Look)[]
        {
            ("ports", () => [PortCheck.Look(false, ToClientPort, "an IZZY", "--to-client-port")]),
            ("ports", () => [PortCheck.Look(false, FromClientPort, "a Mother", "--from-client-port")]),
            ("ports", () => [PortCheck.Look(true, PanelPort, "the panel", "--panel")]),
            ("network", InterfaceCheck.Look),
            ("broadcast", BroadcastCheck.Look),
            ("firewall", () => [FirewallCheck.Look(ToClientPort, FromClientPort)]),
            ("buffer", () => [BufferCheck.Look(Izzies)]),
            ("state", () => [StateCheck.Look(StateDirectory)]),
            ("clock", ClockCheck.Look),
        };
        foreach (var (check, look) in quick)
        {
            foreach (var finding in Guarded(check, look))
                yield return finding;
        }

        IReadOnlyList<Finding> mothers = [];
        var listener = new Thread(() => mothers = Guarded("mother", () => [MotherCheck.Listen(new HeartbeatPorts(ToClientPort, FromClientPort), Span)])) { Name = "izzy-doctor-ear", IsBackground = true };
        listener.Start();
        var late = Guarded("lateness", () => [LatenessCheck.Measure(Span)]);
        listener.Join();
        foreach (var finding in mothers.Concat(late))
            yield return finding;
    }

    private static List<Finding> Guarded(string check, Func<IEnumerable<Finding>> look)
    {
        try
        {
            return [.. look()];
        }
        catch (Exception exception)
        {
            return [Finding.Warning(check, $"This could not be checked: {exception.Message}", "Look at it by hand, and report this if the reason is not plain.")];
        }
    }
}
