using System.Diagnostics;
using Microsoft.Playwright;

namespace Izzy.Panel.Tests.Browser;

/// <summary>What the operator sees of the fleet.</summary>
public sealed class StageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] s_fleet = ["Türbühne", "sofa-left", "sofa-right", "throne", "tree", "wagon"];

    [Fact]
    public async Task The_demos_fleet_appears_and_one_that_is_lost_turns_grey_with_the_reason_and_returns()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.UntilLive();
        foreach (var name in s_fleet)
            await desk.Card(name).WaitForAsync();
        await desk.Until("document.querySelector('[data-testid=\"card-wagon\"]').dataset.lamp === 'ok'");
        Assert.DoesNotContain("is-old", await desk.Card("wagon").GetAttributeAsync("class"), StringComparison.Ordinal);

        // Off the network from second 8 to 14.
        await desk.Until("document.querySelector('[data-testid=\"card-wagon\"] [data-testid=card-state]').textContent === 'LOST'");
        var card = desk.Card("wagon");
        Assert.Contains("is-old", await card.GetAttributeAsync("class"), StringComparison.Ordinal);
        Assert.Contains("check power, Wi-Fi, firewall on port", await card.GetByTestId("card-check").InnerTextAsync(), StringComparison.Ordinal);
        Assert.All(await card.Locator("dd").AllInnerTextsAsync(), number => Assert.Equal("--", number));
        Assert.Contains("repeating-linear-gradient", await card.EvaluateAsync<string>("card => getComputedStyle(card).backgroundImage"), StringComparison.Ordinal);

        await desk.Until("document.querySelector('[data-testid=\"card-wagon\"]').dataset.lamp === 'ok'");
        await desk.Until("document.querySelector('[data-testid=log]').textContent.includes('izzy-lost')");

        // That it was lost stays until a person has seen it.
        await desk.Page.Locator("#alarm-all").ClickAsync();
        var over = desk.Page.Locator("#alarm-list li[data-state=cleared]", new() { HasText = "wagon" });
        await over.GetByRole(AriaRole.Button).ClickAsync();
        await over.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_hundred_scroll_smoothly()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start(izzies: 100);
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.Until("document.querySelectorAll('[data-testid=\"filter-state\"] b')[0].textContent === '100'");
        await desk.Page.WaitForTimeoutAsync(1500);
        await desk.Page.EvaluateAsync("""
            () => {
              window.frames_ = []; window.long_ = [];
              new PerformanceObserver(list => list.getEntries().forEach(entry => window.long_.push(entry.duration))).observe({ type: 'longtask' });
              let last = performance.now();
              const frame = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(frame); };
              requestAnimationFrame(frame);
            }
            """);
        await desk.Page.Mouse.MoveAsync(300, 400);
        // Counted in the time that the page's thread really had: how busy the machine is besides says nothing about the page.
        var session = await desk.Page.Context.NewCDPSessionAsync(desk.Page);
        await session.SendAsync("Performance.enable", new Dictionary<string, object> { ["timeDomain"] = "threadTicks" });
        var before = await BusySeconds(session);
        var since = Stopwatch.StartNew();
        for (var i = 0; i < 40; i++)
        {
            await desk.Page.Mouse.WheelAsync(0, 60);
            await desk.Page.WaitForTimeoutAsync(50);
        }

        var busy = (await BusySeconds(session) - before) / since.Elapsed.TotalSeconds;
        Assert.True(await desk.Page.EvaluateAsync<double>("document.getElementById('cards').scrollTop") > 500);
        var frames = (await desk.Page.EvaluateAsync<double[]>("window.frames_")).Order().ToArray();
        var tasks = (await desk.Page.EvaluateAsync<double[]>("window.long_")).Order().ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"The page's thread was busy for {busy:0 %} of the time; {frames.Length} frames, median {frames[frames.Length / 2]:0} ms, 95 % {frames[frames.Length * 95 / 100]:0} ms; {tasks.Length} tasks over 50 ms, longest {tasks.LastOrDefault():0} ms"));
        // Ten snapshots a second and the scrolling leave it air. On an idle machine it is a third of this.
        Assert.InRange(busy, 0, 0.8);
        desk.HadNoComplaint();
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1024, 768)]
    [InlineData(390, 844)]
    public async Task Nothing_lies_over_STOP_and_nothing_runs_out_of_the_page(int width, int height)
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, width, height);
        await desk.UntilLive();
        var before = await desk.At("stop").BoundingBoxAsync();
        Assert.True(await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.True(await IsOnTop(desk));

        await desk.At("stop").ClickAsync();
        await desk.Until("document.getElementById('step-confirmed').dataset.state === 'done' || document.getElementById('step-confirmed').dataset.state === 'failed'");
        var after = await desk.At("stop").BoundingBoxAsync();
        Assert.Equal((before!.X, before.Y), (after!.X, after.Y));
        Assert.True(await IsOnTop(desk));
        Assert.True(await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        desk.HadNoComplaint();
    }

    private static async Task<double> BusySeconds(ICDPSession session)
    {
        var metrics = await session.SendAsync("Performance.getMetrics");
        return metrics!.Value.GetProperty("metrics").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }

    private static Task<bool> IsOnTop(Desk desk) => desk.Page.EvaluateAsync<bool>("""
        () => {
          const stop = document.querySelector('[data-testid=stop]'), box = stop.getBoundingClientRect();
          return [[.05, .1], [.5, .5], [.95, .9]].every(([x, y]) => stop.contains(document.elementFromPoint(box.x + box.width * x, box.y + box.height * y)));
        }
        """);
}
