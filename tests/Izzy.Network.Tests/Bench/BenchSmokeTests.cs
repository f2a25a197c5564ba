using System.Diagnostics;
using System.Text.Json;

namespace Izzy.Network.Tests.Bench;

/// <summary>Whether the measurements work; how fast anything is, is no matter of a test.</summary>
[Collection(typeof(Alone))]
public sealed class BenchSmokeTests
{
    [Fact]
    public async Task Each_bench_gives_its_figures_in_the_short_run()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Izzy.Bench"), ["--smoke", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var bench = Process.Start(start)!;
        var errors = bench.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await bench.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bench.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(bench.ExitCode == 0, await errors);

        var figures = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["codec", "receive", "beat", "stop", "silence", "scale", "verified", "panel", "start"],
            figures.Select(figure => figure.GetProperty("bench").GetString()).Distinct());
        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, figure.GetProperty("ours").ValueKind));
        // What holds on a busy machine, too: nothing is allocated for a packet, and no watchdog fires early.
        Assert.All(figures.Where(figure => figure.GetProperty("unit").GetString() == "bytes" && figure.GetProperty("bench").GetString() == "codec"), figure => Assert.Equal(0, figure.GetProperty("ours").GetDouble()));
        Assert.True(figures.Single(figure => figure.GetProperty("goal").GetString() == "never early").GetProperty("isMet").GetBoolean());
    }
}
