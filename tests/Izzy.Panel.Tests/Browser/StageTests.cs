using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace Izzy.Panel.Tests.Browser;

/// <summary>What the operator sees of the fleet.</summary>
[Collection(typeof(InABrowser))]
public sealed class StageTests(Chromium chromium)
{
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
              window.frames_ = [];
              let last = performance.now();
              const frame = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(frame); };
              requestAnimationFrame(frame);
            }
            """);
        await desk.Page.Mouse.MoveAsync(300, 400);
        // Counted in the time that the page's thread really had: how busy the machine is besides says nothing about the page.
        var session = await desk.Page.Context.NewCDPSessionAsync(desk.Page);
        await session.SendAsync("Performance.enable", new Dictionary<string, object> { ["timeDomain"] = "threadTicks" });
        var tasks = await TaskTimes.Begin(session);
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
        var longest = await tasks.Longest();
        foreach (var line in (FormattableString[])[
            $"The page's thread was busy for {busy:0 %} of the time; its longest task took {longest.TotalMilliseconds:0} ms of its time.",
            $"{frames.Length} frames, median {frames[frames.Length / 2]:0} ms, 95 % {frames[frames.Length * 95 / 100]:0} ms"])
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(line));
        // Ten snapshots a second and the scrolling leave it air. On an idle machine it is a third of this.
        Assert.InRange(busy, 0, 0.8);
        // No single task holds the page, also where all of them together leave it air: twice what the longest took on a crowded machine.
        Assert.InRange(longest.TotalMilliseconds, 1, 300);
        desk.HadNoComplaint();
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1024, 768)]
    [InlineData(390, 844)]
    [InlineData(667, 375)]
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

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1024, 768)]
    [InlineData(390, 844)]
    [InlineData(667, 375)]
    public async Task STOP_and_the_reset_are_whole_where_a_stop_is_not_confirmed_and_may_be_reset(int width, int height)
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, width, height, Desk.Changing("""
            snapshot => {
              if (!snapshot.mother.isStopped) return;
              snapshot.mother.stoppedForMs = 5000;
              snapshot.mother.reset = { isAllowed: true, reason: null, text: '', waitMs: null, unconfirmed: 5 };
              const open = { confirmedAfterMs: null, lamp: 'fault', word: 'NOT CONFIRMED', check: 'it may be moving' };
              snapshot.izzies.slice(1).forEach(izzy => Object.assign(izzy, open));
            }
            """));
        await desk.UntilLive();
        await desk.Until("document.querySelectorAll('.card').length === 6");
        var before = await desk.At("stop").BoundingBoxAsync();
        await desk.At("stop").ClickAsync();
        await desk.At("stop-failed").WaitForAsync();
        await desk.At("reset").WaitForAsync();
        var after = (await desk.At("stop").BoundingBoxAsync())!;
        Assert.Equal((before!.X, before.Y, before.Height), (after.X, after.Y, after.Height));
        Assert.True(await IsOnTop(desk));
        string[] parts = ["stop", "stop-failed", "reset", "stop-step-confirmed", "stop-confirmations"];
        var boxes = await desk.WhileLive<double[][]>($$"""
            ['{{string.Join("', '", parts)}}'].map(part => {
              const { top, bottom } = document.querySelector(`[data-testid=${part}]`).getBoundingClientRect();
              return [top, bottom];
            })
            """);
        foreach (var (part, box) in parts.Zip(boxes))
            Assert.True(box[0] >= 0 && box[1] <= height && box[1] - box[0] >= 14, $"{part} stands from {box[0]} to {box[1]} of {height}");

        Assert.True(await desk.At("reset").EvaluateAsync<bool>("reset => reset.querySelector('.reset-word').offsetHeight <= reset.clientHeight"));
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task Forty_alarms_at_once_are_one_sentence_and_one_click_and_are_spoken()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, script: Desk.Changing("""
            snapshot => {
              snapshot.overall = { lamp: 'fault', word: 'LOST', reason: window.second_ ? 'robot 1 and robot 2' : 'robot 1' };
              snapshot.alarms = Array.from({ length: 40 }, (_, i) => (
                { key: `missing:robot ${i}`, text: `robot ${i} is missing`, since: '2026-11-22T19:30:00.000Z', state: 'unacknowledged' }));
            }
            """));
        var seen = new ConcurrentQueue<string>();
        await desk.Page.RouteAsync("**/api/acknowledge", route =>
        {
            foreach (var alarm in route.Request.PostDataJSON()!.Value.GetProperty("alarms").EnumerateArray())
                seen.Enqueue($"{alarm.GetProperty("key")} {alarm.GetProperty("since")}");
            return route.FulfillAsync(new() { Status = 204 });
        });
        await desk.UntilLive();
        const string line = "40 missing: robot 39, robot 38, robot 37 and 37 more; check";
        await desk.Until($"document.getElementById('alarm-newest').textContent.startsWith('{line}')");
        await desk.Until("document.getElementById('say').textContent.includes('40 new alarms')");
        // A second one that is lost changes the reason alone, and is heard all the same.
        await desk.Page.EvaluateAsync("window.second_ = true");
        await desk.Until("document.getElementById('say').textContent.includes('LOST. robot 1 and robot 2')");
        // Not before they could be read; on a busy machine they may have gone out of sight meanwhile.
        for (var attempt = 0; attempt < 50 && seen.IsEmpty; attempt++)
        {
            await desk.Page.EvaluateAsync("document.getElementById('alarm-acknowledge').click()");
            await desk.Page.WaitForTimeoutAsync(300);
        }

        await desk.Page.WaitForTimeoutAsync(500);
        var expected = Enumerable.Range(0, 40).Select(i => $"missing:robot {i} 2026-11-22T19:30:00.000Z").Order(StringComparer.Ordinal);
        Assert.Equal(expected, seen.Distinct().Order(StringComparer.Ordinal));
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task What_is_not_well_has_a_sign_on_the_map_a_word_on_its_chip_and_numbers_beside_what_to_check()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, 1024, 768, Desk.Changing("""
            snapshot => {
              const following = {
                pidKp: 1, pidKi: 0, pidKd: 0, error: 1, errorAngle: 1,
                sensor1Min: 0, sensor1Max: 9, sensor1Reading: 4, sensor2Min: 0, sensor2Max: 9, sensor2Reading: 4,
              };
              const stopping = { lamp: 'late', word: 'STOPPING', check: 'not confirmed yet', isLive: true, following };
              snapshot.izzies.forEach(izzy => Object.assign(izzy, stopping));
            }
            """) + """
            window.signs_ = new Set();
            const fill = CanvasRenderingContext2D.prototype.fill;
            CanvasRenderingContext2D.prototype.fill = function (...path) {
              if (path.length > 0) window.signs_.add(this.fillStyle);
              return fill.apply(this, path);
            };
            """);
        await desk.UntilLive();
        await desk.Until("document.querySelectorAll('.card').length === 6");
        await desk.Until("window.signs_.has('#ffb340')");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "6 late" }).WaitForAsync();

        // In rows and in a full card, which the chosen one is.
        await desk.Card("tree").Locator(".card-name").ClickAsync();
        await desk.Until("""
            ['tree', 'wagon'].every(name => {
              const card = document.querySelector(`[data-testid=card-${name}]`);
              return !card.querySelector('.card-line').checkVisibility() && card.querySelector('.card-check').checkVisibility();
            })
            """);
        const string areWhole = "card => card.querySelector('.card-numbers').getBoundingClientRect().bottom <= card.getBoundingClientRect().bottom";
        Assert.True(await desk.Card("tree").EvaluateAsync<bool>(areWhole));
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
