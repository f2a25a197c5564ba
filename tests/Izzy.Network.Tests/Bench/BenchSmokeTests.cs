using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Izzy.Network.Tests.Bench;

/// <summary>Whether the measurements work; how fast anything is, is no matter of a test.</summary>
[Collection(typeof(Alone))]
public sealed partial class BenchSmokeTests
{
    // A quiet machine takes a tenth of it.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Each_bench_gives_its_figures_in_the_short_run()
    {
        var figures = await Run("--smoke", "--json");
        Assert.Equal(BenchRows.All, string.Join('\n', figures.GroupBy(RowOf).Select(row => $"{row.Count()} {row.Key}")));
        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, figure.GetProperty("ours").ValueKind));
        if (OperatingSystem.IsLinux())
            Assert.All(figures, figure => Assert.InRange(figure.GetProperty("othersPercent").GetDouble(), 0, 100));
        // What holds on a busy machine, too: nothing is allocated for a packet, and no watchdog fires early.
        Assert.All(
            figures.Where(figure => Text(figure, "unit") == "bytes" && Text(figure, "bench") == "codec"),
            figure => Assert.Equal(0, figure.GetProperty("ours").GetDouble()));
        Assert.True(figures.Single(figure => Text(figure, "goal") == "never early").GetProperty("isMet").GetBoolean());
    }

    [Fact]
    public async Task A_bench_that_is_named_runs_alone_and_as_often_as_is_asked()
    {
        var figures = await Run("receive", "--smoke", "--json", "--runs", "2");
        Assert.Equal(["receive"], figures.Select(figure => Text(figure, "bench")).Distinct());
        var runs = figures.GroupBy(figure => figure.GetProperty("run").GetInt32(), RowOf).ToList();
        Assert.Equal([1, 2], runs.Select(run => run.Key));
        Assert.Equal(runs[0], runs[1]);
    }

    private static async Task<List<JsonElement>> Run(params string[] arguments)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_longest);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Izzy.Bench"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bench = Process.Start(start)!;
        try
        {
            var errors = bench.StandardError.ReadToEndAsync(patience.Token);
            var output = await bench.StandardOutput.ReadToEndAsync(patience.Token);
            await bench.WaitForExitAsync(patience.Token);
            Assert.True(bench.ExitCode == 0, await errors);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        }
        finally
        {
            if (!bench.HasExited)
                bench.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The row without its numbers, and whether it has a floor.</summary>
    private static string RowOf(JsonElement figure)
    {
        var hasFloor = figure.GetProperty("floor").ValueKind == JsonValueKind.Number;
        return $"{Text(figure, "bench")}: {Number().Replace(Text(figure, "what")!, "#")}{(hasFloor ? " | floor" : "")}";
    }

    private static string? Text(JsonElement figure, string name) => figure.GetProperty(name).GetString();

    [GeneratedRegex(@"\d+([.,]\d+)*")]
    private static partial Regex Number();
}
