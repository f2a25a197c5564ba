using Izzy.Cli.Output;
using Izzy.Wording;

namespace Izzy.Cli.Doctor;

/// <summary>Findings as lines.</summary>
internal static class FindingText
{
    /// <summary>One or two lines for people.</summary>
    public static string ToText(Finding finding)
    {
        var line = $"{Word(finding.Verdict),-7}  {finding.Check,-10}  {Escape.ForTerminal(finding.What)}";
        return finding.ToDo is { } toDo ? $"{line}\n{"",-21}→ {Escape.ForTerminal(toDo)}" : line;
    }

    /// <summary>One line of JSON.</summary>
    public static string ToJson(Finding finding, DateTimeOffset now) => JsonLine.Event(now, "finding", json =>
    {
        json.WriteString("check", finding.Check);
        json.WriteString("verdict", Word(finding.Verdict).ToLowerInvariant());
        json.WriteString("what", finding.What);
        if (finding.ToDo is { } toDo)
            json.WriteString("toDo", toDo);
    });

    /// <summary>The last line for people.</summary>
    public static string Sum(IReadOnlyCollection<Finding> findings)
    {
        var (faults, warnings) = Count(findings);
        return (faults, warnings) switch
        {
            (0, 0) => "Nothing is wrong.",
            (0, _) => $"No fault, {Warnings(warnings)}.",
            _ => $"{faults} {(faults == 1 ? "fault" : "faults")}, {Warnings(warnings)}.",
        };

        static string Warnings(int count) => count == 1 ? "1 warning" : $"{count} warnings";
    }

    /// <summary>The last line of JSON.</summary>
    public static string SumJson(IReadOnlyCollection<Finding> findings, DateTimeOffset now)
    {
        var (faults, warnings) = Count(findings);
        return JsonLine.Event(now, "summary", json =>
        {
            json.WriteNumber("faults", faults);
            json.WriteNumber("warnings", warnings);
        });
    }

    private static (int Faults, int Warnings) Count(IReadOnlyCollection<Finding> findings) =>
        (findings.Count(finding => finding.Verdict == Verdict.Fault), findings.Count(finding => finding.Verdict == Verdict.Warning));

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "OK",
        Verdict.Warning => "WARNING",
        _ => "FAULT",
    };
}
