using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Playwright;

namespace Izzy.Panel.Tests.Browser;

/// <summary>STOP, reset, and who may.</summary>
[Collection(typeof(InABrowser))]
public sealed class StopTests(Chromium chromium)
{
    private const string MayReset = "document.getElementById('reset').getAttribute('aria-disabled') === 'false'";
    private const string SaysHow = "document.getElementById('reset-refused').textContent.includes('held, not clicked')";

    // A hold needs fresh data from its beginning on, and a busy machine may be late with it.
    private const int Attempts = 6;

    private const string AllConfirmed = "document.getElementById('step-confirmed').dataset.state === 'done'";

    [Fact]
    public async Task Stop_shows_three_steps_and_a_hold_resets_and_Space_does_nothing()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.UntilLive();
        await desk.Until("document.querySelectorAll('.card[data-lamp=ok]').length >= 5");

        // Space on STOP itself does nothing either; Esc stops from within a field.
        await desk.At("stop").FocusAsync();
        await desk.Page.Keyboard.PressAsync("Space");
        await desk.Page.WaitForTimeoutAsync(300);
        Assert.False(panel.IsStopped);
        Assert.False(await desk.At("stop-step-sent").IsVisibleAsync());
        await desk.At("filter-name").FillAsync("o");
        await desk.Page.Keyboard.PressAsync("Escape");

        await desk.Until("document.getElementById('step-latched').dataset.state === 'done'");
        panel.WaitFor("stopped");
        await desk.Until($"{AllConfirmed} && /[0-9]+ ms/.test(document.getElementById('confirmations').textContent) && document.getElementById('stop-failed').hidden");
        Assert.Equal("done", await desk.At("stop-step-sent").GetAttributeAsync("data-state"));

        await desk.Until($"{MayReset} && document.getElementById('reset-list').textContent.includes('will hear beats again')");
        // Space, however long, and a hold that is let go reset nothing.
        await desk.At("reset").FocusAsync();
        await desk.Page.Keyboard.DownAsync("Space");
        await desk.Page.WaitForTimeoutAsync(1800);
        await desk.Page.Keyboard.UpAsync("Space");
        await desk.At("reset").HoverAsync();
        await desk.Page.Mouse.DownAsync();
        await desk.Page.WaitForTimeoutAsync(700);
        await desk.Page.Mouse.UpAsync();
        await desk.Page.WaitForTimeoutAsync(200);
        Assert.True(panel.IsStopped);

        await desk.ResetByHolding();
        panel.WaitFor("reset");
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task Enter_held_resets_and_a_press_that_is_no_hold_says_how()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.UntilLive();
        await desk.Page.Keyboard.PressAsync("Escape");
        panel.WaitFor("stopped");
        await desk.Until(MayReset);
        Assert.Contains("or hold Enter", await desk.Text("reset"), StringComparison.Ordinal);

        // As a screen reader, a voice or a switch presses; on a busy machine data may be late just then.
        await desk.Until($"(document.getElementById('reset').click(), {SaysHow})");
        Assert.True(panel.IsStopped);
        await desk.ResetByHolding(byEnter: true);
        panel.WaitFor("reset");
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task Esc_ends_a_hold_and_says_that_it_did()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.UntilLive();
        await desk.Page.Keyboard.PressAsync("Escape");
        var said = "";
        for (var attempt = 0; attempt < Attempts && !said.Contains("STOP was pressed", StringComparison.Ordinal); attempt++)
        {
            await desk.Page.Mouse.UpAsync();
            await desk.Until(MayReset);
            await desk.At("reset").HoverAsync();
            await desk.Page.Mouse.DownAsync();
            await desk.Page.WaitForTimeoutAsync(200);
            await desk.Page.Keyboard.PressAsync("Escape");
            said = await desk.Text("reset-refused");
        }

        Assert.Contains("STOP was pressed", said, StringComparison.Ordinal);
        await desk.Page.WaitForTimeoutAsync(1800);
        Assert.True(panel.IsStopped);
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_finger_that_slides_off_the_reset_has_let_it_go()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, hasTouch: true);
        await desk.UntilLive();
        await desk.Page.Keyboard.PressAsync("Escape");
        var finger = await desk.Page.Context.NewCDPSessionAsync(desk.Page);
        var said = "";
        for (var attempt = 0; attempt < Attempts && !said.Contains("Let go too early", StringComparison.Ordinal); attempt++)
        {
            if (attempt > 0)
                await Touch(finger, "touchEnd");
            // So that nothing stands there from before.
            await desk.Until($"(document.getElementById('reset').click(), {SaysHow})");
            var box = (await desk.At("reset").BoundingBoxAsync())!;
            await Touch(finger, "touchStart", (box.X + 20, box.Y + 20));
            await desk.Page.WaitForTimeoutAsync(200);
            await Touch(finger, "touchMove", (box.X + 40, box.Y - 200));
            await desk.Page.WaitForTimeoutAsync(200);
            said = await desk.Text("reset-refused");
        }

        Assert.Contains("Let go too early", said, StringComparison.Ordinal);
        await desk.Page.WaitForTimeoutAsync(1800);
        Assert.True(panel.IsStopped);
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_part_that_fails_at_the_start_takes_neither_STOP_nor_Esc_with_it()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        // Before the page's own script, so that the cards and all parts after them are never there.
        const string breaks = "addEventListener('readystatechange', () => document.getElementById('cards')?.remove(), true);";
        foreach (var isByKey in (bool[])[true, false])
        {
            await using var desk = await Desk.Open(browser, panel.Url, script: breaks);
            await (isByKey ? desk.Page.Keyboard.PressAsync("Escape") : desk.At("stop").ClickAsync());
            await desk.Until("document.getElementById('step-latched').dataset.state === 'done'");
            panel.WaitFor("stopped");
            Assert.NotEqual("done", await desk.At("stop-step-confirmed").GetAttributeAsync("data-state"));
            Assert.Contains("#cards", Assert.Single(desk.Complaints.Distinct(), each => each.Contains('#')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_browser_without_timeouts_of_its_own_stops_all_the_same()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url, script: "delete AbortSignal.timeout;");
        await desk.UntilLive();
        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.Until("document.getElementById('step-latched').dataset.state === 'done'");
        panel.WaitFor("stopped");
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task The_plain_pages_form_stops_too_as_a_browser_sends_it()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        // The page that a program without Node serves has this form and nothing else.
        await desk.Page.EvaluateAsync("document.body.innerHTML = '<form method=\"post\" action=\"/api/stop\"><button>STOP</button></form>'");
        await desk.Page.Locator("form button").ClickAsync();
        await desk.Page.GetByText("latched in Mother").WaitForAsync();
        panel.WaitFor("stopped");
    }

    [Fact]
    public async Task Six_pages_in_sight_hold_every_connection_that_a_browser_allows_and_STOP_gets_through()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        desk.ExpectsRefusals = true;
        var last = desk.Page;
        for (var more = 1; more < 6; more++)
        {
            last = await desk.Page.Context.NewPageAsync();
            await last.GotoAsync(panel.Url);
            await last.Locator("body:not(.is-stale)").WaitForAsync();
        }

        await last.Keyboard.PressAsync("Escape");
        panel.WaitFor("stopped");
        await last.Locator("#step-confirmed[data-state=done]").WaitForAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(await last.Locator("#step-latched").InnerTextAsync());
    }

    [Fact]
    public async Task From_another_machine_STOP_needs_nothing_and_a_reset_needs_the_token()
    {
        var browser = chromium.Browser;
        var address = OwnAddress();
        Assert.SkipWhen(address is null, "This machine has no address besides loopback.");
        using var panel = await PanelProcess.Start(address: "0.0.0.0");
        await using var desk = await Desk.Open(browser, $"http://{address}:{panel.Port}/");
        desk.ExpectsRefusals = true;
        await desk.At("login").WaitForAsync();
        Assert.Equal(0, await desk.Page.Locator(".card").CountAsync());

        await desk.Page.Keyboard.PressAsync("Escape");
        await desk.Until("document.getElementById('step-latched').dataset.state === 'done'");
        panel.WaitFor("stopped");
        var refused = await desk.Page.EvaluateAsync<int>("fetch('api/reset', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{\"stop\":1}' }).then(answer => answer.status)");
        Assert.Equal(401, refused);
        Assert.True(panel.IsStopped);

        // No field of the browser's own for passwords, whose list would take the first Esc; masked all the same.
        const string kind = "field => `${field.type} ${getComputedStyle(field).webkitTextSecurity}`";
        Assert.Equal("text disc", await desk.At("login-token").EvaluateAsync<string>(kind));
        await desk.At("login-token").FillAsync("not the token");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Until("document.getElementById('login-refused').textContent !== ''");
        // Wrong tokens are slowed: the right one is asked again after a second.
        await desk.Page.WaitForTimeoutAsync(1300);
        await desk.At("login-token").FillAsync(PanelProcess.Token);
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.UntilLive();
        await desk.Until("document.getElementById('reset').getAttribute('aria-disabled') === 'false'");
        await desk.ResetByHolding();
        panel.WaitFor("reset");
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task What_was_asked_before_the_login_and_is_answered_after_it_does_not_undo_it()
    {
        var browser = chromium.Browser;
        var address = OwnAddress();
        Assert.SkipWhen(address is null, "This machine has no address besides loopback.");
        using var panel = await PanelProcess.Start(address: "0.0.0.0");
        await using var desk = await Desk.Open(browser, $"http://{address}:{panel.Port}/");
        desk.ExpectsRefusals = true;
        await desk.At("login").WaitForAsync();
        var isLoggedIn = new TaskCompletionSource();
        var isHeld = new TaskCompletionSource();
        await desk.Page.RouteAsync("**/api/session", async route =>
        {
            var answer = await route.FetchAsync();
            isHeld.TrySetResult();
            await isLoggedIn.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        // A stream that is refused makes the page ask what it may.
        await isHeld.Task.WaitAsync(TimeSpan.FromMilliseconds(Desk.Patience), TestContext.Current.CancellationToken);
        await desk.At("login-token").FillAsync(PanelProcess.Token);
        await desk.Page.RunAndWaitForResponseAsync(() => desk.Page.Keyboard.PressAsync("Enter"), "**/api/login");
        isLoggedIn.SetResult();
        await desk.UntilLive();
        await desk.Until("document.getElementById('session').hidden && document.getElementById('login').hidden");
        desk.HadNoComplaint();
    }

    [Fact]
    public async Task A_foreign_page_can_neither_press_nor_read()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        // A server of its own on this machine: what comes from anywhere else a browser of today does not even send to loopback.
        using var foreign = ForeignPage.Serve();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(foreign.Url);
        // A browser hides from every page what the server answered it here; only its own network log knows.
        var asked = new ConcurrentDictionary<string, string>();
        var answered = new ConcurrentQueue<(string Id, int Status)>();
        var log = await page.Context.NewCDPSessionAsync(page);
        log.Event("Network.requestWillBeSent").OnEvent += (_, data) => asked[Id(data)] = data!.Value.GetProperty("request").GetProperty("url").GetString()!;
        log.Event("Network.responseReceivedExtraInfo").OnEvent += (_, data) => answered.Enqueue((Id(data), data!.Value.GetProperty("statusCode").GetInt32()));
        await log.SendAsync("Network.enable");
        var url = panel.Url;
        await page.EvaluateAsync("url => fetch(url + 'api/stop', { method: 'POST', mode: 'no-cors' }).catch(() => 0)", url);
        await page.EvaluateAsync("url => fetch(url + 'api/stop', { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ request: 'x' }) }).catch(() => 0)", url);
        await page.EvaluateAsync("""
            url => new Promise(done => {
              const source = new EventSource(url + 'api/stream');
              source.onmessage = source.onerror = () => { source.close(); done(); };
            })
            """, url);
        foreach (var mode in (string[])["cors", "no-cors"])
            await page.EvaluateAsync("([url, mode]) => fetch(url + 'api/events?after=0', { mode }).catch(() => 0)", new[] { url, mode });
        string[] expected = ["/api/events 403", "/api/events 403", "/api/stop 403", "/api/stop 403", "/api/stream 403"];
        for (var since = Stopwatch.StartNew(); ByThePanel().Length < expected.Length && since.Elapsed.TotalMilliseconds < Desk.Patience;)
            await page.WaitForTimeoutAsync(50);
        Assert.Equal(expected, ByThePanel());
        Assert.False(panel.IsStopped);
        await page.CloseAsync();

        // The log may have begun between a question to somebody else, as for the foreign page's icon, and its answer.
        string[] ByThePanel() => [.. answered
            .Where(each => asked.TryGetValue(each.Id, out var whom) && whom.StartsWith(url, StringComparison.Ordinal))
            .Select(each => $"{new Uri(asked[each.Id]).AbsolutePath} {each.Status}")
            .Order(StringComparer.Ordinal)];
    }

    private static string Id(JsonElement? data) => data!.Value.GetProperty("requestId").GetString()!;

    private static Task<JsonElement?> Touch(ICDPSession session, string type, params (double X, double Y)[] points) =>
        session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
        {
            ["type"] = type,
            ["touchPoints"] = points.Select(point => new Dictionary<string, object> { ["x"] = point.X, ["y"] = point.Y }).ToArray(),
        });

    /// <summary>An address of this machine that is not loopback: whoever comes from it has come from a network.</summary>
    private static IPAddress? OwnAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(each => each.OperationalStatus == OperationalStatus.Up && each.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(each => each.GetIPProperties().UnicastAddresses)
            .Select(each => each.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}
