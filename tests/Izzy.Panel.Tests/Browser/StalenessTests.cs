using System.Diagnostics;

namespace Izzy.Panel.Tests.Browser;

/// <summary>Nothing old is ever shown as live.</summary>
[Collection(typeof(InABrowser))]
public sealed class StalenessTests(Chromium chromium)
{
    private const string NoData = "document.getElementById('stale-banner').textContent.startsWith('NO DATA FROM MOTHER for') && !document.getElementById('stale-banner').hidden";
    /// <summary>What a screen reader says at once.</summary>
    private const string SaidAloud = """
        window.said_ = [];
        document.addEventListener('DOMContentLoaded', () => {
          const region = document.getElementById('say-now');
          const listen = () => { if (region.textContent !== '') window.said_.push(region.textContent); };
          new MutationObserver(listen).observe(region, { childList: true, characterData: true, subtree: true });
        });
        """;
    private const string NothingLooksLive = """
        [...document.querySelectorAll('.card')].every(card => card.dataset.lamp === 'unknown' && card.classList.contains('is-old')
          && [...card.querySelectorAll('dd, .card-age')].every(number => number.textContent === '--')) && document.getElementById('overall-box').dataset.lamp === 'unknown'
        """;

    [Fact]
    public async Task A_frozen_Mother_is_no_data_within_a_second_and_comes_back_by_herself()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        desk.ExpectsRefusals = true;
        await desk.UntilLive();
        await desk.Until("document.querySelectorAll('.card').length === 6");

        panel.Freeze();
        var frozen = Stopwatch.StartNew();
        // The page takes its own time: what a test's round trips add says nothing about it.
        var frozenAt = await desk.Page.EvaluateAsync<double>("""
            () => {
              const start = performance.now();
              window.lateLamps_ = [];
              const seen = () => {
                if (document.body.classList.contains('is-late')) window.lateLamps_.push(document.getElementById('overall-box').dataset.lamp);
                if (document.body.classList.contains('is-stale')) window.staleAt_ = performance.now(); else requestAnimationFrame(seen);
              };
              seen();
              return start;
            }
            """);
        await desk.Until(NoData);
        var after = await desk.Page.EvaluateAsync<double>("window.staleAt_") - frozenAt;
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"NO DATA {after:0} ms after the freeze"));
        Assert.InRange(after, 0, 1000);
        // On its way there it was late, and nothing late is green.
        Assert.DoesNotContain("ok", await desk.Page.EvaluateAsync<string[]>("window.lateLamps_"));
        Assert.True(await desk.Page.EvaluateAsync<bool>(NothingLooksLive));
        Assert.True(await desk.At("stop").IsEnabledAsync());
        while (frozen.Elapsed < TimeSpan.FromSeconds(5))
        {
            Assert.True(await desk.Page.EvaluateAsync<bool>($"({NoData}) && ({NothingLooksLive})"), "something looked live while Mother stood still");
            await desk.Page.WaitForTimeoutAsync(100);
        }

        panel.Thaw();
        await desk.UntilLive();
        Assert.False(await desk.At("restarted").IsVisibleAsync());
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_stop_pressed_while_Mother_stands_still_is_not_confirmed_until_she_says_so()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        desk.ExpectsRefusals = true;
        await desk.UntilLive();
        panel.Freeze();
        await desk.At("stop").ClickAsync();
        await desk.At("stop-failed").WaitForAsync();
        Assert.Contains("NOT CONFIRMED: use the wired button", await desk.Text("stop-failed"), StringComparison.Ordinal);
        Assert.NotEqual("done", await desk.At("stop-step-latched").GetAttributeAsync("data-state"));
        Assert.NotEqual("done", await desk.At("stop-step-confirmed").GetAttributeAsync("data-state"));
        await desk.Until("/try [2-9]/.test(document.getElementById('step-sent').textContent)");

        panel.Thaw();
        await desk.Until("document.getElementById('step-latched').dataset.state === 'done'");
        panel.WaitFor("stopped");
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_Mother_killed_and_started_again_says_so()
    {
        var browser = chromium.Browser;
        using var first = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, first.Url);
        desk.ExpectsRefusals = true;
        await desk.UntilLive();
        first.Kill();
        await desk.Until(NoData);
        Assert.False(await desk.At("restarted").IsVisibleAsync());

        using var second = await PanelProcess.Start(port: first.Port);
        await desk.UntilLive();
        await desk.At("restarted").WaitForAsync();
        // It stays until it is seen, also after what comes next: so it says how she was, and nothing of how she is.
        Assert.Matches("^Mother restarted at [0-9:]+. She was not stopped then.", await desk.Text("restarted"));
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_page_that_can_draw_no_more_says_that_it_stands_still_and_STOP_works()
    {
        const string layer = "getComputedStyle(document.getElementById('frozen')).opacity";
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.UntilLive();
        await desk.Page.WaitForTimeoutAsync(2000);
        Assert.Equal("0", await desk.Page.EvaluateAsync<string>(layer));

        // Every drawing throws from now on, half done.
        await desk.Page.EvaluateAsync("document.getElementById('clock').remove()");
        await desk.Until($"{layer} === '1'");
        Assert.True(await desk.At("stop").IsEnabledAsync());
        await desk.At("stop").ClickAsync();
        panel.WaitFor("stopped");
        await desk.Until("document.getElementById('step-confirmed').dataset.state === 'done'");
    }

    [Fact]
    public async Task A_tab_that_was_hidden_is_stale_until_a_snapshot_comes()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, script: SaidAloud);
        await desk.UntilLive();
        await desk.Page.WaitForTimeoutAsync(300);
        // The first snapshot is no return.
        Assert.DoesNotContain("Data from Mother is live again.", (await desk.Page.EvaluateAsync<string[]>("window.said_")).Take(1));
        // A browser without a window never hides a tab; so the page is told what a browser with one would tell it.
        await desk.Page.EvaluateAsync("""
            () => {
              window.hide_ = hidden => {
                for (const [name, value] of [['hidden', hidden], ['visibilityState', hidden ? 'hidden' : 'visible']]) Object.defineProperty(document, name, { configurable: true, get: () => value });
                document.dispatchEvent(new Event('visibilitychange'));
                return document.body.classList.contains('is-stale');
              };
            }
            """);
        // After what is said of an earlier return, if it was late already.
        await desk.UntilLive();
        await desk.Page.WaitForTimeoutAsync(150);
        await desk.WhileLive<string>("String(window.said_.length = 0)");
        Assert.True(await desk.Page.EvaluateAsync<bool>("window.hide_(true)"));
        await desk.Page.WaitForTimeoutAsync(2000);
        Assert.Empty(await desk.Page.EvaluateAsync<string[]>("window.said_"));
        Assert.True(await desk.Page.EvaluateAsync<bool>(NothingLooksLive));
        Assert.Equal("not looking – Izzy", await desk.Page.TitleAsync());
        Assert.True(await desk.Page.EvaluateAsync<bool>("window.hide_(false)"), "what was known before it was hidden looked live");
        var shown = Stopwatch.StartNew();
        await desk.UntilLive();
        // Its first snapshot is under way and no news; on a busy machine that may take longer than the page waits for it.
        if (shown.ElapsedMilliseconds < 1200)
            Assert.Empty(await desk.Page.EvaluateAsync<string[]>("window.said_"));
        desk.HadNoComplaint();
    }
}
