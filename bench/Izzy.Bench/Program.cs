using System.CommandLine;
using System.Globalization;
using Izzy.Bench.Benches;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;

// The processes that some benches start.
switch (args)
{
    case [Fleet.Verb, var port, var izzies]:
        Fleet.Run(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(izzies, CultureInfo.InvariantCulture));
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

IBench[] all = [new CodecBench(), new ReceiveBench(), new BeatBench(), new StopBench(), new SilenceBench(), new ScaleBench(), new VerifiedBench(), new PanelBench(), new StartBench()];
var names = new Argument<string[]>("bench") { Description = $"Which to run; all if none is named. {string.Join("; ", all.Select(bench => $"{bench.Name}: {bench.About}"))}.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. all.Select(bench => bench.Name)]);
var json = new Option<bool>("--json") { Description = "A line of JSON for each figure, as soon as it is measured." };
var markdown = new Option<bool>("--markdown") { Description = "The table as docs/performance.md has it." };
var smoke = new Option<bool>("--smoke") { Description = "As short as can be: whether each bench works, not how fast anything is." };
var drift = new Option<double>("--drift-minutes") { Description = "How long to watch the beat for drift.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Measures the heartbeat, each figure beside what this machine itself takes for the like of it.") { names, json, markdown, smoke, drift };
command.SetAction(parsed =>
{
    var chosen = parsed.GetValue(names) is { Length: > 0 } named ? all.Where(bench => named.Contains(bench.Name)) : all;
    var scope = new Scope(parsed.GetValue(smoke), TimeSpan.FromMinutes(parsed.GetValue(drift)));
    var figures = new List<Figure>();
    foreach (var bench in chosen)
    {
        if (!parsed.GetValue(json))
            Console.Error.WriteLine($"{bench.Name} …");
        foreach (var figure in bench.Run(scope))
        {
            figures.Add(figure);
            if (parsed.GetValue(json))
                Console.WriteLine(Report.Json(figure));
        }
    }

    if (parsed.GetValue(markdown))
        Console.WriteLine(Report.Markdown(figures));
    else if (!parsed.GetValue(json))
        Report.Print(figures);
});
return command.Parse(args).Invoke();
