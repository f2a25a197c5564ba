using System.CommandLine;
using System.Globalization;
using Izzy.Bench.Benches;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;

// The processes that some benches start.
switch (args)
{
    case [Fleet.Verb, var izzies]:
        Fleet.Run(int.Parse(izzies, CultureInfo.InvariantCulture));
        return 0;
    case [Sleeper.Verb]:
        Sleeper.Run();
        return 0;
    case [VerifiedFleet.Verb, var izzies, var keyFile]:
        VerifiedFleet.Run(int.Parse(izzies, CultureInfo.InvariantCulture), keyFile);
        return 0;
    case [Robot.Verb, var port]:
        Robot.Run(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case [Lookers.Verb, var port, var streams]:
        Lookers.Run(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(streams, CultureInfo.InvariantCulture));
        return 0;
    case ["nothing"]:
        Console.WriteLine(Child.Ready);
        _ = Console.ReadLine();
        return 0;
}

IBench[] all =
[
    new CodecBench(), new ReceiveBench(), new BeatBench(), new StopBench(), new SilenceBench(),
    new ScaleBench(), new VerifiedBench(), new PanelBench(), new StartBench(),
];
var names = new Argument<string[]>("bench")
{
    Description = $"Which to run; all if none is named. {string.Join("; ", all.Select(bench => $"{bench.Name}: {bench.About}"))}.",
    Arity = ArgumentArity.ZeroOrMore,
};
names.AcceptOnlyFromAmong([.. all.Select(bench => bench.Name)]);
var json = new Option<bool>("--json") { Description = "A line of JSON for each figure, as soon as it is measured." };
var markdown = new Option<bool>("--markdown") { Description = "The table as docs/performance.md has it." };
var smoke = new Option<bool>("--smoke") { Description = "As short as can be: whether each bench works, not how fast anything is." };
var drift = new Option<double>("--drift-minutes")
{
    Description = "How long to watch the beat for drift as well, four times: idle and under each load.",
};
var runs = new Option<int>("--runs")
{
    Description = "How often to measure what has a goal; then also the least, the median and the most of it are printed.",
    DefaultValueFactory = _ => 1,
};
var command = new RootCommand("Measures the heartbeat, each figure beside what this machine itself takes for the like of it.")
{
    names, json, markdown, smoke, drift, runs,
};
command.SetAction(parsed =>
{
    var chosen = parsed.GetValue(names) is { Length: > 0 } named ? [.. all.Where(bench => named.Contains(bench.Name))] : all;
    var scope = new Scope(parsed.GetValue(smoke), TimeSpan.FromMinutes(parsed.GetValue(drift)));
    var tellsJson = parsed.GetValue(json);
    var figures = new List<Figure>();
    for (var run = 1; run <= parsed.GetValue(runs); run++)
    {
        // One after the other and then again, so that what disturbs one for some minutes does not meet all runs of it.
        foreach (var bench in run == 1 ? chosen : chosen.Where(HasGoals))
        {
            if (!tellsJson)
                Console.Error.WriteLine($"{bench.Name} …");
            var machine = new Machine();
            foreach (var figure in bench.Run(scope).Select(figure => figure with { Others = machine.Others() }))
            {
                figures.Add(figure);
                if (tellsJson)
                    Console.WriteLine(Report.Json(figure, run));
            }
        }

        if (run == 1)
            Print(Report.Table(figures));
    }

    if (parsed.GetValue(runs) > 1)
        Print(Report.Spread(figures));

    bool HasGoals(IBench bench) => figures.Any(figure => figure.Bench == bench.Name && figure.Goal is not null);

    void Print(IReadOnlyList<string[]> table)
    {
        if (parsed.GetValue(markdown))
            Console.WriteLine(Report.Markdown(table) + "\n");
        else if (!tellsJson)
            Report.Print(table);
    }
});
return command.Parse(args).Invoke();
